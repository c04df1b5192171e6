/** Whether a Baton takes the webhooks of a site where Jira is to send them: tried with two deliveries of our own. */
import { randomBytes, randomUUID } from 'node:crypto';

import * as z from 'zod';

import { createTransport, TooLarge } from '../../transport.ts';
import type { Finding, Report } from './finding.ts';
import { isSafe } from '../site-file.ts';
import type { JiraSite, Secret } from '../site.ts';
import { signatureOf, unsigned, webhookPath } from '../receive/index.ts';

/** Bytes that an answer may have: Baton's are shorter by far. */
const largest = 64 * 1024;

/** Of no event that Jira knows and about no issue: nothing is looked at, and nothing kept. */
const body = Buffer.from('{"webhookEvent":"baton_doctor"}');

type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly said: unknown; readonly to: string | null }
  | { readonly kind: 'none'; readonly error: unknown };

/** Where webhooks of a site arrive. */
type Door = {
  readonly site: JiraSite;
  /** The site's, for its webhooks. */
  readonly secret: Secret;
  /** Where Baton is, as Jira would reach it; null: not told, so nothing is tried. */
  readonly url: string | null;
  /** Milliseconds; usual ones when absent. */
  readonly timeout?: number | undefined;
};

export async function doorFindings(
  report: Report,
  { site, secret, url, timeout }: Door,
): Promise<readonly Finding[]> {
  if (url === null)
    return [
      report.note(
        'Whether webhooks reach Baton was not tried.',
        'Say where Jira is to send them: --url https://baton.example.com.',
      ),
    ];
  const address = `${url}${webhookPath}${site.name}`;
  const send = createSend(address, timeout);
  const id = `baton-doctor-${randomUUID()}`;
  const right = await send(secret, id);
  const taken = accepted.safeParse(right.kind === 'answer' ? right.said : null);
  if (right.kind === 'none' || right.status !== 202 || taken.data?.accepted !== id)
    return [notTaken(report, site, address, right)];
  const key = randomBytes(32).toString('hex');
  const wrong = await send(() => key, `${id}-wrong`);
  return [
    ...(site.flavour === 'cloud' && !isSafe(url)
      ? [
          report.note(
            `${address} is no address for Jira Cloud, which sends webhooks to https alone.`,
            'Give Jira an address with https, and ask again with that one.',
          ),
        ]
      : []),
    refusal(report, address, wrong),
  ];
}

const accepted = z.object({ accepted: z.string() });
const refused = z.object({ error: z.string() });

function createSend(address: string, timeout?: number): (secret: Secret, id: string) => Promise<Answer> {
  const transport = createTransport(timeout, largest);
  return async (secret, id) => {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Baton',
      'x-atlassian-webhook-identifier': id,
      'x-hub-signature': signatureOf(secret(), body),
    };
    try {
      const response = await transport(address, { method: 'POST', headers, body, redirect: 'manual' });
      const { status } = response;
      return { kind: 'answer', status, said: saidIn(await response.text()), to: toOf(response, address) };
    } catch (error) {
      return { kind: 'none', error };
    }
  };
}

function saidIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not Baton's words: that is what the caller finds.
    return null;
  }
}

/** Where a redirection leads, without what may be secret in it. */
function toOf({ headers }: Response, from: string): string | null {
  const location = headers.get('location') ?? '';
  if (location === '' || !URL.canParse(location, from)) return null;
  const { origin, pathname } = new URL(location, from);
  return `${origin}${pathname}`.slice(0, 200);
}

/** The second delivery, which nobody signed who knows the secret: a server that takes it takes everything. */
function refusal({ ok, note, wrong }: Report, address: string, answer: Answer): Finding {
  if (answer.kind === 'answer' && answer.status === 401)
    return ok(
      `Baton answers at ${address}: it took a webhook with our secret, and refused one with another. Both were sent from here.`,
    );
  if (answer.kind === 'answer' && answer.status < 300)
    return wrong(
      `What answers at ${address} takes webhooks with a wrong signature, too: it is no Baton.`,
      'Lead the address to Baton itself, and let nothing in between answer for it.',
    );
  return note(
    `Baton took a webhook with our secret at ${address}, and did not say whether it refuses one with another.`,
    'Ask again in a minute.',
  );
}

function notTaken(report: Report, { name }: JiraSite, address: string, answer: Answer): Finding {
  const { wrong } = report;
  if (answer.kind === 'none') return unreached(report, address, answer.error);
  const { status, said, to } = answer;
  const told = refused.safeParse(said);
  const setting = `sites.${name}.webhook-secret`;
  const proxy = 'what stands between it and Baton (a proxy, a firewall)';
  if (status >= 300 && status < 400)
    return wrong(
      `${address} leads elsewhere (${status}${to === null ? '' : `, to ${to}`}), and Jira need not follow.`,
      'Give Jira the address where it ends, and ask again with that one.',
    );
  if (status >= 500)
    return wrong(
      `${address} answered ${status}.`,
      told.success
        ? 'Baton says why in its log: it is starting or stopping, or its store cannot be written. Ask again in a minute.'
        : `See whether Baton runs, and whether ${proxy} leads to it.`,
    );
  // Anything on the way has such answers, too, in other words than Baton's.
  if (status === 404 && told.success)
    return wrong(
      `${address} answered 404: nothing takes the webhooks of ${name} there.`,
      `See that the Baton that runs there has ${setting} in its own settings, was started since, and takes webhooks (baton work doesn’t), and that the path arrives as it was sent.`,
    );
  if (status === 401 && told.success)
    return told.data.error === unsigned
      ? wrong(
          `${address} answered 401: the signature did not arrive.`,
          `Let ${proxy} pass the header X-Hub-Signature on.`,
        )
      : wrong(
          `${address} answered 401: the Baton that runs there has another secret, or the body was changed on its way.`,
          `Give it the secret that ${setting} has here, and start it again.`,
        );
  if (status === 401 || status === 403)
    return wrong(
      `${address} answered ${status}, and not in Baton's words: somebody before it wants to know who asks.`,
      `Let ${proxy} pass webhooks without a login: their signature says whose they are.`,
    );
  return wrong(
    `What answers at ${address} is no Baton (${status}).`,
    `See whether the address is right, and whether ${proxy} leads to Baton with the whole path.`,
  );
}

function unreached({ wrong }: Report, address: string, error: unknown): Finding {
  const { host, hostname } = new URL(address);
  if (error instanceof TooLarge)
    return wrong(
      `What answers at ${address} is no Baton: its answer has no end.`,
      'See whether the address is right.',
    );
  const { cause } = error instanceof Error ? error : { cause: null };
  const code =
    error instanceof Error && error.name === 'TimeoutError'
      ? 'TIMEOUT'
      : cause instanceof Error && 'code' in cause
        ? String(cause.code)
        : '';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return wrong(
        `${hostname} is no name that is known here (${code}).`,
        'Mend the name, or its entry in the DNS.',
      );
    case 'ECONNREFUSED':
      return wrong(
        `Nothing listens at ${host} (${code}).`,
        'Start Baton, or what stands before it, or fix the port.',
      );
    case 'TIMEOUT':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return wrong(
        `${host} did not answer in time (${code}).`,
        'See whether a firewall lets requests through to it, and whether Baton runs.',
      );
    default:
      return isOfTls(code)
        ? wrong(
            `${host} cannot be trusted, or has no TLS (${code}).`,
            'Give it a certificate for that name, not expired and with all certificates in between, that Jira trusts. One of an authority of your own is trusted here with NODE_EXTRA_CA_CERTS.',
          )
        : wrong(
            `The connection to ${host} failed${code === '' ? '' : ` (${code})`}.`,
            'See whether the address is right, http or https included.',
          );
  }
}

/** Node: "TLS (SSL)", "X509 certificate error codes", and what OpenSSL says of a handshake. */
function isOfTls(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|CRL|INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH|^EPROTO$|^ERR_(SSL|TLS)_/.test(
    code,
  );
}
