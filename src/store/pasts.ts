/** What is kept of long timelines: the tracker's to read and write, and no loss when it is lost. */
import type * as z from 'zod';

import { stored } from '../stored.ts';
import { byItem } from './by-item.ts';
import { readKept } from './read-kept.ts';
import type { Database } from './tables.ts';

export type PastStore<T> = {
  past(item: string): Promise<T | null>;
  /** Replaces what was kept. */
  keepPast(item: string, past: T): Promise<void>;
  forgetPast(item: string): Promise<void>;
  /** Forgets what was kept before an instant (milliseconds since the epoch). */
  prunePasts(before: number): Promise<void>;
};

/**
 * @param shape what is kept: what does not fit it counts as not kept
 * @param now milliseconds since the epoch
 */
export function pastStore<T>(db: Database, shape: z.ZodType<T>, now: () => number = Date.now): PastStore<T> {
  const { kept, keep, forget, prune } = byItem<T>(db, 'pasts', stored(1, shape, readKept));
  return {
    past: kept,
    keepPast: (item, past) => keep(item, past, now()),
    forgetPast: forget,
    prunePasts: prune,
  };
}
