/** Looks at items: each event only says that something may have changed; what happens follows from what is true. */
import type { Logger } from 'pino';

import type { GitHubTracker } from '../github/index.ts';
import type { Look, Turn, Want } from '../inbox/index.ts';
import type { Store } from '../store/index.ts';
import { keyOf } from '../items.ts';
import type { Item, Observation } from '../tracker.ts';
import type { Deps } from './deps.ts';
import { lookAtDigest } from './digest.ts';
import { createInForce } from './in-force.ts';
import { lookAtIssue } from './issue.ts';
import { lookAtPull, sayTryingAgain } from './pull-request.ts';
import { createPulls } from './recent.ts';
import { nothingChanged } from './record.ts';
import { lookAtLabels, lookAtRepository } from './repository.ts';
import { whileMine } from './while-mine.ts';

type Seeable = Extract<Item, { number: number }>;

/** Reads an item; while a pull request cannot be read, its check says that it is tried again. */
async function observe(deps: Deps, item: Seeable, turn: Turn): Promise<Observation> {
  try {
    return await deps.tracker.observe(item);
  } catch (error) {
    if (item.kind !== 'issue') await tellTryingAgain(deps, item, turn, error);
    throw error;
  }
}

async function tellTryingAgain(
  deps: Deps,
  item: Exclude<Seeable, { kind: 'issue' }>,
  turn: Turn,
  error: unknown,
): Promise<void> {
  const known = deps.pulls.get(keyOf(item));
  // One bad answer is no news: most are gone at the next try.
  if (known === undefined || known.told || turn.tries === 0) return;
  deps.pulls.set(keyOf(item), { ...known, told: true });
  await sayTryingAgain(deps, { item, turn, repository: known.repository }, known.pullRequest, error);
}

export type ReconcileOptions = {
  readonly tracker: GitHubTracker;
  readonly store: Store;
  readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  readonly now?: () => number;
  readonly log: Logger;
};

/** Makes the look that the inbox's workers take. */
export function createLook({ tracker, store, want, now = Date.now, log }: ReconcileOptions): Look<Item> {
  const inForce = createInForce({ tracker, store, now: () => tracker.now() });
  const pulls = createPulls();
  return async (item, turn) => {
    const deps: Deps = { tracker: whileMine(tracker, turn), store, inForce, pulls, want, now, log };
    if (item.kind === 'repository') return await lookAtRepository(deps, item, turn);
    if (item.kind === 'labels') return await lookAtLabels(deps, item, turn);
    if (item.kind === 'digest') return await lookAtDigest(deps, item, turn);
    const seen = await observe(deps, item, turn);
    if (seen.kind === 'gone') return nothingChanged(deps, { item, turn }, null);
    const { repository } = seen;
    if (seen.kind === 'issue' && item.kind === 'issue')
      return await lookAtIssue(deps, { item, turn, repository }, seen);
    if (seen.kind === 'pull-request' && item.kind !== 'issue')
      await lookAtPull(deps, { item, turn, repository }, seen);
    return undefined;
  };
}
