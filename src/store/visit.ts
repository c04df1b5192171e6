/** The store beside a service that may be running on it: nothing is made, brought up to date, or locked. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Kysely } from 'kysely';

import { isPostgresUrl, openPostgres } from './postgres.ts';
import { openDatabase, sqliteDialect } from './sqlite.ts';
import { StoreUnusable } from './store.ts';
import type { Database, Tables } from './tables.ts';

/**
 * Opens the database that is there; its `destroy` closes it.
 * @param where a folder, or the address of a PostgreSQL database
 * @throws StoreUnusable when there is none
 */
export function visitStore(where: string): Database {
  if (isPostgresUrl(where)) return openPostgres(where);
  const file = join(where, 'baton.sqlite');
  if (!existsSync(file)) throw new StoreUnusable(`DATA_DIR: there is no database ${file}.`);
  return new Kysely<Tables>({ dialect: sqliteDialect(openDatabase(file)) });
}
