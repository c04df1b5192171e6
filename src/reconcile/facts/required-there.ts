/**
 * Whether a rule requires Baton's check in a repository without a policy, where each pull request would wait for it for ever.
 * It is asked with new pull requests and new commits alone, and seldom.
 */
import type { Reads } from '../../github/index.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { TryLater, type Repository } from '../../tracker.ts';

export type IsRequired = (installation: number, repository: Repository) => Promise<boolean>;

/** Milliseconds: a rule that came meanwhile is known after so long. */
const lasts = 3_600_000;
const mostRepositories = 20_000;

/** @param now milliseconds since the epoch */
export function createIsRequired(reads: Pick<Reads, 'requirement'>, now: () => number): IsRequired {
  const known = createTtlCache<boolean>(mostRepositories, lasts, now);
  return async (installation, { id, name, defaultBranch }) => {
    if (defaultBranch === null) return false;
    try {
      return await known.read(`${installation} ${id}`, async () => {
        const { kind } = await reads.requirement(installation, name, defaultBranch);
        return kind === 'required' || kind === 'from-anyone';
      });
    } catch (error) {
      // The next commit asks again; nothing else there needs GitHub.
      if (error instanceof TryLater) return false;
      throw error;
    }
  };
}
