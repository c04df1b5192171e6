/** From the embedded database to PostgreSQL, as an operator does it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createDeliveries, createKeptWorkSet } from '../../src/inbox/index.ts';
import { openStore } from '../../src/store/index.ts';
import { bare } from '../children.ts';
import { describePostgres } from '../postgres.ts';
import { asPublished } from './published.ts';

describePostgres('baton move-store', (newDatabase) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baton-move-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function move(
    url: string,
    ...words: string[]
  ): { readonly status: number | null; readonly out: string; readonly err: string } {
    const { status, stdout, stderr } = spawnSync(
      'node_modules/.bin/node',
      ['src/cli/baton.ts', 'move-store', ...words],
      {
        env: { ...bare, DATA_DIR: folder, DATABASE_URL: url },
        encoding: 'utf8',
      },
    );
    return { status, out: stdout, err: stderr };
  }
  const line = {
    repository: 'R_1',
    item: 'i',
    verdict: { a: 1 },
    effects: [],
    policy: null,
    deliveries: ['d'],
  };
  const consequences = { forgets: [], changes: [], renames: [] };
  const want = { key: 'a', group: 'acme', item: 'look at a', cause: 'd-1' };

  test('everything is there afterwards, and the ledger goes on', async () => {
    const from = await openStore(folder);
    await createDeliveries<string>(from.db, () => 10).keep(
      { id: 'd-1', name: 'issues' },
      { ...consequences, wants: [want] },
    );
    await from.recordSpoken(
      'R_1',
      Array.from({ length: 1200 }, (_, n) => ({ moment: `m${n}`, role: 'pm', held: true })),
      1,
    );
    await from.record({ ...line, at: 1 });
    await from.record({ ...line, at: 2 });
    await from.close();
    const url = await newDatabase();
    const { status, out, err } = move(url);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out.split('\n')).toEqual(
      expect.arrayContaining(['spoken: 1200', 'ledger: 2', 'items: 1', 'deliveries: 1', 'policies: 0']),
    );
    const told = asPublished('move-store', move(await newDatabase(), '--json').out);
    expect(told).toMatchObject({ from: folder, rows: { spoken: 1200, ledger: 2, policies: 0 } });
    const to = await openStore(url);
    await to.record({ ...line, at: 3 });
    expect((await to.recorded('R_1')).map(({ at }) => at)).toEqual([1, 2, 3]);
    expect((await to.spoken('R_1', ['m0', 'm1199'])).size).toBe(2);
    expect(await createKeptWorkSet<string>(to.db).claim('one', 10)).toMatchObject({
      key: 'a',
      causes: ['d-1'],
    });
    await to.close();
    // Once is enough: a second time would mix two pasts.
    expect(move(url)).toMatchObject({
      status: 3,
      err: expect.stringMatching(
        /^Nothing was moved\. DATABASE_URL: .* is not empty: the table \w+ has rows\.\n$/,
      ),
    });
  });

  test('not from under a running Baton, and not from nowhere', async () => {
    const url = await newDatabase();
    expect(move(url).err).toBe(
      `Nothing was moved. DATA_DIR: there is no database ${join(folder, 'baton.sqlite')}.\n`,
    );
    const running = await openStore(folder);
    expect(move(url).err).toMatch(/^Nothing was moved\. DATA_DIR: another Baton is running [^\n]+\n$/);
    await running.close();
    expect(move('').err).toBe('Nothing was moved. DATABASE_URL is missing: it says where to move to.\n');
  });
});
