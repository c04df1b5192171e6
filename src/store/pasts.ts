/** What is kept of long timelines: the tracker's to read and write, and no loss when it is lost. */
import { byItem } from './by-item.ts';
import type { Database } from './tables.ts';

export type PastStore<T> = {
  past(item: string): Promise<T | null>;
  /** Replaces what was kept. */
  keepPast(item: string, past: T): Promise<void>;
  forgetPast(item: string): Promise<void>;
  /** Forgets what was kept before an instant (milliseconds since the epoch). */
  prunePasts(before: number): Promise<void>;
};

/** @param now milliseconds since the epoch */
export function pastStore<T>(db: Database, now: () => number = Date.now): PastStore<T> {
  const { kept, keep, forget, prune } = byItem<T>(db, 'pasts');
  return {
    past: kept,
    keepPast: (item, past) => keep(item, past, now()),
    forgetPast: forget,
    prunePasts: prune,
  };
}
