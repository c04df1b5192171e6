/** What was decided and said of an item lately, for whichever process looks at it next. */
import type * as z from 'zod';

import { stored } from '../stored.ts';
import { byItem } from './by-item.ts';
import { readKept } from './read-kept.ts';
import type { Database } from './tables.ts';

export type RecentStore<T> = {
  recent(item: string): Promise<T | null>;
  /** What was kept of several. */
  recentOf(items: readonly string[]): Promise<ReadonlyMap<string, T>>;
  /** Replaces what was kept. `at`: milliseconds since the epoch. */
  keepRecent(item: string, recent: T, at: number): Promise<void>;
  /** Forgets what was kept before an instant. */
  pruneRecent(before: number): Promise<void>;
};

/** @param shape what is understood of what was kept; whoever only keeps or forgets may say `z.unknown()` */
export function recentStore<T>(db: Database, shape: z.ZodType<T>): RecentStore<T> {
  const { kept, keptOf, keep, prune } = byItem<T>(db, 'recent', stored(1, shape, readKept));
  return { recent: kept, recentOf: keptOf, keepRecent: keep, pruneRecent: prune };
}
