/** Transactions that a loss of power may undo, as long as it undoes everything after them as well. */
import { sql, type Transaction } from 'kysely';

import { isPostgres } from './postgres.ts';
import type { Database, Tables } from './tables.ts';

/**
 * Runs a transaction that does not wait until the disk has it: that wait is most of what a small one takes. Later
 * transactions that do wait take it along; a process that is killed loses nothing.
 */
export async function relaxed<T>(db: Database, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  if (isPostgres(db)) {
    return db.transaction().execute(async (tx) => {
      await sql`set local synchronous_commit to off`.execute(tx);
      return work(tx);
    });
  }
  return db.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection);
    try {
      return await connection.transaction().execute(work);
    } finally {
      await sql`pragma synchronous = full`.execute(connection);
    }
  });
}
