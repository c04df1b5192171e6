/** Which page answers, and what was sent to it. */
import type { IncomingMessage } from 'node:http';
import type { World } from '../model/index.ts';
import type { Answer } from '../rest/index.ts';
import { accessToken } from './access-token.ts';
import { answerAuthorization, askAuthorization } from './authorize.ts';
import { signIn, signOut } from './browsers.ts';
import type { Page } from './visit.ts';

const pages: Readonly<Record<string, Page>> = {
  'GET /login/oauth/authorize': askAuthorization,
  'POST /login/oauth/authorize': answerAuthorization,
  'POST /login/oauth/access_token': accessToken,
  'POST /session': signIn,
  'POST /logout': signOut,
};

/** The answer, still to be made; null: no page is there. */
export function page(world: World, request: IncomingMessage, url: URL, text: string): (() => Answer) | null {
  const found = pages[`${request.method ?? 'GET'} ${url.pathname}`];
  if (found === undefined) return null;
  const { cookie = '', accept = '', 'content-type': type = '' } = request.headers;
  return () => found({ world, url, parameters: parametersOf(url, type, text), cookie, accept });
}

/** GitHub takes them in the address, as a form, or as JSON. */
function parametersOf(url: URL, type: string, text: string): URLSearchParams {
  const all = new URLSearchParams(url.searchParams);
  for (const [name, value] of type.includes('json') ? fieldsOf(text) : new URLSearchParams(text))
    all.set(name, value);
  return all;
}

function fieldsOf(text: string): [string, string][] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
      typeof one === 'string' || typeof one === 'number' ? [[name, String(one)]] : [],
    );
  } catch {
    return [];
  }
}
