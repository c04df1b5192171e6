/** Signing in with GitHub and out again: the way there, the way back, and what ends a session. */
import type { Logger } from 'pino';

import type { SignIn } from '../../github/index.ts';
import { signedOutNow, type Here, type Site } from '../site/index.ts';
import type { Cookies } from './cookies.ts';
import { showSignedOut, showTrouble, type Trouble } from './pages.ts';
import { sessionLasts, type Sessions } from './sessions.ts';
import { stateLasts, type States } from './states.ts';
import { pathOfOurs } from './to.ts';

export type RouteParts = {
  /** Where browsers reach this server. */
  readonly publicUrl: string;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly states: States;
  readonly cookies: Cookies;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'error' | 'warn' | 'info'>;
};

/** What GitHub says instead of a code. GitHub: "Troubleshooting authorization request errors". */
const refusals: Readonly<Record<string, Trouble>> = {
  access_denied: 'denied',
  application_suspended: 'suspended',
  redirect_uri_mismatch: 'address',
  unverified_user_email: 'unverified',
};

/** Codes that GitHub is asked about in a minute: anybody can come with one that is none. */
const mostInMinute = 120;

export function addSignIn(site: Site, parts: RouteParts): void {
  const { publicUrl, signIn, sessions, states, cookies, now, log } = parts;
  const callback = `${publicUrl}/sign-in/callback`;
  const trouble = (here: Here, which: Trouble): Response => showTrouble(here, which, callback);
  let minute = { began: 0, codes: 0 };

  function isBusy(): boolean {
    if (now() - minute.began >= 60_000) minute = { began: now(), codes: 0 };
    minute.codes += 1;
    return minute.codes > mostInMinute;
  }

  site.get('/sign-in', (here) => {
    const to = pathOfOurs(here.req.query('to'));
    if (here.get('visitor').person !== null) return here.redirect(to, 303);
    const browser = cookies.browser(here) || states.newBrowser();
    cookies.setBrowser(here, browser, stateLasts);
    // GitHub knows them still, and would let them in without a word: who signed out is asked first.
    const choosing = cookies.isOut(here);
    return here.redirect(signIn.page({ ...states.begin(browser, to), callback, choosing }), 303);
  });

  site.get('/sign-in/callback', async (here) => {
    // It uses up what it is given: that is not for those who only look ahead.
    if (here.req.method !== 'GET') return trouble(here, 'state');
    const { code = '', state = '', error = '' } = here.req.query();
    if (error !== '') {
      const which = Object.hasOwn(refusals, error) ? (refusals[error] ?? 'unknown') : 'unknown';
      return trouble(here, which);
    }
    const begun = states.take(state, cookies.browser(here));
    if (begun === null || !/^[\w-]{1,200}$/.test(code)) return trouble(here, 'state');
    cookies.setBrowser(here, '', 0);
    if (isBusy()) return trouble(here, 'busy');
    const before = now();
    const got = await signIn.exchange({ code, verifier: begun.verifier, callback });
    if (got.kind === 'away') return trouble(here, 'away');
    if (got.kind === 'refused') return refusedAs(here, got.what);
    const who = await signIn.whoIs(got.token);
    if (who.kind !== 'person') {
      giveBack([got.token]);
      return trouble(here, who.kind === 'away' ? 'away' : 'unknown');
    }
    // A browser has one session: an older one of it ends.
    const older = await sessionOf(here);
    if (older !== null) giveBack(await sessions.end(older));
    const endsAt = before + (got.seconds === null ? sessionLasts : got.seconds * 1000);
    const { value, lasts } = await sessions.begin({ id: who.id, login: who.login, token: got.token, endsAt });
    cookies.setSession(here, value, lasts);
    if (cookies.isOut(here)) cookies.setOut(here, false);
    return here.redirect(begun.to, 303);
  });

  site.post('/sign-out', async (here) => {
    const session = await sessionOf(here);
    if (session !== null) giveBack(await sessions.end(session));
    forget(here);
    return showSignedOut(here, { kind: 'here' });
  });

  site.post('/sign-out/everywhere', async (here) => {
    const { person } = here.get('visitor');
    const tokens = person === null ? [] : await sessions.endAllOf(person.id);
    const ended = await Promise.all(tokens.map(signIn.revoke));
    forget(here);
    return showSignedOut(here, { kind: 'everywhere', tokens: !ended.includes(false) });
  });

  async function sessionOf(here: Here): Promise<string | null> {
    const value = cookies.session(here);
    return value === null ? null : ((await sessions.find(value))?.id ?? null);
  }

  function forget(here: Here): void {
    cookies.setSession(here, '', 0);
    cookies.setOut(here, true);
    signedOutNow(here);
  }

  /** Nobody waits for it: the session has ended here, and the token ends by itself. */
  function giveBack(tokens: readonly string[]): void {
    for (const token of tokens) void signIn.revoke(token);
  }

  function refusedAs(here: Here, what: 'code' | 'credentials' | 'address' | 'unknown'): Response {
    if (what === 'credentials')
      log.error(
        'GitHub refuses GITHUB_CLIENT_ID with GITHUB_CLIENT_SECRET, so nobody can sign in to the board. Generate a client secret on the App’s settings page, set it, and start Baton again.',
      );
    if (what === 'address')
      log.error(
        { callback },
        'The App on GitHub doesn’t have this address as a “Callback URL”, so nobody can sign in to the board.',
      );
    return trouble(here, what);
  }
}
