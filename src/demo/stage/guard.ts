/**
 * Who may use the page: whoever sits at this machine, through the page itself. Any page on the web can send a browser
 * here, so what asks has to know the page's name, and what acts has to come from the page, with the key that is on it.
 */
import type { Context } from 'hono';

import { isSame } from '../../web/index.ts';

/** Names under which the page is opened: another one may belong to somebody else, and lead here (DNS rebinding). */
export function isOurName(here: Context, port: number): boolean {
  const { pathname: _, host } = new URL(here.req.url);
  const named = here.req.header('host') ?? '';
  return named === host && [`127.0.0.1:${port}`, `localhost:${port}`].includes(named);
}

/** Whether a form was sent by this page. */
export function isFromOurPage(here: Context): boolean {
  const from = here.req.header('sec-fetch-site');
  return (
    here.req.header('origin') === new URL(here.req.url).origin &&
    (from === undefined || from === 'same-origin')
  );
}

export const hasKey = (given: string, key: string): boolean => isSame(given, key);
