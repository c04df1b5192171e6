/**
 * What is wrong where GitHub gives no answer, in words for whoever typed a command: what happened, and what to do.
 * Source: GitHub, "Troubleshooting the REST API", "Troubleshooting" of SAML single sign-on.
 */
import { limitOf } from './failures.ts';

/** GitHub was asked with somebody's token, and the answer is none. The message is whole sentences. */
class CannotAsk extends Error {
  override readonly name = 'CannotAsk';
}

/** Why GitHub gave no answer at all, in sentences: it stands some causes deep. null: something else is wrong. */
export function cannotAskIn(error: unknown): string | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth += 1)
    if (cause instanceof CannotAsk) return cause.message;
  return null;
}

/**
 * A `fetch` for somebody's token: what is no answer is thrown as `CannotAsk`, of REST and GraphQL alike. What GitHub
 * refuses of one thing (403, 404) is an answer.
 */
export function inWords(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const { host } = new URL(address);
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      throw new CannotAsk(unreached(host, error), { cause: error });
    }
    const why = await whyNone(host, response, address.endsWith('/graphql'));
    if (why !== null) throw new CannotAsk(why);
    return response;
  };
}

async function whyNone(host: string, response: Response, isGraphql: boolean): Promise<string | null> {
  const { status } = response;
  if (status === 401)
    return `${host} refuses the token: it has ended, or was never one. Set GH_TOKEN to another, or sign in with: gh auth login.`;
  if (status >= 500) return `${host} answers ${status}. Ask again in a few minutes.`;
  const sso = /^required; url=(\S+)/.exec(response.headers.get('x-github-sso') ?? '')?.[1];
  if (sso !== undefined)
    return `The organization takes a token only after a single sign-on. Allow it for yours at ${sso}`;
  if (status === 403 || status === 429) {
    const message = await response.clone().text();
    const headers = Object.fromEntries(response.headers);
    const failure = Object.assign(new Error(message), { status, response: { headers, data: null } });
    const limit = limitOf(failure, Date.now());
    return limit === null ? null : limited(host, limit.until);
  }
  if (isGraphql && (await response.clone().text()).includes('"saml_failure":true'))
    return 'The organization takes a token only after a single sign-on. Allow it for yours with “Configure SSO” on https://github.com/settings/tokens.';
  return null;
}

/** @param until milliseconds since the epoch; null: GitHub does not say */
export function limited(host: string, until: number | null): string {
  const when =
    until === null ? 'in a few minutes' : `after ${new Date(until).toISOString().slice(11, 16)} UTC`;
  return `The rate limit of ${host} is used up. Ask again ${when}.`;
}

const proxy = 'Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.';

export function unreached(host: string, error: unknown): string {
  const code = codeIn(error);
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'].includes(code))
    return `${host} is no name that is known here (${code}). Check the name, and that this machine is on the network. ${proxy}`;
  if (/CERT|SELF_SIGNED|UNABLE_TO_|^EPROTO$|^ERR_(SSL|TLS)_/.test(code))
    return `The certificate of ${host} isn’t trusted (${code}). If it is from an authority of your own, name it in NODE_EXTRA_CA_CERTS.`;
  return `${host} can’t be reached${code === '' ? '' : ` (${code})`}. Check that this machine is on the network, and that a firewall lets it through. ${proxy}`;
}

/** Node's word for it, which stands some causes deep: `ECONNREFUSED`. */
function codeIn(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const one: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
    if (one instanceof Error && 'code' in one && typeof one.code === 'string') return one.code;
    if (cause.name === 'TimeoutError') return 'TIMEOUT';
  }
  return '';
}
