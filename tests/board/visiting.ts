/** Somebody with a browser, as far as HTTP tells of it: cookies, addresses, and what a browser says of where a request came from. */
import type { Sandbox } from '@baton/sandbox';

export type Answer = {
  readonly status: number;
  /** Where it leads; empty: nowhere. */
  readonly location: string;
  readonly headers: Headers;
  readonly body: string;
};

export type Visit = {
  /** Opens a page by its path. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends a form from a page of the board. */
  post(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends a form with fields from a page of the board. */
  send(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** Goes to GitHub, says who they are and that Baton may know it, and comes back. Gives the last answer. */
  signIn(login: string, to?: string): Promise<Answer>;
  /** From the board to GitHub and back to the board's door, which is not opened yet. */
  callbackFor(login: string, to?: string): Promise<URL>;
  /** Cookies by their names. */
  readonly cookies: Map<string, string>;
};

/** @param url where the board is */
export function visit(github: Sandbox, url: string): Visit {
  const cookies = new Map<string, string>();

  type Asking = Omit<RequestInit, 'headers'> & { readonly headers: Readonly<Record<string, string>> };
  async function ask(path: string, init: Asking): Promise<Answer> {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...init.headers },
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      if (/Max-Age=0/i.test(set)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      headers: response.headers,
      body: await response.text(),
    };
  }

  const get: Visit['get'] = (path, headers = {}) => ask(path, { headers });
  async function callbackFor(login: string, to = '/'): Promise<URL> {
    const { location } = await get(`/sign-in?${new URLSearchParams({ to }).toString()}`);
    const page = new URL(location);
    const said = await fetch(`${page.origin}${page.pathname}`, {
      method: 'POST',
      headers: { cookie: github.browser(login) },
      body: new URLSearchParams([...page.searchParams, ['authorize', '1']]),
      redirect: 'manual',
    });
    return new URL(said.headers.get('location') ?? '');
  }
  const send: Visit['send'] = (path, fields, headers = {}) =>
    ask(path, {
      method: 'POST',
      headers: { origin: url, 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams(fields),
    });
  return {
    cookies,
    get,
    post: (path, headers) => send(path, {}, headers),
    send,
    callbackFor,
    async signIn(login, to) {
      const { pathname, search } = await callbackFor(login, to);
      return get(`${pathname}${search}`);
    },
  };
}
