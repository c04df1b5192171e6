/** What was decided and said of an item lately, for whichever process looks at it next: one row an item. */
import type { Database } from './tables.ts';

export type RecentStore<T> = {
  recent(item: string): Promise<T | null>;
  /** Replaces what was kept. `at`: milliseconds since the epoch. */
  keepRecent(item: string, recent: T, at: number): Promise<void>;
  /** Forgets what was kept before an instant. */
  pruneRecent(before: number): Promise<void>;
};

export function recentStore<T>(db: Database): RecentStore<T> {
  return {
    async recent(item) {
      const row = await db.selectFrom('recent').select('content').where('item', '=', item).executeTakeFirst();
      // Written by `keepRecent` alone.
      return row === undefined ? null : (JSON.parse(row.content) as T);
    },
    async keepRecent(item, recent, at) {
      const values = { content: JSON.stringify(recent), kept_at: at };
      await db
        .insertInto('recent')
        .values({ item, ...values })
        .onConflict((conflict) => conflict.column('item').doUpdateSet(values))
        .execute();
    },
    async pruneRecent(before) {
      await db.deleteFrom('recent').where('kept_at', '<', before).execute();
    },
  };
}
