/** Installation tokens, kept until shortly before GitHub ends them; one can be dropped when GitHub refuses it. */

import { createLruCache } from '../../lru-cache.ts';

/** What `@octokit/auth-app` asks of a cache. */
export type Tokens = {
  get(installation: string): string | undefined;
  set(installation: string, value: string): void;
  drop(installation: number): void;
};

/** A token is not used in its last minute: the request would outlive it. */
const margin = 60_000;
/** GitHub: "Installation access tokens expire after one hour"; one that is refused earlier is dropped. */
const hour = 3_600_000;
/** How many are kept, and in how many bytes: another is asked for where one is missing. */
const most = 20_000;
const mostBytes = 30_000_000;

export function createTokens(now: () => number = Date.now): Tokens {
  const kept = createLruCache<{ readonly value: string; readonly ends: number }>(most, mostBytes);
  return {
    get(installation) {
      const token = kept.get(installation);
      if (token !== undefined && token.ends - margin > now()) return token.value;
      kept.delete(installation);
      return undefined;
    },
    set(installation, value) {
      // `@octokit/auth-app` joins token, creation, end and more with "|".
      const [token, , end = '', ...rest] = value.split('|');
      const ends = Date.parse(end);
      // It waits up to six seconds when a token of the last five is refused. Ours is dropped then, and the
      // request that makes the next one does the waiting; so a kept one is never young.
      const old = [token, new Date(0).toISOString(), end, ...rest].join('|');
      // The end is told by GitHub's clock; a token that is new and has ended tells that ours is ahead.
      kept.set(installation, { value: old, ends: ends > now() ? ends : now() + hour });
    },
    drop(installation) {
      kept.delete(String(installation));
    },
  };
}
