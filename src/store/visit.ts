/** The store beside a service that may be running on it: nothing is made, brought up to date, or locked. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

import { Kysely, sql } from 'kysely';

import { isPostgresUrl } from './postgres.ts';
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
  return new Kysely<Tables>({ dialect: sqliteDialect(openDatabase(fileIn(where))) });
}

/**
 * The same for somebody who only reads, and may be allowed no more.
 * @param where as for `visitStore`
 * @throws StoreUnusable; what SQLite says of a file that it cannot open
 */
export async function glanceAtStore(where: string): Promise<Database> {
  if (isPostgresUrl(where)) return visitPostgres(where);
  const file = fileIn(where);
  const url = pathToFileURL(file);
  // Nobody has it open, and what was written is in it. SQLite would make files beside it, which stay when the reader
  // goes; those of another user would keep Baton from its own database.
  if (!existsSync(`${file}-wal`)) url.searchParams.set('immutable', '1');
  return new Kysely<Tables>({
    dialect: sqliteDialect(new DatabaseSync(url, { readOnly: true, timeout: 5000 })),
  });
}

function fileIn(folder: string): string {
  const file = join(folder, 'baton.sqlite');
  if (!existsSync(file)) throw new StoreUnusable(`DATA_DIR: there is no database ${file}.`);
  return file;
}

async function visitPostgres(url: string): Promise<Database> {
  const { openPostgres } = await import('./postgres-pool.ts');
  const db = openPostgres(url);
  try {
    await sql`select 1`.execute(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw unusable(url, error);
  }
}
