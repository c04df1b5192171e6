/**
 * While an issue cannot be evaluated, its pull requests are looked at all the same: otherwise a check that was green goes on
 * saying so, although the spec was rewritten or its approval was taken back.
 */
import { InstallationGone } from '../../github/index.ts';
import { createLruCache } from '../../lru-cache.ts';
import { keyOf, wantOf } from '../../items.ts';
import { TryLater } from '../../tracker.ts';
import type { Deps, Looking } from '../facts/index.ts';

type Failed = Pick<Looking<'issue'>, 'item' | 'turn'>;

/**
 * Asks for looks at the pull requests of issues that fail.
 * @returns to be called with each look at an issue that failed. It asks once for what led to a look, and not at the first
 *   failure: most are gone at the next try. It never throws
 */
export function createPullsOfFailing(): (deps: Deps, failed: Failed, error: unknown) => Promise<void> {
  const asked = createLruCache<string>(10_000);
  return async ({ reads, want, log }, { item, turn }, error) => {
    const isLimited = error instanceof TryLater && error.scope === 'installation';
    if (turn.tries === 0 || isLimited || error instanceof InstallationGone) return;
    const key = keyOf(item);
    const cause = turn.causes.at(-1) ?? '';
    if (turn.tries > 1 && asked.get(key) === cause) return;
    const { installation, repository, number } = item;
    try {
      const pulls = await reads.listClosing(installation, repository, number);
      await want(pulls.map((pull) => wantOf({ kind: 'pull-request', installation, ...pull })));
      asked.set(key, cause);
    } catch (failure) {
      log.debug(
        { err: failure, item: key },
        'The pull requests of an issue that fails cannot be read either.',
      );
    }
  };
}
