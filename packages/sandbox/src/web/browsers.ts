/** Who is signed in to the site, in which browser. */
import { randomBytes } from 'node:crypto';
import { administratorLogin, type User, type World } from '../model/index.ts';
import type { Answer } from '../rest/index.ts';
import { sameText } from '../same-text.ts';
import { button, document, hidden } from './html.ts';
import { html, redirect, type Visit } from './visit.ts';

/** Cookies know no ports: the name must not be one that an App on this machine uses. */
const cookieName = 'sandbox_user_session';

/** A browser in which the person is signed in, by the value of its cookie. */
export function openBrowser(world: World, user: User): string {
  const id = randomBytes(24).toString('base64url');
  world.browsers.set(id, user);
  return id;
}

/** As a browser sends it. */
export function cookieOf(browser: string): string {
  return `${cookieName}=${browser}`;
}

function browserOf(cookie: string): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(cookie)?.[1];
}

/** Null: nobody is signed in, or the account is gone. */
export function signedIn({ world, cookie }: Visit): User | null {
  const user = world.browsers.get(browserOf(cookie) ?? '');
  return user === undefined || user.deleted ? null : user;
}

function peopleOf(world: World): User[] {
  return world.people.filter(
    (one): one is User => one.kind === 'User' && !one.deleted && one.login !== administratorLogin,
  );
}

/**
 * Instead of a password: everybody there is, to choose from.
 * @param hinted whom to offer first
 * @param returnTo the path to go on with
 */
export function askWho(world: World, hinted: string | null, returnTo: string): Answer {
  const people = peopleOf(world).toSorted(
    (a, b) => Number(sameText(b.login, hinted ?? '')) - Number(sameText(a.login, hinted ?? '')),
  );
  const buttons = people.map(({ login }) => button('login', login, login));
  return html(
    200,
    document(
      'Sign in to GitHub as',
      `<form method="post" action="/session">${hidden('return_to', returnTo)}\n${buttons.join('\n')}</form>`,
    ),
  );
}

export function signIn({ world, parameters }: Visit): Answer {
  const login = parameters.get('login') ?? '';
  const returnTo = parameters.get('return_to') ?? '';
  const user = peopleOf(world).find((one) => sameText(one.login, login));
  if (user === undefined) return askWho(world, null, returnTo);
  // Only back to where people are sent from here.
  const to = returnTo.startsWith('/login/oauth/authorize?') ? returnTo : '/';
  return redirect(to, {
    'set-cookie': `${cookieOf(openBrowser(world, user))}; Path=/; HttpOnly; SameSite=Lax`,
  });
}

export function signOut({ world, cookie }: Visit): Answer {
  world.browsers.delete(browserOf(cookie) ?? '');
  return redirect('/', { 'set-cookie': `${cookieOf('')}; Path=/; HttpOnly; SameSite=Lax; Max-Age=0` });
}
