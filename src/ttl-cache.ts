/** What is read from elsewhere at most once in a while, and kept in memory in between. */
import { createLruCache, sizeOf, usualBytes } from './lru-cache.ts';

/** Reads a value at most once in a while: callers at the same time share one reading, a failed one is not kept. */
export type TtlCache<T> = {
  /** @param since what began to be read before this instant (milliseconds since the epoch) is read anew */
  read(key: string, read: () => Promise<T>, since?: number): Promise<T>;
  readonly delete: (key: string) => void;
  readonly deleteWhere: (match: (key: string) => boolean) => void;
};

/** @param lasts milliseconds after which a value is read anew */
export function createTtlCache<T>(limit: number, lasts: number, now: () => number): TtlCache<T> {
  type Entry = { readonly value: Promise<T>; readonly began: number; size: number };
  const kept = createLruCache<Entry>(limit, usualBytes, ({ size }) => size);
  return {
    read(key, read, since = Number.NEGATIVE_INFINITY) {
      const known = kept.get(key);
      const isGood = known !== undefined && now() - known.began < lasts && known.began >= since;
      if (isGood) return known.value;
      const entry: Entry = { value: read(), began: now(), size: 0 };
      kept.set(key, entry);
      const weigh = async (): Promise<void> => {
        try {
          // What it takes is known only now.
          entry.size = sizeOf(await entry.value);
          if (kept.get(key) === entry) kept.set(key, entry);
        } catch {
          // Told to those who asked for it; the next one asks anew.
          if (kept.get(key) === entry) kept.delete(key);
        }
      };
      void weigh();
      return entry.value;
    },
    delete: kept.delete,
    deleteWhere: kept.deleteWhere,
  };
}
