/**
 * The small transactions of the work set. A loss of power may undo them, as long as it undoes everything after them as
 * well; and how long they take does not depend on what the database believes of its tables.
 */
import { CompiledQuery, sql, type Transaction } from 'kysely';

import { isPostgres } from './postgres.ts';
import type { Database, Tables } from './tables.ts';

/**
 * What PostgreSQL leaves off. Each query of the work set has an index whose order it follows, but where the statistics
 * are older than a burst, PostgreSQL reads the whole table, or sorts what another index finds.
 */
const off = [
  'synchronous_commit',
  'enable_seqscan',
  'enable_bitmapscan',
  'enable_sort',
  'enable_incremental_sort',
  'jit',
];

/** Written once: that takes longer than to run them. */
const normal = CompiledQuery.raw('pragma synchronous = normal');
const full = CompiledQuery.raw('pragma synchronous = full');

/** Runs a transaction. */
export type Transact = <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>;

/**
 * Runs a transaction that does not wait until the disk has it: that wait is most of what a small one takes. Later
 * transactions that do wait take it along; a process that is killed loses nothing.
 */
export async function relaxed<T>(db: Database, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  if (isPostgres(db)) {
    return db.transaction().execute(async (tx) => {
      await sql.raw(off.map((habit) => `set local ${habit} = off`).join('; ')).execute(tx);
      return work(tx);
    });
  }
  return db.connection().execute(async (connection) => {
    await connection.executeQuery(normal);
    try {
      return await connection.transaction().execute(work);
    } finally {
      await connection.executeQuery(full);
    }
  });
}
