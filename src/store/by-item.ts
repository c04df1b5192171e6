/** One value an item, as JSON: the last that was kept, and when. */
import type { Database } from './tables.ts';

export type ByItem<T> = {
  /** null: none is kept. */
  readonly kept: (item: string) => Promise<T | null>;
  /** Replaces what was kept. `at`: milliseconds since the epoch. */
  readonly keep: (item: string, value: T, at: number) => Promise<void>;
  readonly forget: (item: string) => Promise<void>;
  /** Forgets what was kept before an instant. */
  readonly prune: (before: number) => Promise<void>;
};

export function byItem<T>(db: Database, table: 'pasts' | 'recent'): ByItem<T> {
  return {
    async kept(item) {
      const row = await db.selectFrom(table).select('content').where('item', '=', item).executeTakeFirst();
      // Written by `keep` alone.
      return row === undefined ? null : (JSON.parse(row.content) as T);
    },
    async keep(item, value, at) {
      const values = { content: JSON.stringify(value), kept_at: at };
      await db
        .insertInto(table)
        .values({ item, ...values })
        .onConflict((conflict) => conflict.column('item').doUpdateSet(values))
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
