/**
 * What binds the way back from GitHub to a page that was served here: without it, anybody who makes an administrator
 * follow a link would choose the App. Kept nowhere, so that nobody can push out another's by asking for many.
 */
import { createHmac, randomBytes } from 'node:crypto';

import { createLruCache } from '../lru-cache.ts';
import { isSame } from '../web/index.ts';

/** GitHub: a manifest's code is good for an hour. */
const lifetime = 3_600_000;

export type States = {
  /** A state for one page, good for an hour and one use. @param note letters and hyphens, given back on the way back */
  readonly issue: (note: string) => string;
  /** The note of one of ours that is still good; it is not afterwards. null: it is none. */
  readonly take: (state: string) => string | null;
  /** Makes one good again that was taken: nothing came of it. */
  readonly giveBack: (state: string) => void;
};

/** @param now milliseconds since the epoch */
export function createStates(now: () => number): States {
  const key = randomBytes(32);
  // One that others push out could be used once more: GitHub's code that comes with it cannot.
  const used = createLruCache<true>(10_000);
  const sealed = (text: string): string =>
    `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  return {
    issue: (note) =>
      sealed(`${(now() + lifetime).toString(36)}.${randomBytes(18).toString('base64url')}.${note}`),
    take(state) {
      const [until = '', nonce = '', note = ''] = state.split('.', 3);
      if (!isSame(state, sealed(`${until}.${nonce}.${note}`)) || used.get(state) === true) return null;
      if (Number.parseInt(until, 36) < now()) return null;
      used.set(state, true);
      return note;
    },
    giveBack: used.delete,
  };
}
