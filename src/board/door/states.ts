/**
 * What binds the way back from GitHub to the browser that began: without it, a link could sign somebody in as somebody else.
 * Nothing is kept of those who only begin.
 */
import { createHash, randomBytes } from 'node:crypto';

import * as z from 'zod';

import { createLruCache } from '../../lru-cache.ts';
import type { Keys } from './keys.ts';
import { pathOfOurs } from './to.ts';

/** Milliseconds. GitHub: a code is good for ten minutes. */
export const stateLasts = 600_000;

export type Begun = {
  /** For GitHub, which gives it back. */
  readonly state: string;
  /** PKCE: what GitHub hears of the verifier. */
  readonly challenge: string;
};

export type States = {
  /** What a browser gets that has none. */
  readonly newBrowser: () => string;
  readonly begin: (browser: string, to: string) => Begun;
  /** Of one that began in this browser within ten minutes, once; null: there is none such. */
  readonly take: (
    state: string,
    browser: string,
  ) => { readonly to: string; readonly verifier: string } | null;
};

const shape = z.tuple([z.number(), z.string(), z.string()]);

/** @param now milliseconds since the epoch */
export function createStates(keys: Keys, now: () => number): States {
  // One that others push out could be used once more in the browser that began, where its cookie is gone: GitHub's code
  // that belongs to it is good for one use, too.
  const used = createLruCache<true>(10_000);
  const verifierOf = (nonce: string, browser: string): string => keys.sign('verifier', `${nonce}.${browser}`);
  return {
    newBrowser: () => randomBytes(32).toString('base64url'),
    begin(browser, to) {
      const nonce = randomBytes(18).toString('base64url');
      const content = Buffer.from(JSON.stringify([now() + stateLasts, nonce, to])).toString('base64url');
      const challenge = createHash('sha256').update(verifierOf(nonce, browser)).digest('base64url');
      return { state: `${content}.${keys.sign('state', `${content}.${browser}`)}`, challenge };
    },
    take(state, browser) {
      const [content = '', signature = ''] = state.split('.', 2);
      if (browser === '' || !keys.isSigned('state', `${content}.${browser}`, signature)) return null;
      const [until, nonce, to] = shape.parse(JSON.parse(Buffer.from(content, 'base64url').toString()));
      if (until <= now() || used.get(nonce) === true) return null;
      used.set(nonce, true);
      return { to: pathOfOurs(to), verifier: verifierOf(nonce, browser) };
    },
  };
}
