/**
 * What binds the way back from GitHub to a page that was served here: without it, anybody who makes an administrator
 * follow a link would choose the App. Kept nowhere, so that nobody can push out another's by asking for many.
 */
import { createHmac, randomBytes } from 'node:crypto';

import { isSame } from '../web/index.ts';

/** GitHub: a manifest's code is good for an hour. */
const lifetime = 3_600_000;

export type States = {
  /** A state for one page, good for an hour and one use. */
  readonly issue: () => string;
  /** Whether it is one of ours that is still good; it is not afterwards. */
  readonly take: (state: string) => boolean;
  /** Makes one good again that was taken: nothing came of it. */
  readonly giveBack: (state: string) => void;
};

/** @param now milliseconds since the epoch */
export function createStates(now: () => number): States {
  const key = randomBytes(32);
  const used = new Set<string>();
  const sealed = (text: string): string =>
    `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  return {
    issue: () => sealed(`${(now() + lifetime).toString(36)}.${randomBytes(18).toString('base64url')}`),
    take(state) {
      const [until = '', nonce = ''] = state.split('.', 2);
      if (!isSame(state, sealed(`${until}.${nonce}`)) || used.has(state)) return false;
      if (Number.parseInt(until, 36) < now()) return false;
      used.add(state);
      return true;
    },
    giveBack: (state) => void used.delete(state),
  };
}
