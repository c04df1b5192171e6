/** One value an item, as JSON: the last that was kept, and when. */
import type { LruCache } from '../lru-cache.ts';
import type { Stored } from '../stored.ts';
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

export type ByItem<T> = {
  /** null: none is kept, or none that this version understands. */
  readonly kept: (item: string) => Promise<T | null>;
  /** What is kept of several. */
  readonly keptOf: (items: readonly string[]) => Promise<ReadonlyMap<string, T>>;
  /** Replaces what was kept. `at`: milliseconds since the epoch. */
  readonly keep: (item: string, value: T, at: number) => Promise<void>;
  readonly forget: (item: string) => Promise<void>;
  /** Forgets what was kept before an instant. */
  readonly prune: (before: number) => Promise<void>;
};

/** What was made of the texts that were read last, by item. */
export type Readings<T> = LruCache<{ readonly content: string; readonly value: T | null }>;

/** @param readings what is read again and again, and long, is made of its text once, as long as that stays the same */
export function byItem<T>(
  db: Database,
  table: 'pasts' | 'recent',
  values: Stored<T>,
  readings: Readings<T> | null = null,
): ByItem<T> {
  return {
    async kept(item) {
      const row = await db.selectFrom(table).select('content').where('item', '=', item).executeTakeFirst();
      const content = row?.content ?? null;
      if (content === null || readings === null) return values.read(content);
      const known = readings.get(item);
      if (known?.content === content) return known.value;
      const value = values.read(content);
      readings.set(item, { content, value });
      return value;
    },
    async keptOf(items) {
      const found = new Map<string, T>();
      for (const part of inParts(items)) {
        const rows = await db
          .selectFrom(table)
          .select(['item', 'content'])
          .where('item', 'in', part)
          .execute();
        for (const { item, content } of rows) {
          const value = values.read(content);
          if (value !== null) found.set(item, value);
        }
      }
      return found;
    },
    async keep(item, value, at) {
      const row = { content: values.write(value), kept_at: at };
      await db
        .insertInto(table)
        .values({ item, ...row })
        .onConflict((conflict) => conflict.column('item').doUpdateSet(row))
        .execute();
    },
    async forget(item) {
      await db.deleteFrom(table).where('item', '=', item).execute();
    },
    async prune(before) {
      await db.deleteFrom(table).where('kept_at', '<', before).execute();
    },
  };
}
