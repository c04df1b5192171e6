/**
 * What deliveries told that makes untrue what is remembered of the tracker: whichever process took a delivery, every
 * process that looks reads its changes before it looks.
 */
import { sql } from 'kysely';

import { isPostgres } from './postgres.ts';
import type { Database } from './tables.ts';

export type ChangeStore<T> = {
  /** To be called in the transaction that keeps what follows. `at`: milliseconds since the epoch. */
  addChanges(changes: readonly T[], at: number): Promise<void>;
  /** In the order in which they became visible; each has a greater id than the one before. */
  changesSince(id: number): Promise<readonly { readonly id: number; readonly change: T }[]>;
  /** Forgets changes from before an instant. */
  pruneChanges(before: number): Promise<void>;
};

/** Any number, as long as nobody else locks by it. */
const lock = 4_172_606_913;

export function changeStore<T>(db: Database): ChangeStore<T> {
  return {
    async addChanges(changes, at) {
      if (changes.length === 0) return;
      // Until the transaction ends: one that got a smaller id and ended later would never be read.
      if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${lock})`.execute(db);
      await db
        .insertInto('changes')
        .values(changes.map((change) => ({ content: JSON.stringify(change), at })))
        .execute();
    },
    async changesSince(id) {
      const rows = await db
        .selectFrom('changes')
        .select(['id', 'content'])
        .where('id', '>', id)
        .orderBy('id')
        .execute();
      // Written by `addChanges` alone.
      return rows.map((row) => ({ id: row.id, change: JSON.parse(row.content) as T }));
    },
    async pruneChanges(before) {
      await db.deleteFrom('changes').where('at', '<', before).execute();
    },
  };
}
