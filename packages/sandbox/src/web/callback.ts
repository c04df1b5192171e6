/** Where the browser may be sent back to, and how ("About the user authorization callback URL"). */
import type { App } from '../model/index.ts';
import type { Answer } from '../rest/index.ts';
import { redirect } from './visit.ts';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * "An exact match to one of the URLs you provided", without more parameters; on loopback the port may be another one
 * ("Loopback redirect urls" in "Authorizing OAuth apps"). Left out: the first.
 */
export function callbackOf(app: App, asked: string | null): string | undefined {
  if (asked === null) return app.callbackUrls[0];
  return app.callbackUrls.some((one) => one === asked || sameButForPort(one, asked)) ? asked : undefined;
}

function sameButForPort(registered: string, asked: string): boolean {
  if (!URL.canParse(registered) || !URL.canParse(asked)) return false;
  const [a, b] = [new URL(registered), new URL(asked)];
  if (!loopback.has(a.hostname) || a.protocol !== 'http:') return false;
  a.port = b.port;
  return a.href === b.href;
}

export function sendBack(
  to: string,
  state: string | null,
  parameters: Readonly<Record<string, string>>,
): Answer {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return redirect(url.href);
}

/** "Troubleshooting authorization request errors": what the App is told instead of a code. */
export function sendError(to: string, state: string | null, error: string, description: string): Answer {
  const page =
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors';
  return sendBack(to, state, {
    error,
    error_description: description,
    error_uri: `${page}/#${error.replaceAll('_', '-')}`,
  });
}
