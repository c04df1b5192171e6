/** One request to the site, and the ways to answer. */
import type { Answer } from '../rest/index.ts';
import type { World } from '../model/index.ts';

export type Visit = {
  readonly world: World;
  readonly url: URL;
  /** Of the address, and of a form or a JSON object that was sent. */
  readonly parameters: URLSearchParams;
  readonly cookie: string;
  readonly accept: string;
};

export type Page = (visit: Visit) => Answer;

export function html(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    body: Buffer.from(text),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      ...headers,
    },
  };
}

/** @param headers beside the address */
export function redirect(to: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: 302,
    body: Buffer.from(''),
    headers: { location: to, 'cache-control': 'no-store', ...headers },
  };
}
