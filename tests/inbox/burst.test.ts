/** A burst of 20,000 items costs a claim no more than twenty do, whatever the database believes of its tables. */
import { DatabaseSync } from 'node:sqlite';

import { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';

import { createKeptWorkSet } from '../../src/inbox/index.ts';
import { openStore, type Database, type Tables } from '../../src/store/index.ts';
import { migrate } from '../../src/store/migrations.ts';
import { sqliteDialect } from '../../src/store/sqlite.ts';
import { query } from '../postgres-server.ts';
import { describePostgres } from '../postgres.ts';
import { addBacklog } from './backlog.ts';

const now = 1_000_000;
const rounds = 10;

/** Claims until groups are full, then claims and gives back; asks in between when something is due. */
async function work(db: Database): Promise<void> {
  const set = createKeptWorkSet<string>(db, { perGroup: 4 });
  for (let round = 0; round < rounds; round += 1) {
    const claim = await set.claim('one', now);
    if (claim === null) throw new Error('There was nothing to claim.');
    expect(await set.nextDue(now)).toBeLessThanOrEqual(now);
    if (round >= 6) await set.done(claim, null);
  }
}

describe('on SQLite', () => {
  test('every query follows its index', async () => {
    const database = new DatabaseSync(':memory:');
    const asked = new Set<string>();
    const db = new Kysely<Tables>({
      dialect: sqliteDialect(database),
      log: (event) => void asked.add(event.query.sql),
    });
    await migrate(db);
    await addBacklog(db, { waiting: 2000, groups: 3, now });
    asked.clear();
    await work(db);
    const plans = [...asked]
      .filter((text) => /items/.test(text))
      .flatMap((text) => database.prepare(`explain query plan ${text}`).all())
      .map(({ detail }) => String(detail))
      .filter((line) => /\bitems\b/.test(line));
    expect([...new Set(plans)].toSorted()).toEqual([
      'SCAN items USING INDEX items_due',
      'SEARCH items USING INDEX items_due (priority=? AND due>? AND due<?)',
      'SEARCH items USING INDEX items_due (priority=? AND due>?)',
      'SEARCH items USING INDEX items_due (priority>?)',
      'SEARCH items USING INDEX items_heads (priority=? AND group_name=? AND due<?)',
      'SEARCH items USING INDEX items_heads (priority=? AND group_name=? AND due>?)',
      'SEARCH items USING INDEX items_heads (priority=? AND group_name>?)',
      'SEARCH items USING INDEX items_heads (priority=?)',
      'SEARCH items USING INDEX items_held (held_until>?)',
      'SEARCH items USING INDEX sqlite_autoindex_items_1 (key=?)',
    ]);
    await db.destroy();
  });
});

describePostgres('on PostgreSQL', (newDatabase) => {
  /** How many rows of the table were read since it was made, when all connections have said what they read. */
  async function rowsRead(url: string): Promise<number> {
    await expect
      .poll(() =>
        query(
          url,
          `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        ),
      )
      .toEqual([]);
    const [sum] = await query(
      url,
      `select (seq_tup_read + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'items'))::int as read
      from pg_stat_user_tables where relname = 'items'`,
    );
    return Number(sum?.['read']);
  }

  test.each([
    ['were never taken', async () => {}],
    [
      'are from when all that there was was held',
      async (db: Database) => {
        const set = createKeptWorkSet<string>(db);
        for (const key of ['a', 'b', 'c', 'd']) await set.want([{ key, group: 'acme', item: key }], 1);
        for (let held = 0; held < 4; held += 1) await set.claim('two', now);
      },
    ],
    [
      'are from when everything was to come',
      async (db: Database) => {
        const set = createKeptWorkSet<string>(db);
        await set.want([{ key: 'a', group: 'acme', item: 'a', notBefore: now + 1e6 }], 1);
      },
    ],
  ])('few rows are read where the statistics %s', async (_, before) => {
    const url = await newDatabase();
    const store = await openStore(url);
    await query(url, 'alter table items set (autovacuum_enabled = false)');
    await before(store.db);
    await query(url, 'analyze');
    await addBacklog(store.db, { waiting: 20_000, groups: 20, now });
    await store.close();
    const at = await rowsRead(url);
    const again = await openStore(url);
    await work(again.db);
    await again.close();
    expect(((await rowsRead(url)) - at) / rounds).toBeLessThan(500);
  });
});
