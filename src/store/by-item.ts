/** One value an item, as JSON: the last that was kept, and when. */
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

export function byItem<T>(db: Database, table: 'pasts' | 'recent', values: Stored<T>): ByItem<T> {
  return {
    async kept(item) {
      const row = await db.selectFrom(table).select('content').where('item', '=', item).executeTakeFirst();
      return values.read(row?.content ?? null);
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
