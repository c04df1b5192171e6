import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';

import type { Moment } from '../../src/handoff/index.ts';
import {
  byKey,
  namedStore,
  openStore,
  pastStore,
  recentStore,
  restsOnStore,
  StoreUnusable,
  subIssueStore,
  type KeptWaits,
  type Store,
} from '../../src/store/index.ts';
import { describePostgres } from '../postgres.ts';

describe('what is remembered', () => remembers(async () => ':memory:'));
describePostgres('what is remembered in PostgreSQL', remembers);

function remembers(newPlace: () => Promise<string>): void {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await newPlace());
  });
  afterEach(async () => store.close());

  test('who held a role when they spoke: the first record wins', async () => {
    await store.recordSpoken(
      'R_1',
      [
        { moment: 'a', role: 'pm', held: true },
        { moment: 'a', role: 'qa', held: false },
      ],
      1,
    );
    await store.recordSpoken('R_1', [{ moment: 'a', role: 'pm', held: false }], 2);
    await store.recordSpoken('R_2', [{ moment: 'a', role: 'pm', held: false }], 2);
    await store.recordSpoken('R_1', [], 3);
    expect(await store.spoken('R_1', ['a', 'b'])).toEqual(
      new Map([
        [
          'a',
          new Map([
            ['pm', true],
            ['qa', false],
          ]),
        ],
      ]),
    );
    expect(await store.spoken('R_1', [])).toEqual(new Map());
  });

  test('who held a role when they spoke: what is known of all roles is not read again, and whose word it was counts', async () => {
    const held = (pm: boolean, role = 'pm') => ({ moment: 'a', role, held: pm, account: '7' });
    await store.recordSpoken('R_1', [held(true)], 1);
    const asked = (account: string, roles = ['pm', 'qa']) =>
      store.spoken('R_1', ['a'], new Map([['a', account]]), roles);
    expect(await asked('7')).toEqual(new Map([['a', new Map([['pm', true]])]]));
    await store.recordSpoken('R_1', [held(false, 'qa')], 2);
    const both = new Map([
      ['pm', true],
      ['qa', false],
    ]);
    expect(await asked('7')).toEqual(new Map([['a', both]]));
    expect(await asked('7')).toEqual(new Map([['a', both]]));
    expect(await asked('8')).toEqual(new Map());
    await store.recordSpoken('R_1', [held(true, 'lead')], 3);
    expect((await asked('7', ['lead'])).get('a')?.get('lead')).toBe(true);
  });

  test('that a repository has no policy, unless one may have come while it was read', async () => {
    const [shop, desk] = [
      { installation: 3, repository: 'Acme/Shop' },
      { installation: 3, repository: 'acme/desk' },
    ];
    const known = (): Promise<boolean[]> =>
      Promise.all([shop, { ...shop, repository: 'acme/shop' }, desk].map((each) => store.hasNoPolicy(each)));
    expect(await known()).toEqual([false, false, false]);
    await store.keepNoPolicy(shop, await store.startReadingPolicy(shop));
    await store.keepNoPolicy(desk, await store.startReadingPolicy(desk));
    expect(await known()).toEqual([true, true, true]);
    const [slow, other] = [await store.startReadingPolicy(shop), await store.startReadingPolicy(desk)];
    await store.policyMayHaveCome(3, 'ACME/SHOP');
    await store.policyMayHaveCome(4, null);
    await store.keepNoPolicy(shop, slow);
    await store.keepNoPolicy(desk, other);
    expect(await known()).toEqual([false, false, true]);
    await store.keepNoPolicy(shop, await store.startReadingPolicy(shop));
    await store.policyMayHaveCome(3, null);
    expect(await known()).toEqual([false, false, false]);
  });

  test('what rests on whose roles, where policies name a team', async () => {
    const shop = { id: 'R_1', name: 'Acme/Shop' };
    const change = {
      installation: 3,
      whose: ['#9', 'maria'],
      by: { org: 'Acme', slugs: ['Product'], ids: ['5'], any: false },
      permissions: true,
      only: null,
    };
    const any = { ...change, by: { ...change.by, slugs: [], ids: [], any: true }, permissions: false };
    const other = { ...change, by: { ...change.by, slugs: ['chess'], ids: ['6'] } };
    const resting = restsOnStore(store.db, z.string());
    const keep = (key: string, people: readonly string[], isClosed = false): Promise<void> =>
      resting.keepResting({ key, item: key, installation: 3, repository: 'R_1', people, isClosed }, 50);
    await keep('1', ['#9', '#8']);
    await keep('2', ['#8']);
    await keep('3', ['*']);
    await keep('4', ['maria'], true);
    expect(await resting.restingOn(change, 0)).toEqual([]);
    await store.setMark('sweep 3 acme/shop', '');
    expect(await store.unknownTo(3)).toEqual([{ installation: 3, repository: 'acme/shop' }]);
    await store.keepPolicyTeams(3, shop, { teams: ['acme/product', 'acme/qa'], hasPermission: false });
    await store.nowComplete(3, shop);
    expect([await store.unknownTo(3), await store.unknownTo(4)]).toEqual([[], []]);
    expect(await resting.restingOn(change, 0)).toEqual(['1', '3', '4']);
    expect(await resting.restingOn(change, 50)).toEqual(['1', '3']);
    expect(await resting.restingOn(any, 50)).toEqual(['1', '3']);
    expect(await resting.restingOn({ ...change, only: 'acme/desk' }, 0)).toEqual([]);
    expect(await resting.restingOn(other, 0)).toEqual([]);
    expect(await store.naming(other)).toEqual([]);
    // Who may write there may change with any team.
    await store.keepPolicyTeams(3, shop, { teams: ['acme/qa'], hasPermission: true });
    expect(await store.unknownTo(3)).toEqual([]);
    expect(await store.naming(other)).toEqual([{ installation: 3, repository: 'acme/shop' }]);
    expect(await store.naming({ ...other, permissions: false })).toEqual([]);
    await store.keepPins('R_1', [{ name: 'acme/qa', account: '6', node: 'T', isCurrent: true }], 1);
    expect(await store.naming({ ...other, permissions: false })).toHaveLength(1);
    await keep('1', ['#8']);
    await resting.forgetResting('3');
    await resting.pruneResting(51);
    expect(await resting.restingOn(other, 0)).toEqual([]);
    // Under its new name, all of it is looked at once more.
    await store.keepPolicyTeams(3, { ...shop, name: 'acme/store' }, { teams: [], hasPermission: false });
    expect(await store.unknownTo(3)).toEqual([{ installation: 3, repository: 'acme/shop' }]);
    await store.forgetPolicyTeams(3, 'R_1');
    await store.forgetInstallationTeams(3);
    expect(await store.naming(other)).toEqual([]);
  });

  test('which issues are waited for elsewhere', async () => {
    await store.noteLinked('3 acme/shop pull-request 1', [], 1);
    await store.noteLinked('3 acme/shop pull-request 1', ['3 acme/desk issue 5'], 2);
    await store.noteLinked('3 acme/shop pull-request 1', ['3 acme/desk issue 5'], 4);
    const subIssues = subIssueStore(store.db, z.string());
    await subIssues.noteSubIssues({ key: 'waiter', place: 'there', item: 'it' }, ['3 acme/desk issue 6']);
    const awaited = (): Promise<boolean[]> =>
      Promise.all([5, 6, 7].map((number) => store.isAwaited(`3 acme/desk issue ${number}`)));
    expect(await awaited()).toEqual([true, true, false]);
    await store.pruneLinked(4);
    expect(await awaited()).toEqual([true, true, false]);
    await store.pruneLinked(5);
    expect(await awaited()).toEqual([false, true, false]);
  });

  test('a mark is replaced by one of those who know what it was', async () => {
    const swap = async (before: string | null, ...after: string[]): Promise<number> => {
      const done = await Promise.all(after.map((each) => store.swapMark('one', before, each)));
      return done.filter(Boolean).length;
    };
    expect(await swap('a', 'b')).toBe(0);
    expect(await swap(null, 'a', 'b', 'c')).toBe(1);
    const there = await store.mark('one');
    expect(await swap(null, 'd')).toBe(0);
    expect(await swap(there, 'd', 'e')).toBe(1);
    expect(await swap(there, 'f')).toBe(0);
    const last = (await store.mark('one')) ?? '';
    expect(['d', 'e']).toContain(last);
    await store.dropMark('one', 'f');
    expect(await store.mark('one')).toBe(last);
    await store.dropMark('one', last);
    expect(await store.mark('one')).toBe(null);
  });

  test('which issues wait for whom: by role, once they are due, and as the last look found them', async () => {
    const waits = {
      roles: ['pm', 'qa'],
      due: 20,
      title: 'Coupons',
      gate: 'Spec approval',
      since: 5,
      escalation: null,
    };
    const kept = { waits, seen: 7 };
    // A second gate of the same issue, for one of the roles.
    const later = { waits: { ...waits, roles: ['qa'], due: 40, gate: 'Test' }, seen: 8 };
    const other = { waits: { ...waits, roles: ['pm'], due: 30 }, seen: 9 };
    const keep = (repository: string, item: string, issue: number, ...all: readonly KeptWaits[]) =>
      store.keepWaiting(repository, item, { issue, all });
    await keep('R_1', '1 acme/shop issue 2', 2, other);
    await keep('R_1', '1 acme/old issue 1', 1, { ...kept, seen: 1 });
    // The repository has another name now.
    await keep('R_1', '1 acme/shop issue 1', 1, later, kept);
    await keep('R_2', '1 acme/tools issue 1', 1, kept);
    expect(await store.waiting('R_1', 1)).toEqual([later, kept]);
    expect(await store.waiting('R_1', 3)).toEqual([]);
    const counted = async (now: number): Promise<readonly number[]> =>
      Promise.all([store.countDue('R_1', 'pm', now), store.countDue('R_1', 'qa', now)]);
    expect([await counted(19), await counted(20), await counted(30)]).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
    ]);
    expect(await store.dueFor('R_1', 'pm', 30)).toEqual([
      { issue: 1, ...kept },
      { issue: 2, ...other },
    ]);
    expect(await store.dueFor('R_1', 'qa', 39)).toEqual([{ issue: 1, ...kept }]);
    expect(await store.dueFor('R_1', 'qa', 40)).toEqual([
      { issue: 1, ...later },
      { issue: 1, ...kept },
    ]);
    expect(await store.countDue('R_1', 'qa', 40)).toBe(1);
    expect(await store.lastDueSeen('R_1', 19)).toBeNull();
    expect(await store.lastDueSeen('R_1', 20)).toBe(7);
    await keep('R_1', '1 acme/shop issue 1', 1, { ...kept, waits: { ...waits, roles: ['qa'] } });
    expect(await counted(30)).toEqual([1, 1]);
    expect(await store.waitingIssues('R_1')).toEqual([1, 2]);
    await keep('R_1', '1 acme/shop issue 1', 1);
    expect(await store.forgetGone('1 acme/shop issue 2')).toBe(true);
    expect(await store.forgetGone('1 acme/shop issue 2')).toBe(false);
    expect(await store.waitingIssues('R_1')).toEqual([]);
    expect(await counted(30)).toEqual([0, 0]);
    expect(await store.countDue('R_2', 'pm', 30)).toBe(1);
    await store.forgetAllWaiting('R_2');
    expect(await store.waiting('R_2', 1)).toEqual([]);
  });

  test('the roles that have a digest: as long as an issue is due for them', async () => {
    const waits = { roles: ['pm'], due: 20, title: '', gate: '', since: 5, escalation: 25 };
    await store.keepWaiting('R_1', 'a', { issue: 1, all: [{ waits, seen: 7 }] });
    for (const role of ['qa', 'pm', 'pm']) await store.openDigest('R_1', role);
    await store.openDigest('R_2', 'pm');
    expect(await store.digests('R_1')).toEqual(['pm', 'qa']);
    for (const role of ['qa', 'pm']) await store.closeDigest('R_1', role, 20);
    expect(await store.digests('R_1')).toEqual(['pm']);
    await store.closeDigest('R_1', 'pm', 19);
    expect(await store.digests('R_1')).toEqual([]);
    expect(await store.digests('R_2')).toEqual(['pm']);
    await store.forgetAllWaiting('R_2');
    expect(await store.digests('R_2')).toEqual([]);
  });

  test('an issue of Jira is named by its key or its id, whatever they look like', async () => {
    const named = namedStore<number>(store.db, z.number());
    const [key, id] = [byKey('1UP-7'), { by: 'id', name: '10007' }] as const;
    await named.keepNamed('acme', 'one', 1, [key, id, id]);
    await named.addNamed('acme', 'two', 2, [byKey('SHOP-1'), { by: 'id', name: '9' }]);
    expect(await named.naming('acme', '1UP-7')).toEqual([1]);
    expect(await named.namingAny('acme', ['10007', 'SHOP-1'])).toEqual([1, 2]);
    expect(await named.namedById('acme', '', 1)).toEqual({
      issues: new Map([['10007', [1]]]),
      next: '10007',
    });
    expect(await named.namedById('acme', '10007', 5)).toEqual({ issues: new Map([['9', [2]]]), next: null });
  });

  test('of an item, its past and what was decided last: the last that was kept, until it is forgotten', async () => {
    let now = 10;
    const pasts = pastStore(store.db, z.array(z.number()), () => now);
    const recent = recentStore(store.db, z.string());
    await pasts.keepPast('acme/shop#1', [1]);
    await recent.keepRecent('acme/shop#1', 'waiting', 15);
    now = 20;
    await pasts.keepPast('acme/shop#1', [1, 2]);
    await pasts.keepPast('acme/shop#2', [3]);
    expect(await pasts.past('acme/shop#1')).toEqual([1, 2]);
    expect(await recent.recent('acme/shop#1')).toBe('waiting');
    expect(await recent.recent('acme/shop#2')).toBeNull();
    expect(await recent.recentOf(['acme/shop#1', 'acme/shop#2'])).toEqual(
      new Map([['acme/shop#1', 'waiting']]),
    );

    await pasts.forgetPast('acme/shop#2');
    expect(await pasts.past('acme/shop#2')).toBeNull();
    await pasts.prunePasts(20);
    await recent.pruneRecent(16);
    expect([await pasts.past('acme/shop#1'), await recent.recent('acme/shop#1')]).toEqual([[1, 2], null]);
    await pasts.prunePasts(21);
    expect(await pasts.past('acme/shop#1')).toBeNull();
  });

  test('of an issue, which sub-issues it waits for, and what it last heard of each', async () => {
    const waits = subIssueStore(store.db, z.object({ number: z.number() }));
    const waiter = { key: 'acme/shop#1', place: 'acme/shop', item: { number: 1 } };
    const other = { key: 'acme/till#5', place: 'acme/till', item: { number: 5 } };
    expect(await waits.noteSubIssues(waiter, ['#2', '#3'])).toEqual(new Map());
    await waits.noteSubIssues(other, ['#2']);
    await waits.noteHeard(waiter.key, '#2', 'done');
    expect(await waits.waitingFor('#2')).toEqual([
      { item: { number: 1 }, heard: 'done' },
      { item: { number: 5 }, heard: '' },
    ]);
    const heard = new Map([
      ['#2', 'done'],
      ['#3', ''],
    ]);
    expect(await waits.noteSubIssues(waiter, ['#2', '#4'])).toEqual(heard);
    expect(await waits.waitingFor('#3')).toEqual([]);
    expect(await waits.waitingFor('#4')).toEqual([{ item: { number: 1 }, heard: '' }]);
    await waits.forgetWaiters('acme/shop');
    expect(await waits.waitingFor('#2')).toEqual([{ item: { number: 5 }, heard: '' }]);
  });

  test('many words at once', async () => {
    const moments = Array.from({ length: 3000 }, (_, n) => `m${n}`);
    await store.recordSpoken(
      'R_1',
      moments.map((moment) => ({ moment, role: 'pm', held: true })),
      1,
    );
    expect((await store.spoken('R_1', moments)).size).toBe(3000);
  });

  test('words against a gate, in order, as first recorded', async () => {
    const word = (id: string, at: number, text: string): Moment => ({
      kind: 'commented',
      id,
      at,
      by: { login: 'maria', kind: 'person', self: false },
      original: text,
      text,
      editedBy: null,
      url: `https://github.example/${id}`,
      reacted: false,
    });
    await store.recordAgainst(
      'R_1',
      7,
      [word('b', 20, '/return too thin'), word('a', 10, '/revoke spec')],
      30,
    );
    await store.recordAgainst('R_1', 7, [word('a', 10, 'never mind')], 40);
    await store.recordAgainst('R_1', 8, [word('c', 10, '/return')], 40);
    expect(await store.against('R_1', 7)).toEqual([
      word('a', 10, '/revoke spec'),
      word('b', 20, '/return too thin'),
    ]);
    expect(await store.against('R_2', 7)).toEqual([]);
  });

  test('the last good policy, and since when there is one', async () => {
    const policy = { repository: 'acme/shop', path: '.github/roles.yml', oid: 'b1', text: 'roles: {}' };
    const base = { ...policy, repository: 'acme/.github', oid: 'b0' };
    expect(await store.lastGood('R_1')).toBeNull();
    await store.keepGood('R_1', { ...policy, bases: [] }, 1_700_000_000_000);
    const changed = { ...policy, oid: 'b2', text: 'roles: { pm: [] }', bases: [base] };
    await store.keepGood('R_1', changed, 1_800_000_000_000);
    expect(await store.lastGood('R_1')).toEqual({
      repository: 'acme/shop',
      path: '.github/roles.yml',
      oid: 'b2',
      text: 'roles: { pm: [] }',
      bases: [base],
      since: 1_800_000_000_000,
    });
    await store.forgetPolicy('R_1');
    expect(await store.lastGood('R_1')).toBeNull();
  });

  test('policies that others build on: what was read, and whose policy builds on it', async () => {
    const place = { repository: 'Acme/Rules', path: 'roles.yml' };
    const file = { kind: 'file', oid: 'b1', text: 'roles: {}' } as const;
    const [shop, site] = [
      { id: 'R_1', name: 'acme/shop' },
      { id: 'R_2', name: 'acme/site' },
    ];
    const rules = { id: 'R_9', name: 'acme/rules' };
    await store.addBase(shop, 1, place);
    expect(await store.touchBases(1, rules, null)).toEqual([]);
    const reading = await store.startReading(1, place);
    expect(await store.base(1, place)).toBeNull();
    await store.keepBase(1, place, { found: file, repositoryId: 'R_9', reading }, 50);
    const kept = { found: file, isStale: false, readAt: 50 };
    expect(await store.base(1, { ...place, repository: 'acme/rules' })).toEqual(kept);
    expect([await store.base(2, place), await store.base(1, { ...place, path: 'other.yml' })]).toEqual([
      null,
      null,
    ]);

    await store.addBase(site, 1, place);
    await store.addBase({ ...site, name: 'acme/web' }, 1, place);
    await store.addBase(site, 2, place);
    const users = [
      { installation: 1, repository: 'acme/shop' },
      { installation: 1, repository: 'acme/web' },
    ];
    expect(await store.usersOf(1, place)).toEqual(users);
    expect(await store.touchBases(1, rules, ['README.md'])).toEqual([]);
    expect((await store.base(1, place))?.isStale).toBe(false);
    expect(await store.touchBases(1, rules, ['README.md', 'roles.yml'])).toEqual(users);
    expect(await store.base(1, place)).toEqual({ ...kept, isStale: true });
    // Renamed, it is known by its id.
    expect(await store.touchBases(1, { ...rules, name: 'acme/laws' }, null)).toEqual(users);
    expect(await store.touchBases(2, rules, null)).toEqual([]);

    // A reading that began before it changed once more does not pass for a later one.
    const early = await store.startReading(1, place);
    await store.touchBases(1, rules, null);
    const late = await store.startReading(1, place);
    await store.keepBase(1, place, { found: { kind: 'missing' }, repositoryId: 'R_9', reading: late }, 70);
    await store.keepBase(1, place, { found: file, repositoryId: 'R_9', reading: early }, 80);
    expect(await store.base(1, place)).toEqual({ found: { kind: 'missing' }, isStale: false, readAt: 70 });
    await store.touchBases(1, rules, null);
    await store.keepBase(1, place, { found: file, repositoryId: 'R_9', reading: late }, 90);
    expect(await store.base(1, place)).toEqual({ found: file, isStale: true, readAt: 90 });

    const other = { repository: 'acme/rules', path: 'other.yml' };
    await store.addBase(shop, 1, other);
    expect(await store.basesOf('R_1', 1)).toEqual([other, { ...place, repository: 'acme/rules' }]);
    await store.dropBases('R_1', 1, [other]);
    expect(await store.basesOf('R_1', 1)).toEqual([other]);
    await store.pruneBases(1000);
    expect(await store.base(1, place)).not.toBeNull();
    await store.dropBases('R_2', 1, []);
    await store.pruneBases(90);
    expect(await store.base(1, place)).not.toBeNull();
    await store.pruneBases(91);
    expect(await store.base(1, place)).toBeNull();
    expect(await store.basesOf('R_2', 2)).toEqual([{ ...place, repository: 'acme/rules' }]);
  });

  test('when a head was first seen', async () => {
    expect(await store.headSeen('R_1', 3, 'sha1', 100)).toBe(100);
    expect(await store.headSeen('R_1', 3, 'sha1', 200)).toBe(100);
    expect(await store.headSeen('R_1', 3, 'sha2', 200)).toBe(200);
    expect(await store.headSeen('R_1', 4, 'sha1', 300)).toBe(300);
  });

  test('what a label was called', async () => {
    await store.recordRename('R_1', { label: 'L_1', oldName: 'spec:ok', at: 2 });
    await store.recordRename('R_1', { label: 'L_1', oldName: 'spec:approved', at: 1 });
    await store.recordRename('R_1', { label: 'L_2', oldName: 'bug', at: 3 });
    expect(await store.renames('R_1')).toEqual([
      { label: 'L_1', oldName: 'spec:approved', at: 1 },
      { label: 'L_1', oldName: 'spec:ok', at: 2 },
      { label: 'L_2', oldName: 'bug', at: 3 },
    ]);
    await store.forgetRenames('R_1', 'L_1');
    expect(await store.renames('R_1')).toEqual([{ label: 'L_2', oldName: 'bug', at: 3 }]);
  });

  test('the ledger', async () => {
    const line = {
      at: 5,
      repository: 'R_1',
      item: 'acme/shop#1',
      verdict: { gates: { spec: 'waiting' } },
      effects: [{ kind: 'label', on: 'I_1', label: 'spec:approved' }],
      policy: 'b1',
      deliveries: ['d-1', 'd-2'],
    } as const;
    await store.record(line);
    await store.record({ ...line, item: 'acme/shop#2', policy: null, effects: [] });
    expect(await store.recorded('R_1', 'acme/shop#1')).toEqual([line]);
    expect(await store.recorded('R_1')).toHaveLength(2);
  });
}

describe('a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baton-store-'));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });
  const failure = async (path: string): Promise<StoreUnusable> => {
    const error = await openStore(path).then(
      async (store) => store.close(),
      (error: unknown) => error,
    );
    if (!(error instanceof StoreUnusable)) throw new Error('The store was opened.', { cause: error });
    return error;
  };

  test('is made, keeps what was written, and is durable', async () => {
    const data = join(folder, 'deep', 'data');
    const store = await openStore(data);
    await store.headSeen('R_1', 1, 'sha', 7);
    await store.close();
    const again = await openStore(data);
    expect(await again.headSeen('R_1', 1, 'sha', 8)).toBe(7);
    await again.close();
    const database = new DatabaseSync(join(data, 'baton.sqlite'));
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
  });

  test('belongs to one process', async () => {
    const store = await openStore(folder);
    expect((await failure(folder)).message).toBe(
      `DATA_DIR: another Baton is running on the folder ${folder}. Stop it first, or give this one a folder of its own.`,
    );
    const module = JSON.stringify(new URL('../../src/store/index.ts', import.meta.url).href);
    const script = `import(${module}).then((m) => m.openStore(process.argv[1])).catch((e) => console.log(e.message))`;
    const other = spawnSync(process.execPath, ['-e', script, folder], { encoding: 'utf8' });
    expect(other.stdout).toContain('another Baton is running');
    await store.close();
    await (await openStore(folder)).close();
  });

  test('that is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect((await failure(file)).message).toContain(`DATA_DIR: cannot write to the folder ${file} (`);
  });

  test.skipIf(process.getuid?.() === 0)('that cannot be written', async () => {
    chmodSync(folder, 0o500);
    expect((await failure(folder)).message).toContain(`DATA_DIR: cannot write to the folder ${folder} (`);
  });

  test('with a damaged database', async () => {
    writeFileSync(join(folder, 'baton.sqlite'), 'This is no database at all. '.repeat(100));
    const { message } = await failure(folder);
    expect(message).toBe(
      `DATA_DIR: the database ${join(folder, 'baton.sqlite')} cannot be used (file is not a database). Restore a backup, or move the file away: decisions are read again from GitHub, the audit log starts anew.`,
    );
    await failure(folder);
  });

  test('of a newer Baton is left alone', async () => {
    await (await openStore(folder)).close();
    const database = new DatabaseSync(join(folder, 'baton.sqlite'));
    database.exec(`insert into kysely_migration values ('9999-later', '2099-01-01')`);
    database.close();
    expect((await failure(folder)).message).toBe(
      `DATA_DIR: the database ${join(folder, 'baton.sqlite')} cannot be used: it was made by a newer Baton: this one does not know its migration 9999-later.`,
    );
  });
});
