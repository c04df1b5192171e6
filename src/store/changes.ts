/**
 * What deliveries told that makes untrue what is remembered of the tracker: whichever process took a delivery, every
 * process that looks reads its changes before it looks.
 */
import { sql } from 'kysely';
import * as z from 'zod';

import { stored } from '../stored.ts';
import { isPostgres } from './postgres.ts';
import type { Database } from './tables.ts';

export type ChangeStore<T> = {
  /** To be called in the transaction that keeps what follows. `at`: milliseconds since the epoch. */
  addChanges(changes: readonly T[], at: number): Promise<void>;
  /**
   * In the order in which they became visible; each has a greater id than the one before. `change`: null where it cannot be
   * read, as where a newer Baton tells of what this one does not remember.
   */
  changesSince(id: number): Promise<readonly { readonly id: number; readonly change: T | null }[]>;
  /** Forgets changes from before an instant. */
  pruneChanges(before: number): Promise<void>;
};

/** Any number, as long as nobody else locks by it. */
const lock = 4_172_606_913;

/** @param shape what a change is; absent: for those who add alone */
export function changeStore<T>(db: Database, shape: z.ZodType<T> = z.never()): ChangeStore<T> {
  const kept = stored(1, shape);
  return {
    async addChanges(changes, at) {
      if (changes.length === 0) return;
      // Until the transaction ends: one that got a smaller id and ended later would never be read.
      if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${lock})`.execute(db);
      await db
        .insertInto('changes')
        .values(changes.map((change) => ({ content: kept.write(change), at })))
        .execute();
    },
    async changesSince(id) {
      const rows = await db
        .selectFrom('changes')
        .select(['id', 'content'])
        .where('id', '>', id)
        .orderBy('id')
        .execute();
      return rows.map(({ id: own, content }) => ({ id: own, change: kept.read(content) }));
    },
    async pruneChanges(before) {
      await db.deleteFrom('changes').where('at', '<', before).execute();
    },
  };
}
