import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { BoardBaton, BoardEntry } from '../../src/handoff/index.ts';
import {
  boardQueries,
  boardStore,
  boardVersion,
  knownRepositories,
  openStore,
  type BoardAccount,
  type BoardItem,
  type Store,
} from '../../src/store/index.ts';
import { describePostgres } from '../postgres.ts';

const baton: BoardBaton = {
  gate: 'spec',
  title: 'Spec approval',
  rank: 0,
  status: 'waiting',
  roles: ['pm'],
  people: ['maria'],
  except: [],
  since: 100,
  deadline: null,
  leads: true,
};

const entry = (number: number, changed: Partial<BoardEntry> = {}): BoardEntry => ({
  kind: 'issue',
  name: `#${number}`,
  number,
  title: `Issue ${number}`,
  url: `https://github.com/acme/shop/issues/${number}`,
  state: 'open',
  stage: { kind: 'gate', title: 'Spec approval' },
  position: 0,
  batons: [baton],
  author: null,
  follows: false,
  next: 'Waiting for maria to approve the spec',
  since: number,
  doneAt: null,
  ...changed,
});

const item = (of: BoardEntry, repository = 'R_1', installation = 1): BoardItem => ({
  installation,
  repository: { id: repository, name: `acme/${repository === 'R_1' ? 'Shop' : 'till'}` },
  item: `${installation} ${repository} ${of.kind} ${of.number}`,
  site: null,
  entry: of,
});

describe('the board', () => remembers(async () => ':memory:'));
describePostgres('the board in PostgreSQL', remembers);

function remembers(newPlace: () => Promise<string>): void {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await newPlace());
  });
  afterEach(async () => store.close());

  const placeOf = ({ repository, site, entry: { kind, name } }: BoardItem) =>
    ({ repository: repository.id, site, kind, name }) as const;

  /** Keeps it, if there is anything new; gives back whether there was. */
  async function keep(
    of: BoardItem,
    roles: ReadonlyMap<string, readonly string[]> | null = null,
  ): Promise<boolean> {
    const board = boardStore(store.db);
    const change = await board.newOnBoard(placeOf(of), of, roles);
    if (change !== null) await board.writeBoard(change, 1000);
    return change !== null;
  }
  const names = async (
    ...asked: Parameters<ReturnType<typeof boardQueries>['items']>
  ): Promise<readonly string[]> =>
    (await boardQueries(store.db).items(...asked)).items.map(({ entry: of }) => of.name);
  const all = { order: 'waiting', limit: 100 } as const;
  const account = (id: string, holds: BoardAccount['holds'] = []): BoardAccount => ({ id, holds });

  test('an item is kept as it is shown, and nothing is written where nothing is new', async () => {
    const one = item(entry(1));
    expect(await keep(one)).toBe(true);
    const version = await boardVersion(store.db);
    expect(await keep(one)).toBe(false);
    expect(await boardVersion(store.db)).toBe(version);
    const {
      items: [kept],
      count,
    } = await boardQueries(store.db).items(['R_1'], {}, all);
    expect(count).toBe(1);
    expect(kept).toEqual({
      key: 'R_1 issue #1',
      repository: { id: 'R_1', name: 'acme/Shop' },
      site: null,
      entry: one.entry,
    });
    expect(await keep(item(entry(1, { title: 'Coupons' })))).toBe(true);
    expect(await boardVersion(store.db)).toBeGreaterThan(version);
    expect(await names(['R_1'], { text: 'COUPON' }, all)).toEqual(['#1']);
    expect(await names(['R_1'], { text: 'issue 1' }, all)).toEqual([]);
  });

  test('a repository that was renamed keeps its items', async () => {
    await keep(item(entry(1)));
    await keep({ ...item(entry(1)), repository: { id: 'R_1', name: 'acme/store' }, item: 'another key' });
    expect(await names(['R_1'], {}, all)).toEqual(['#1']);
    expect(await names(['R_1'], { text: 'acme/store#1' }, all)).toEqual(['#1']);
    expect(await knownRepositories(store.db)).toEqual([{ id: 'R_1', installation: 1 }]);
  });

  test('nothing of a repository out of sight is found, counted or told', async () => {
    await keep(item(entry(1)));
    await keep(item(entry(2, { title: 'Secret', batons: [{ ...baton, roles: ['cfo'] }] }), 'R_2'));
    const board = boardQueries(store.db);
    const now = { now: 0, first: 5 };
    const [of, ...others] = await board.stages(['R_1'], {}, now);
    expect(of).toMatchObject({ stage: 'gate spec approval', title: 'Spec approval', count: 1, overdue: 0 });
    expect(of?.first.map(({ key }) => key)).toEqual(['R_1 issue #1']);
    expect(others).toEqual([]);
    expect(await board.stages([], {}, now)).toEqual([]);
    expect(await board.roles(['R_1'])).toEqual(['pm']);
    expect(await names(['R_1'], { text: 'secret' }, all)).toEqual([]);
    expect(await names(['R_1'], { repository: 'R_2' }, all)).toEqual([]);
    expect(await board.items(['R_1'], { role: 'cfo' }, all)).toEqual({ count: 0, items: [] });
    expect(await names(['R_1', 'R_2'], {}, all)).toEqual(['#1', '#2']);
  });

  test('columns come in the order of their policies, the same title is one, and what is done is last', async () => {
    const at = (number: number, title: string, position: number, repository = 'R_1') =>
      keep(item(entry(number, { stage: { kind: 'gate', title }, position }), repository));
    await at(1, 'Acceptance', 1000);
    await at(2, 'Design', 500, 'R_2');
    await at(3, 'Spec approval', 0);
    await at(4, 'spec approval', 0, 'R_2');
    await keep(item(entry(5, { stage: { kind: 'build' }, position: 500 })));
    await keep(item(entry(6, { stage: { kind: 'done' }, position: 1004, doneAt: 6, batons: [] })));
    const stages = await boardQueries(store.db).stages(['R_1', 'R_2'], {}, { now: 0, first: 5 });
    expect(stages.map(({ stage, count }) => [stage, count])).toEqual([
      ['gate spec approval', 2],
      ['build', 1],
      ['gate design', 1],
      ['gate acceptance', 1],
      ['done', 1],
    ]);
  });

  test('the one that waits longest is first, page by page; what is overdue is counted', async () => {
    for (const number of [3, 1, 2])
      await keep(item(entry(number, { batons: [{ ...baton, deadline: number * 10 }] })));
    expect(await names(['R_1'], {}, { order: 'waiting', limit: 2 })).toEqual(['#1', '#2']);
    expect(await names(['R_1'], {}, { order: 'waiting', limit: 2, from: 2 })).toEqual(['#3']);
    expect(await names(['R_1'], {}, { order: 'done', limit: 2 })).toEqual(['#3', '#2']);
    const [column] = await boardQueries(store.db).stages(['R_1'], {}, { now: 25, first: 2 });
    expect(column).toMatchObject({ count: 3, overdue: 2 });
    expect(column?.first.map(({ entry: of }) => of.name)).toEqual(['#1', '#2']);
  });

  test('filters: role, person, kind, stage; a part of a name is not the name', async () => {
    await keep(item(entry(1)));
    await keep(
      item(entry(2, { kind: 'pull-request', batons: [{ ...baton, roles: ['engineer'], people: ['Ben'] }] })),
    );
    await keep(item(entry(3, { batons: [{ ...baton, people: ['mariana'] }], stage: { kind: 'build' } })));
    expect(await names(['R_1'], { role: 'engineer' }, all)).toEqual(['#2']);
    expect(await names(['R_1'], { person: 'ben' }, all)).toEqual(['#2']);
    expect(await names(['R_1'], { person: 'MARIA' }, all)).toEqual(['#1']);
    expect(await names(['R_1'], { kind: 'pull-request' }, all)).toEqual(['#2']);
    expect(await names(['R_1'], { stage: 'build' }, all)).toEqual(['#3']);
    expect(await names(['R_1'], { text: '%' }, all)).toEqual([]);
    expect(await names(['R_1'], { text: 'acme/shop#2' }, all)).toEqual(['#2']);
  });

  test('what waits for an account: by its role, unless it does not count there, and not twice', async () => {
    const roles = new Map([
      ['pm', ['7', '8']],
      ['engineer', ['9']],
    ]);
    await keep(item(entry(1)), roles);
    await keep(item(entry(2, { batons: [{ ...baton, except: ['#7'] }] })), roles);
    await keep(item(entry(3, { kind: 'pull-request', follows: true })), roles);
    const unlinked = { batons: [], author: { id: '#7', login: 'maria' } };
    await keep(item(entry(4, { kind: 'pull-request', ...unlinked })), roles);
    const other = { ...baton, gate: 'legal' };
    await keep(item(entry(5, { batons: [{ ...baton, except: ['#7'] }, other] })), roles);
    expect(await names(['R_1'], { waitsFor: account('7') }, all)).toEqual(['#1', '#4', '#5']);
    expect(await names(['R_1'], { waitsFor: account('8') }, all)).toEqual(['#1', '#2', '#5']);
    expect(await names(['R_1'], { waitsFor: account('9') }, all)).toEqual([]);
    expect(await names(['R_2'], { waitsFor: account('7') }, all)).toEqual([]);
    // Somebody left the team: one evaluation in the repository is enough for all of its items.
    expect(await keep(item(entry(1)), new Map([['pm', ['8']]]))).toBe(true);
    expect(await names(['R_1'], { waitsFor: account('7') }, all)).toEqual(['#4']);
    expect(await keep(item(entry(1)), new Map([['pm', ['8']]]))).toBe(false);
    expect(await keep(item(entry(1)))).toBe(false);
  });

  test('what waits for an account by a permission that gives it the role, where it has that permission', async () => {
    const roles = new Map([
      ['pm', ['8', 'maintain']],
      ['engineer', ['write']],
    ]);
    await keep(item(entry(1)), roles);
    await keep(item(entry(2, { batons: [{ ...baton, except: ['#7'] }] })), roles);
    await keep(item(entry(3, { batons: [{ ...baton, roles: ['engineer'] }] })), roles);
    await keep(item(entry(4, { kind: 'pull-request', follows: true })), roles);
    await keep(item(entry(5), 'R_2'), roles);
    const writes = ['read', 'triage', 'write'];
    const maintains = [...writes, 'maintain'];
    const both = ['R_1', 'R_2'];
    const who = (permissions: readonly string[], ...repositories: string[]): BoardAccount =>
      account('7', [{ permissions, repositories }]);
    expect(await names(both, { waitsFor: who(maintains, 'R_1') }, all)).toEqual(['#1', '#3']);
    expect(await names(both, { waitsFor: who(writes, 'R_1') }, all)).toEqual(['#3']);
    expect(await names(both, { waitsFor: who(maintains, ...both) }, all)).toEqual(['#1', '#3', '#5']);
    // Out of sight, a permission counts for nothing.
    expect(await names(['R_2'], { waitsFor: who(maintains, 'R_1') }, all)).toEqual([]);
    expect(await names(both, { waitsFor: account('7') }, all)).toEqual([]);
    // An item is there once, by how many ways somebody has its baton.
    const twice = { id: '8', holds: [{ permissions: maintains, repositories: both }] };
    expect(await boardQueries(store.db).items(both, { waitsFor: twice }, all)).toMatchObject({ count: 4 });
    // Another permission gives the role: one evaluation in the repository is enough for all of its items.
    await keep(item(entry(1)), new Map([['pm', ['8', 'admin']]]));
    expect(await names(['R_1'], { waitsFor: who(maintains, 'R_1') }, all)).toEqual([]);
  });

  test('what is taken away is told, and nothing of it is kept', async () => {
    await keep(item(entry(1, { title: 'Hush' })));
    await keep(item(entry(2)));
    await keep(item(entry(3), 'R_2', 2));
    const board = boardQueries(store.db);
    const before = await boardVersion(store.db);
    await boardStore(store.db).takeFromBoard('1 R_1 issue 1', 2000);
    expect(await names(['R_1'], {}, all)).toEqual(['#2']);
    expect((await board.changedSince(before)).news.map(({ key }) => key)).toEqual(['R_1 issue #1']);
    const rows = await store.db.selectFrom('board').selectAll().where('gone', '=', 1).execute();
    expect(JSON.stringify(rows)).not.toContain('ush');
    await boardStore(store.db).clearBoard({ installation: 1, name: 'Acme/Shop' }, 3000);
    expect(await names(['R_1', 'R_2'], {}, all)).toEqual(['#3']);
    await boardStore(store.db).clearBoard({ installation: 2 }, 3000);
    expect(await board.stages(['R_1', 'R_2'], {}, { now: 0, first: 5 })).toEqual([]);
    const last = await boardVersion(store.db);
    await boardStore(store.db).clearBoard({ installation: 2 }, 3000);
    await boardStore(store.db).takeFromBoard('1 R_1 issue 1', 3000);
    expect(await boardVersion(store.db)).toBe(last);
    // It comes back as it was.
    expect(await keep(item(entry(2)))).toBe(true);
    expect(await names(['R_1'], {}, all)).toEqual(['#2']);
  });

  test('one that was never there is not taken away', async () => {
    const of = item(entry(1));
    expect(await boardStore(store.db).newOnBoard(placeOf(of), null, null)).toBeNull();
    await keep(of);
    const change = await boardStore(store.db).newOnBoard(placeOf(of), null, null);
    if (change !== null) await boardStore(store.db).writeBoard(change, 1);
    expect(await names(['R_1'], {}, all)).toEqual([]);
  });

  test('what is done goes after thirty days, and numbers go on after that', async () => {
    const day = 24 * 3_600_000;
    await keep(item(entry(1, { batons: [], doneAt: 5 * day, stage: { kind: 'done' } })));
    await keep(item(entry(2)));
    await boardStore(store.db).takeFromBoard('1 R_1 issue 2', 5 * day);
    await boardStore(store.db).pruneBoard(34 * day);
    expect(await names(['R_1'], {}, all)).toEqual(['#1']);
    const last = await boardVersion(store.db);
    await boardStore(store.db).pruneBoard(36 * day);
    expect(await store.db.selectFrom('board').select('key').execute()).toEqual([]);
    await keep(item(entry(3)));
    expect(await boardVersion(store.db)).toBeGreaterThan(last);
  });

  test('what is kept in a form that is not understood is not shown, and written again', async () => {
    await keep(item(entry(1)));
    await store.db.updateTable('board').set({ content: '{"v":0}', digest: 'older' }).execute();
    expect(await names(['R_1'], {}, all)).toEqual([]);
    expect(await keep(item(entry(1)))).toBe(true);
    expect(await names(['R_1'], {}, all)).toEqual(['#1']);
  });

  test('several who write at once: each has a number of its own, and none is missed', async () => {
    const seen: (string | null)[] = [];
    const board = boardQueries(store.db);
    let last = 0;
    const read = async (): Promise<void> => {
      const { version, news } = await board.changedSince(last);
      seen.push(...news.map(({ key }) => key));
      last = version;
    };
    const writing = Promise.all(Array.from({ length: 20 }, async (_, index) => keep(item(entry(index + 1)))));
    for (let round = 0; round < 10; round += 1) await read();
    await writing;
    await read();
    expect(seen).toHaveLength(20);
    expect(new Set(seen).size).toBe(20);
  });
}
