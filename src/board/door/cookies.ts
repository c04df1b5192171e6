/** The cookies of the board: random ids, and that somebody signed out. No script can read them, no other page sends them along. */
import { getCookie, setCookie } from 'hono/cookie';

import type { Here } from '../site/index.ts';

export type Cookies = {
  /** The session, signed; null: there is none. */
  readonly session: (here: Here) => string | null;
  /** @param milliseconds how long it lasts; 0: it goes */
  readonly setSession: (here: Here, value: string, milliseconds: number) => void;
  /** The browser that began to sign in; empty: none did. */
  readonly browser: (here: Here) => string;
  readonly setBrowser: (here: Here, value: string, milliseconds: number) => void;
  /** Whether somebody signed out here, and nobody signed in since. */
  readonly isOut: (here: Here) => boolean;
  readonly setOut: (here: Here, isOut: boolean) => void;
};

/** Milliseconds for which it is known that somebody signed out. */
const outLasts = 30 * 24 * 3_600_000;

/** @param publicUrl where browsers reach this server */
export function createCookies(publicUrl: string): Cookies {
  // On this machine itself, browsers differ in whether they keep secure cookies.
  const isSecure = publicUrl.startsWith('https:');
  const nameOf = (name: string): string => (isSecure ? `__Host-${name}` : name);
  const set = (here: Here, name: string, value: string, milliseconds: number): void =>
    setCookie(here, nameOf(name), value, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: isSecure,
      maxAge: Math.floor(milliseconds / 1000),
    });
  const get = (here: Here, name: string, form: RegExp): string | null => {
    const value = getCookie(here, nameOf(name)) ?? '';
    return form.test(value) ? value : null;
  };
  return {
    session: (here) => get(here, 'baton', /^[\w-]{43}\.[\w-]{43}$/),
    setSession: (here, value, milliseconds) => set(here, 'baton', value, milliseconds),
    browser: (here) => get(here, 'baton-sign-in', /^[\w-]{43}$/) ?? '',
    setBrowser: (here, value, milliseconds) => set(here, 'baton-sign-in', value, milliseconds),
    isOut: (here) => get(here, 'baton-out', /^signed-out$/) !== null,
    setOut: (here, isOut) => set(here, 'baton-out', isOut ? 'signed-out' : '', isOut ? outLasts : 0),
  };
}
