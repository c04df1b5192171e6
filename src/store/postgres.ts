/** PostgreSQL, for many machines: the same tables and queries. How it is reached is read once somebody uses it. */
import { PostgresAdapter, type Kysely } from 'kysely';

/** What wakes the workers of all processes. */
export const channel = 'baton';

/** True for an address of a PostgreSQL database. */
export function isPostgresUrl(where: string): boolean {
  return /^postgres(ql)?:\/\//.test(where);
}

/** True when the queries go to PostgreSQL: what only it needs, such as locks of rows, is asked for there alone. */
export function isPostgres(db: Pick<Kysely<never>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
