/** The store beside a service that may be running on it: nothing is made, brought up to date, or locked. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Kysely, sql } from 'kysely';

import { isPostgresUrl, openPostgres } from './postgres.ts';
import { openDatabase, sqliteDialect } from './sqlite.ts';
import { StoreUnusable, unusable } from './store.ts';
import type { Database, Tables } from './tables.ts';

/**
 * Opens the database that is there; its `destroy` closes it.
 * @param where a folder, or the address of a PostgreSQL database
 * @throws StoreUnusable when there is none, or it cannot be reached
 */
export async function visitStore(where: string): Promise<Database> {
  if (isPostgresUrl(where)) return visitPostgres(where);
  const file = join(where, 'baton.sqlite');
  if (!existsSync(file)) throw new StoreUnusable(`DATA_DIR: there is no database ${file}.`);
  return new Kysely<Tables>({ dialect: sqliteDialect(openDatabase(file)) });
}

async function visitPostgres(url: string): Promise<Database> {
  const db = openPostgres(url);
  try {
    await sql`select 1`.execute(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw unusable(url, error);
  }
}
