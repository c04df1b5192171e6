/** From the embedded database to PostgreSQL: all tables, in one transaction, or nothing. */
import { join } from 'node:path';
import { existsSync } from 'node:fs';

import { sql, type Kysely } from 'kysely';

import { inParts } from './parts.ts';
import { openStore, StoreUnusable } from './store.ts';

/** How many rows each table had. */
export type Moved = Readonly<Record<string, number>>;

type Rows = Record<string, Record<string, unknown>>;

/**
 * Moves what is in the folder to the PostgreSQL database, which must not hold anything yet. Nothing in the folder changes.
 * @param folder no Baton may be running on it
 * @param url `postgres://…`
 * @throws StoreUnusable when there is nothing to move, a Baton is running on the folder, either cannot be used, or the
 *   database holds something already
 */
export async function move(folder: string, url: string): Promise<Moved> {
  const file = join(folder, 'baton.sqlite');
  if (!existsSync(file)) throw new StoreUnusable(`DATA_DIR: there is no database ${file}.`);
  // Both are brought up to date, so that they have the same tables.
  const from = await openStore(folder);
  try {
    await (await openStore(url)).close();
    const { openPostgres } = await import('./postgres-pool.ts');
    const to = openPostgres(url, true) as unknown as Kysely<Rows>;
    try {
      return await copy(from.db as unknown as Kysely<Rows>, to, new URL(url).pathname.slice(1));
    } finally {
      await to.destroy();
    }
  } finally {
    await from.close();
  }
}

async function copy(from: Kysely<Rows>, to: Kysely<Rows>, name: string): Promise<Moved> {
  const tables = await from.introspection.getTables();
  const targets = new Map((await to.introspection.getTables()).map((table) => [table.name, table]));
  return to.transaction().execute(async (tx) => {
    const moved: Record<string, number> = {};
    for (const { name: table } of tables) {
      // Until the end nobody else writes: a Baton that runs on it already would be half here, half there.
      await sql`lock table ${sql.table(table)} in exclusive mode`.execute(tx);
      const found = await tx
        .selectFrom(table)
        .select(sql`1`.as('one'))
        .limit(1)
        .executeTakeFirst();
      if (found !== undefined) {
        throw new StoreUnusable(
          `DATABASE_URL: the database ${name} is not empty: the table ${table} has rows.`,
        );
      }
      moved[table] = 0;
      const rows: Record<string, unknown>[] = [];
      const write = async (): Promise<void> => {
        for (const part of inParts(rows.splice(0))) await tx.insertInto(table).values(part).execute();
      };
      for await (const row of from.selectFrom(table).selectAll().stream()) {
        moved[table] += 1;
        if (rows.push(row) >= 500) await write();
      }
      await write();
      for (const { name: column, isAutoIncrementing } of targets.get(table)?.columns ?? []) {
        if (!isAutoIncrementing) continue;
        const sequence = sql`pg_get_serial_sequence(${table}, ${column})`;
        const next = sql`(select coalesce(max(${sql.ref(column)}), 0) + 1 from ${sql.table(table)})`;
        await sql`select setval(${sequence}, ${next}, false)`.execute(tx);
      }
    }
    return moved;
  });
}
