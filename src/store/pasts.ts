/** What is kept of long timelines: the tracker's to read and write, and no loss when it is lost. */
import type * as z from 'zod';

import { stored } from '../stored.ts';
import { createLruCache } from '../lru-cache.ts';
import { byItem, type Readings } from './by-item.ts';
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

/** What was read of so many items, and of so many bytes, is read once, as long as nothing else is kept of them. */
const mostReadings = 1_000;
const mostBytes = 24_000_000;
/** About how many bytes a sign takes as text, and as what is made of it. */
const bytesPerSign = 4;

/**
 * @param shape what is kept: what does not fit it counts as not kept
 * @param now milliseconds since the epoch
 */
export function pastStore<T>(db: Database, shape: z.ZodType<T>, now: () => number = Date.now): PastStore<T> {
  const readings: Readings<T> = createLruCache(
    mostReadings,
    mostBytes,
    ({ content }) => bytesPerSign * content.length,
  );
  const { kept, keep, forget, prune } = byItem<T>(db, 'pasts', stored(1, shape, readKept), readings);
  return {
    past: kept,
    keepPast: (item, past) => keep(item, past, now()),
    forgetPast: forget,
    prunePasts: prune,
  };
}
