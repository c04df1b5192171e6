/** What the database keeps as text: what another version wrote, or a hand, counts as not kept, and nothing breaks. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';

import { pastShape } from '../src/github/index.ts';
import { partShape } from '../src/jira/index.ts';
import { changeShape, type Change } from '../src/github/receive/cache-invalidation.ts';
import { policyTimes } from '../src/reconcile/facts/policy/times.ts';
import { withLock } from '../src/reconcile/jira/lock.ts';
import { lastDecisionOf } from '../src/reconcile/memory/index.ts';
import { keepRefusedLabels, refusalsIn } from '../src/reconcile/ledger/refusals.ts';
import { answeredShape } from '../src/reconcile/jira/answered.ts';
import { oldShape } from '../src/reconcile/facts/in-jira/read-issue.ts';
import { keptShape } from '../src/reconcile/trial/progress.ts';
import { readSpent } from '../src/reconcile/trial/pace.ts';
import type { Heard, Moment } from '../src/handoff/index.ts';
import { readPolicy, type Policy } from '../src/policy/index.ts';
import { workShape, type AnyWork } from '../src/service/work.ts';
import { itemShape } from '../src/items.ts';
import {
  changeStore,
  heardStore,
  namedStore,
  openStore,
  pastStore,
  recentStore,
  subIssueStore,
  type KeptWaits,
  type Store,
} from '../src/store/index.ts';
import type { Item } from '../src/tracker.ts';
import { stored } from '../src/stored.ts';

/** What no shape of Baton's is; the last is of a version to come. */
const garbage = [
  '',
  'soon',
  '{',
  'null',
  '7',
  '"text"',
  '[]]',
  '[null]',
  '[{}]',
  '{"kind":"later"}',
  '{"__proto__":{"at":1}}',
  '{"v":1}',
  '{"v":1,"is":null}',
  '{"v":1,"is":[{"at":"now"}]}',
  '{"v":"1","is":{}}',
  '{"v":999,"is":{"at":1,"by":"me","until":9e15,"labels":["a"],"items":{},"since":1,"points":5}}',
];

describe('a shape', () => {
  const one = stored(1, z.object({ at: z.number() }));
  const two = stored(2, z.object({ at: z.number() }));

  test('reads what it wrote', () => {
    expect(one.read(one.write({ at: 1 }))).toEqual({ at: 1 });
    expect(two.read(two.write({ at: 1 }))).toEqual({ at: 1 });
  });

  test('reads what was written before there were versions, as the first of them', () => {
    expect(one.read('{"at":1}')).toEqual({ at: 1 });
    expect(two.read('{"at":1}')).toBe(null);
  });

  test('reads nothing of another version', () => {
    expect(one.read(two.write({ at: 1 }))).toBe(null);
    expect(two.read(one.write({ at: 1 }))).toBe(null);
  });

  test.each(garbage)('reads nothing where %s is kept', (text) => expect(one.read(text)).toBe(null));

  test('reads nothing where nothing is kept, and never throws', () => {
    expect(one.read(null)).toBe(null);
    fc.assert(fc.property(fc.string(), (text) => one.read(text) === null));
    fc.assert(
      fc.property(fc.json(), (text) => {
        const read = one.read(text);
        if (read !== null) expect(typeof read.at).toBe('number');
      }),
    );
  });
});

describe('what is to be looked at', () => {
  const place = { installation: 1, repository: 'acme/shop' };
  /** Each kind that there is, with all that it may say. */
  const all: Readonly<Record<AnyWork['kind'], AnyWork>> = {
    issue: { kind: 'issue', ...place, number: 1 },
    'pull-request': { kind: 'pull-request', ...place, number: 2 },
    'merge-group': { kind: 'merge-group', ...place, number: 2, headSha: 'c0ffee' },
    repository: { kind: 'repository', ...place },
    digest: { kind: 'digest', ...place },
    round: { kind: 'round', ...place },
    labels: { kind: 'labels', ...place, names: ['pm:accepted'] },
    trial: { kind: 'trial', ...place, pull: 3 },
    onboarding: { kind: 'onboarding', ...place },
    required: { kind: 'required', ...place },
    'sub-issues': { kind: 'sub-issues', ...place, issue: 4 },
    'jira-issue': { kind: 'jira-issue', ...place, site: 'acme', issue: 'SHOP-1' },
    head: { kind: 'head', ...place, sha: 'c0ffee' },
    installation: { kind: 'installation', installation: 1, unknown: true },
    sweep: { kind: 'sweep', ...place },
    missed: { kind: 'missed', installation: 0 },
    installations: { kind: 'installations', installation: 0 },
    'jira-sweep': { kind: 'jira-sweep', site: 'acme' },
  };
  const kept = stored(1, workShape);

  test.each(Object.entries(all))('is read as it was written: %s', (_, work) => {
    expect(kept.read(kept.write(work))).toEqual(work);
    expect(kept.read(JSON.stringify(work))).toEqual(work);
  });

  test.each(garbage)('is nothing that is known where %s is kept', (text) => {
    expect(kept.read(text)).toBe(null);
  });
});

describe.each(garbage)('where %s is kept', (text) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(':memory:');
  });
  afterEach(async () => store.close());

  const repository = { id: 'R1', name: 'acme/shop' };
  const place = { repository: 'acme/base', path: 'roles.yml' };

  test('nothing was refused, and what is refused now is kept', async () => {
    await store.setMark('refused R1', text);
    expect(await refusalsIn(store, repository)).toEqual([]);
    const label = { kind: 'invalid', about: 'x', sentence: 'No.' } as const;
    expect(await keepRefusedLabels(store, repository, [label])).toBe(true);
    expect(await refusalsIn(store, repository)).toEqual(['No.']);
  });

  test('nobody holds the lock, and it is let go again', async () => {
    await store.setMark('alone x', text);
    expect(await withLock({ store, now: () => 5 }, 'x', 'me', async (isStill) => isStill())).toBe(true);
    expect(await store.mark('alone x')).toBe(null);
  });

  test('trials used nothing', async () => {
    await store.setMark('trials 1', text);
    expect(await readSpent(store, 1)).toBe(null);
  });

  test('a policy is as old as the tracker says, and that is kept', async () => {
    await store.setMark('policy R1', text);
    const times = async (written: number): Promise<number> =>
      (await policyTimes(store, 'R1', policy, { written: async () => written, now: 100 })).changedAt;
    expect(await times(42)).toBe(42);
    expect(await times(43)).toBe(42);
  });

  test('a base is read again', async () => {
    const reading = await store.startReading(1, place);
    const found = { kind: 'file', oid: 'o', text: 't' } as const;
    await store.keepBase(1, place, { found, repositoryId: 'R2', reading }, 1);
    expect((await store.base(1, place))?.found).toEqual(found);
    await store.db.updateTable('bases').set({ found: text }).execute();
    expect(await store.base(1, place)).toBe(null);
  });

  test('no policy was good, if it is what one builds on', async () => {
    const policy = { ...place, oid: 'o', text: 't', bases: [{ ...place, oid: 'p', text: 'u' }] };
    await store.keepGood('R1', policy, 1);
    expect(await store.lastGood('R1')).toEqual({ ...policy, since: 1 });
    await store.db.updateTable('policies').set({ bases: text }).execute();
    expect(await store.lastGood('R1')).toBe(null);
  });

  const item: Item = { kind: 'issue', installation: 1, repository: 'acme/shop', number: 1 };
  const word: Moment = {
    kind: 'commented',
    id: 'c1',
    at: 5,
    by: { login: 'maria', kind: 'person', self: false },
    original: '/return too thin',
    text: '/return too thin',
    editedBy: null,
    url: 'https://github.example/c1',
    reacted: false,
  };

  test('nothing was decided or said of an item', async () => {
    const nothing = await lastDecisionOf(store, 'x');
    await recentStore(store.db, z.unknown()).keepRecent('x', {}, 1);
    await store.db.updateTable('recent').set({ content: text }).execute();
    expect(await lastDecisionOf(store, 'x')).toEqual(nothing);
    await recentStore(store.db, z.unknown()).keepRecent('x', { ...nothing, verdict: 'v' }, 1);
    expect(await lastDecisionOf(store, 'x')).toEqual({ ...nothing, verdict: 'v' });
  });

  test('no trial, no answer in Jira and no issue of it was kept, and the ledger has a line all the same', async () => {
    await recentStore(store.db, z.unknown()).keepRecent('x', {}, 1);
    await store.db.updateTable('recent').set({ content: text }).execute();
    for (const shape of [keptShape, answeredShape, oldShape])
      expect(await recentStore<unknown>(store.db, shape).recent('x')).toBe(null);
    const row = {
      at: 1,
      repository: 'R1',
      item: 'x',
      verdict: text,
      effects: text,
      policy: null,
      deliveries: text,
    };
    await store.db.insertInto('ledger').values(row).execute();
    expect(await store.recorded('R1')).toMatchObject([{ at: 1, item: 'x', effects: null, deliveries: null }]);
  });

  test('no timeline was read, and what is read now is kept', async () => {
    const pasts = pastStore(store.db, pastShape);
    const past = {
      edition: 7,
      id: 'I_1',
      self: 'baton[bot]',
      cursor: 'c',
      anchor: 'a',
      until: 1,
      comments: 0,
      hidden: null,
      checkedAt: 1,
      wholeAt: 1,
      firstTitle: null,
      moments: [word],
    };
    await pasts.keepPast('x', past);
    await store.db.updateTable('pasts').set({ content: text }).execute();
    expect(await pasts.past('x')).toBe(null);
    await pasts.keepPast('x', past);
    expect(await pasts.past('x')).toEqual(past);
  });

  test('no changelog was read, and what is read now is kept', async () => {
    const parts = pastStore(store.db, partShape);
    const by = { id: 'm', key: null, name: 'Maria', kind: 'person' } as const;
    const moved = { field: 'status', from: '1', to: '2', fromText: 'Draft', toText: null };
    const part = { since: 1, changes: [{ id: '7', at: 5, by, items: [moved] }] };
    await parts.keepPast('x', part);
    await store.db.updateTable('pasts').set({ content: text }).execute();
    expect(await parts.past('x')).toBe(null);
    await parts.keepPast('x', part);
    expect(await parts.past('x')).toEqual(part);
  });

  test('nothing was heard, and what is heard now is kept', async () => {
    const heard = heardStore(store.db);
    const one: Heard = { outcomes: [{ kind: 'help', usable: [], holdsRole: true }], pull: null, word };
    await heard.recordHeard('R1', '1', new Map([['c1', one]]), 1);
    await store.db.updateTable('heard').set({ content: text }).execute();
    expect(await heard.heard('R1', '1')).toEqual(new Map());
    await heard.recordHeard('R1', '1', new Map([['c1', one]]), 1);
    expect(await heard.heard('R1', '1')).toEqual(new Map([['c1', one]]));
  });

  test('no word was against a gate, and one that is now is kept', async () => {
    await store.recordAgainst('R1', 1, [word], 1);
    await store.db.updateTable('against').set({ content: text }).execute();
    expect(await store.against('R1', 1)).toEqual([]);
    await store.recordAgainst('R1', 1, [word], 1);
    expect(await store.against('R1', 1)).toEqual([word]);
  });

  test('nothing waits for a sub-issue, until the issue says so again', async () => {
    const waits = subIssueStore(store.db, itemShape);
    const waiter = { key: 'w', place: 'p', item };
    await waits.noteSubIssues(waiter, ['#2']);
    await store.db.updateTable('sub_issues').set({ item: text }).execute();
    expect(await waits.waitingFor('#2')).toEqual([]);
    expect(await waits.noteSubIssues(waiter, ['#2'])).toEqual(new Map());
    expect(await waits.waitingFor('#2')).toEqual([{ item, heard: '' }]);
  });

  test('nothing names an issue of Jira, until it is looked at again', async () => {
    const ten = { by: 'id', name: '10' } as const;
    const named = namedStore(store.db, itemShape);
    const spoil = () => store.db.updateTable('named_in_jira').set({ content: text }).execute();
    await named.keepNamed('acme', 'k', item, [ten]);
    await spoil();
    expect(await named.naming('acme', '10')).toEqual([]);
    expect((await named.namedById('acme', '', 5)).issues).toEqual(new Map([['10', []]]));
    await named.keepNamed('acme', 'k', item, [ten]);
    expect(await named.naming('acme', '10')).toEqual([item]);
    await spoil();
    await named.addNamed('acme', 'k', item, [ten]);
    expect(await named.naming('acme', '10')).toEqual([item]);
  });

  test('a change is passed over, and the next one is heard', async () => {
    const changes = changeStore(store.db, changeShape);
    const next: Change = { hint: { kind: 'teams-changed', org: 'acme' }, at: 7 };
    await changes.addChanges([next, next], 1);
    await store.db.updateTable('changes').set({ content: text }).where('id', '=', 1).execute();
    expect(await changes.changesSince(0)).toEqual([
      { id: 1, change: null },
      { id: 2, change: next },
    ]);
  });

  test('an issue waits for nobody that is known', async () => {
    const waits = { roles: ['pm'], due: 5, title: 't', gate: 'g', since: 1, escalation: null };
    const all: readonly KeptWaits[] = [{ waits, seen: 2 }];
    await store.keepWaiting('R1', '1 acme/shop issue 1', { issue: 1, all });
    expect(await store.waiting('R1', 1)).toEqual(all);
    await store.db.updateTable('waiting').set({ content: text }).execute();
    expect(await store.waiting('R1', 1)).toEqual([]);
    expect(await store.dueFor('R1', 'pm', 9)).toEqual([]);
  });
});

const policy = ((): Policy => {
  const read = readPolicy('roles: {pm: [maria], engineer: [anton]}\n', 'roles.yml');
  if (read.kind !== 'policy') throw new Error('The policy has problems.');
  return read.policy;
})();
