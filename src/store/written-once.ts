/** Queries that are written once: for the small ones of the work set, that takes longer than the database does. */
import type { CompiledQuery } from 'kysely';

import { isPostgres } from './postgres.ts';
import type { Database } from './tables.ts';

/** They stand for what is asked with; no time, priority or count of ours is so low. */
const first = Number.MIN_SAFE_INTEGER;
const second = first + 1;

/**
 * A query that differs in two numbers at the most.
 * @param write its text, once for each kind of database. What it is given stands for the numbers, and may only be put into
 * the query as it is
 * @returns asks it, and gives back its rows
 */
export function writtenOnce<Row>(
  write: (db: Database, one: number, other: number) => CompiledQuery<Row>,
): (db: Database, one?: number, other?: number) => Promise<readonly Row[]> {
  const written = new Map<boolean, CompiledQuery<Row>>();
  return async (db, one = 0, other = 0) => {
    const kind = isPostgres(db);
    const query = written.get(kind) ?? write(db, first, second);
    written.set(kind, query);
    const parameters = query.parameters.map((each) =>
      each === first ? one : each === second ? other : each,
    );
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
