/** Every earlier version comes up to date with what it holds; several processes may start at once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import type { Kysely } from 'kysely';
import { Kysely as Queries, sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';

import { namedStore, openStore, StoreUnusable } from '../../src/store/index.ts';
import { migrate, migrationNames } from '../../src/store/migrations.ts';
import { openPostgres } from '../../src/store/postgres-pool.ts';
import { openDatabase, sqliteDialect } from '../../src/store/sqlite.ts';
import type { Tables } from '../../src/store/tables.ts';
import { query } from '../postgres-server.ts';
import { describePostgres } from '../postgres.ts';

const rename = { label: 'L_1', oldName: 'spec:approved', at: 9 };

/** A database of that version, which holds something. */
async function ofVersion(name: string, db: Kysely<Tables>): Promise<void> {
  await migrate(db, name);
  await db
    .insertInto('renames')
    .values({ repository: 'R_1', label: 'L_1', old_name: 'spec:approved', renamed_at: 9 })
    .execute();
  await db.destroy();
}
async function isUpToDate(where: string): Promise<void> {
  const store = await openStore(where);
  expect(await store.renames('R_1')).toEqual([rename]);
  const line = {
    at: 5,
    repository: 'R_1',
    item: 'i',
    verdict: {},
    effects: [],
    policy: null,
    deliveries: [],
  };
  await store.record(line);
  expect(await store.recorded('R_1')).toEqual([line]);
  const done = await store.db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute();
  expect(done.map(({ name }) => name)).toEqual(migrationNames);
  await store.close();
}

describe('SQLite', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  test.each(migrationNames)('from %s', async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'baton-migrations-'));
    folders.push(folder);
    const dialect = sqliteDialect(openDatabase(join(folder, 'baton.sqlite')));
    await ofVersion(name, new Queries<Tables>({ dialect }));
    await isUpToDate(folder);
  });
});

test('what was kept before names told which they are still does: ids are read by their ids', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-migrations-'));
  const db = new Queries<Tables>({ dialect: sqliteDialect(openDatabase(join(folder, 'baton.sqlite'))) });
  await migrate(db, '0014-remarks');
  for (const issue of ['SHOP-1', '10001'])
    await sql`insert into named_in_jira (site, issue, item, content) values ('acme', ${issue}, 'k', '7')`.execute(
      db,
    );
  await db.destroy();
  const store = await openStore(folder);
  const named = namedStore<number>(store.db, z.number());
  expect(await named.namedBy('k')).toEqual(['10001', 'SHOP-1']);
  expect(await named.namedById('acme', '', 5)).toEqual({ issues: new Map([['10001', [7]]]), next: null });
  await store.close();
  rmSync(folder, { recursive: true });
});

describePostgres('PostgreSQL', (newDatabase) => {
  const failure = async (url: string): Promise<string> => {
    const error: unknown = await openStore(url).catch((each: unknown) => each);
    return error instanceof StoreUnusable ? error.message : 'The store was opened.';
  };

  test.each(migrationNames)('from %s', async (name) => {
    const url = await newDatabase();
    await ofVersion(name, openPostgres(url));
    await isUpToDate(url);
  });

  test('several processes that start at once: one brings it up to date, all of them run', async () => {
    const url = await newDatabase();
    const module = JSON.stringify(new URL('../../src/store/index.ts', import.meta.url).href);
    const script = `import(${module}).then((m) => m.openStore(process.argv[1])).then((s) => s.close())`;
    const starts = Array.from({ length: 3 }, async () => {
      const child = spawn(process.execPath, ['-e', script, url], { stdio: ['ignore', 'ignore', 'pipe'] });
      const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
      return { code: child.exitCode, said };
    });
    const inside = Array.from({ length: 5 }, async () => (await openStore(url)).close());
    await Promise.all(inside);
    expect(await Promise.all(starts)).toEqual(starts.map(() => ({ code: 0, said: '' })));
    await query(url, `insert into renames values ('R_1', 'L_1', 'spec:approved', 9)`);
    await isUpToDate(url);
  });

  test('of a newer Baton is left alone', async () => {
    const url = await newDatabase();
    await (await openStore(url)).close();
    await query(url, `insert into kysely_migration values ('9999-later', '2099-01-01')`);
    expect(await failure(url)).toBe(
      `DATABASE_URL: the database ${new URL(url).pathname.slice(1)} at localhost cannot be used: it was made by a newer Baton: this one does not know its migration 9999-later.`,
    );
  });

  test('that cannot be reached, or is not there, is one line without the password', async () => {
    expect(await failure('postgres://baton:very-secret@127.0.0.1:1/baton')).toBe(
      'DATABASE_URL: the database baton at 127.0.0.1:1 cannot be used (connect ECONNREFUSED 127.0.0.1:1).',
    );
    const url = new URL(await newDatabase());
    url.pathname = 'none';
    url.password = 'very-secret';
    expect(await failure(url.href)).toBe(
      'DATABASE_URL: the database none at localhost cannot be used (database "none" does not exist).',
    );
  });
});
