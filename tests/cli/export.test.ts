/** The ledger, as an auditor gets it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { instantIn } from '../../src/cli/instant.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { bare } from '../children.ts';
import { describePostgres } from '../postgres.ts';
import { asPublished } from './published.ts';
import { typed } from './typed.ts';

afterEach(() => vi.unstubAllEnvs());

const day = 86_400_000;
const at = (text: string): number => Date.parse(`${text}T00:00Z`);

const first = {
  at: at('2026-10-01'),
  repository: 'R_1',
  item: '1014 acme/shop issue 1',
  verdict: { status: 'waiting', words: 'a\u001b[2J"\u2028\u{1F600}', number: 1e21 },
  effects: [{ kind: 'comment' as const, on: 'I_1', body: 'Line\nline' }],
  policy: 'a1+b2',
  deliveries: ['d-1', 'd-2'],
};
const second = {
  ...first,
  at: at('2026-10-31') + day - 1,
  item: '1014 acme/shop pull-request 2',
  policy: null,
};
const third = { ...first, at: at('2026-11-01'), repository: 'R_2', item: '1014 acme/shop-two issue 1' };

async function fill(store: Store): Promise<void> {
  for (const line of [first, second, third]) await store.record(line);
}

async function auditor(where: Readonly<Record<string, string>>, ...words: string[]) {
  for (const [name, value] of Object.entries(where)) vi.stubEnv(name, value);
  const { code, out, said } = await typed('export', words);
  const lines = out === '' ? [] : out.split('\n');
  return { code, said, lines: lines.map((line) => asPublished('export', line) as Line) };
}
type Line = { readonly id: number; readonly item: string };

const shown = (id: number, { at: when, repository, policy, ...line }: typeof second | typeof first) => ({
  id,
  ...line,
  at: new Date(when).toISOString(),
  repository: line.item.split(' ')[1],
  repositoryId: repository,
  policy: policy?.split('+') ?? null,
});

describe('with SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-export-'));
  const where = { DATA_DIR: folder };
  let store: Store;
  beforeAll(async () => {
    store = await openStore(folder);
    await fill(store);
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test('each line is there as it was recorded, oldest first, while Baton runs', async () => {
    expect(await auditor(where)).toEqual({
      code: 0,
      said: '',
      lines: [shown(1, first), shown(2, second), shown(3, third)],
    });
  });

  test.each([
    [
      ['--since', '2026-10-01', '--until', '2026-11-01'],
      [1, 2],
    ],
    [['--until', '2026-10-01T02:00+02:00'], []],
    [['--since', '2026-11-01T00:00Z', '--json'], [3]],
    [
      ['--repository', 'Acme/Shop'],
      [1, 2],
    ],
    [
      ['--repository', 'R_2', '--repository', 'acme/shop', '--since', '2026-10-31'],
      [2, 3],
    ],
    [['--repository', 'acme/sho'], []],
  ] as const)('%j gives %j', async (words, ids) => {
    const { code, said, lines } = await auditor(where, ...words);
    expect([code, lines.map(({ id }) => id)]).toEqual([0, ids]);
    expect(said).toBe(ids.length === 0 ? 'baton export: the ledger has no such line.' : '');
  });

  test('what somebody else wrote into the database is handed on as it stands', async () => {
    const strange = { verdict: '{"a"', effects: '{}', deliveries: '[1]' };
    await store.db
      .insertInto('ledger')
      .values({ at: at('2027-01-01'), repository: 'R_9', item: 'by hand', policy: null, ...strange })
      .execute();
    const { lines } = await auditor(where, '--repository', 'R_9');
    expect(lines).toMatchObject([
      { repository: null, item: 'by hand', verdict: null, effects: null, deliveries: null, unread: strange },
    ]);
  });

  test('a file is there once it is whole, with the same lines', async () => {
    const file = join(folder, 'ledger.jsonl');
    const { lines } = await auditor(where, '--since', '2026-10-01', '--until', '2026-12-01');
    expect(await auditor(where, '--since', '2026-10-01', '--until', '2026-12-01', '--output', file)).toEqual({
      code: 0,
      said: '',
      lines: [],
    });
    expect(readFileSync(file, 'utf8')).toBe(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(await auditor(where, '--output', '/nowhere/ledger.jsonl')).toEqual({
      code: 2,
      said: 'baton export: --output: nothing can be written in /nowhere (ENOENT).',
      lines: [],
    });
  });

  test('whoever ends it in the middle finds nothing, or the whole file', async () => {
    await store.db
      .insertInto('ledger')
      .values(
        Array.from({ length: 2000 }, (_, n) => ({
          at: at('2029-01-01') + n,
          repository: 'R_4',
          item: '1 acme/long issue 1',
          verdict: JSON.stringify('x'.repeat(5000)),
          effects: '[]',
          policy: null,
          deliveries: '[]',
        })),
      )
      .execute();
    const to = mkdtempSync(join(tmpdir(), 'baton-export-to-'));
    const child = spawn(
      'node_modules/.bin/node',
      ['src/cli/baton.ts', 'export', '--output', join(to, 'all.jsonl'), '--since', '2029-01-01'],
      { env: { ...bare, ...where } },
    );
    const over = once(child, 'close');
    while (child.exitCode === null && readdirSync(to).length === 0) await new Promise(setImmediate);
    child.kill('SIGINT');
    const [code] = await over;
    expect([0, 130]).toContain(code);
    const found = readdirSync(to);
    expect(found).toEqual(code === 0 ? ['all.jsonl'] : []);
    rmSync(to, { recursive: true });
  });

  test('a reader who has seen enough ends it well', async () => {
    await store.db
      .insertInto('ledger')
      .values(
        Array.from({ length: 1200 }, (_, n) => ({
          at: at('2028-01-01') + n,
          repository: 'R_3',
          item: '1 acme/large issue 1',
          verdict: JSON.stringify('x'.repeat(500)),
          effects: '[]',
          policy: null,
          deliveries: '[]',
        })),
      )
      .execute();
    const { lines } = await auditor(where, '--repository', 'acme/large');
    expect(lines).toHaveLength(1200);
    const child = spawn('node_modules/.bin/node', ['src/cli/baton.ts', 'export'], {
      env: { ...bare, ...where },
    });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await once(child, 'close')).toEqual([0, null]);
  });
});

test('where there is no database, none is made, and it could not find out', async () => {
  const { code, said } = await auditor({ DATA_DIR: '/nowhere' });
  expect([code, said]).toEqual([
    3,
    'baton export: DATA_DIR: there is no database /nowhere/baton.sqlite. See that DATA_DIR and DATABASE_URL are set here as they are for the service.',
  ]);
});

describePostgres('with PostgreSQL', (newDatabase) => {
  test('it is the same', async () => {
    const url = await newDatabase();
    const store = await openStore(url);
    await fill(store);
    const { code, lines } = await auditor({ DATABASE_URL: url }, '--since', '2026-10-31');
    expect([code, lines]).toEqual([0, [shown(2, second), shown(3, third)]]);
    await store.close();
  });
});

describe('an instant on the command line', () => {
  const now = at('2026-11-29');
  test.each([
    ['2026-11-01', at('2026-11-01')],
    ['2026-11-01T09:00Z', at('2026-11-01') + 9 * 3_600_000],
    ['2026-11-01T09:00:30.5+01:00', at('2026-11-01') + 8 * 3_600_000 + 30_500],
    ['90d', now - 90 * day],
    ['12h', now - day / 2],
  ])('%s', (text, instant) => expect(instantIn(text, '--since', now)).toBe(instant));

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-11-01T09:00',
    'yesterday',
    '',
    '90',
    '-1d',
    '2026-11-01T25:00Z',
  ])('%j is refused with what to write', (text) =>
    expect(() => instantIn(text, 'baton export: --since', now)).toThrow(
      /^baton export: --since must be a day such as 2026-11-01, /,
    ),
  );
});
