/** Looks at items: each event only says that something may have changed; what happens follows from what is true. */
import type { Logger } from 'pino';

import type { GitHubTracker } from '../github/index.ts';
import type { Look, Want } from '../inbox/index.ts';
import type { Store } from '../store/index.ts';
import type { Item } from '../tracker.ts';
import type { Deps } from './deps.ts';
import { createInForce } from './in-force.ts';
import { lookAtIssue } from './issue.ts';
import { lookAtPull } from './pull-request.ts';
import { createRecent } from './recent.ts';
import { lookAtRepository } from './repository.ts';

export type ReconcileOptions = {
  readonly tracker: GitHubTracker;
  readonly store: Store;
  readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  readonly now?: () => number;
  readonly log: Logger;
};

/** Makes the look that the inbox's workers take. */
export function createLook({ tracker, store, want, now = Date.now, log }: ReconcileOptions): Look<Item> {
  const inForce = createInForce({ tracker, store, now });
  const deps: Deps = { tracker, store, inForce, recent: createRecent(), want, now, log };
  return async (item, turn) => {
    if (item.kind === 'repository') return await lookAtRepository(deps, item, turn);
    const seen = await tracker.observe(item);
    if (seen.kind === 'gone') return undefined;
    const { repository } = seen;
    if (seen.kind === 'issue' && item.kind === 'issue')
      await lookAtIssue(deps, { item, turn, repository }, seen);
    else if (seen.kind === 'pull-request' && item.kind !== 'issue')
      await lookAtPull(deps, { item, turn, repository }, seen);
    return undefined;
  };
}
