/** What is kept of long timelines: the tracker's to read and write, and no loss when it is lost. */
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
  return {
    async past(item) {
      const row = await db.selectFrom('pasts').select('content').where('item', '=', item).executeTakeFirst();
      // Written by `keepPast` alone.
      return row === undefined ? null : (JSON.parse(row.content) as T);
    },
    async keepPast(item, past) {
      const values = { content: JSON.stringify(past), kept_at: now() };
      await db
        .insertInto('pasts')
        .values({ item, ...values })
        .onConflict((conflict) => conflict.column('item').doUpdateSet(values))
        .execute();
    },
    async forgetPast(item) {
      await db.deleteFrom('pasts').where('item', '=', item).execute();
    },
    async prunePasts(before) {
      await db.deleteFrom('pasts').where('kept_at', '<', before).execute();
    },
  };
}
