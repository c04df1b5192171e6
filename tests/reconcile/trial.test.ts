/** Trying a policy, look by look: how much one reads, when the next may begin, and what is kept between them. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Tried } from '../../src/handoff/index.ts';
import { keyOf } from '../../src/items.ts';
import type { Deps } from '../../src/reconcile/facts/deps.ts';
import { lookAtTrial } from '../../src/reconcile/trial/look.ts';
import { keptShape, trialOf, type KeptTrial, type TrialItem } from '../../src/reconcile/trial/progress.ts';
import { allowance, readSpent, spend, type Spent } from '../../src/reconcile/trial/pace.ts';
import { recentStore } from '../../src/store/index.ts';
import { Paced } from '../../src/tracker.ts';
import { askingAs } from '../../src/urgency.ts';
import { policyOf } from '../handoff/people.ts';
import { alone, minute, path, smallest, startWorld, type World } from './world.ts';

const hour = 3_600_000;

describe('a share of the rate limit', () => {
  const budget = { limit: 6000, remaining: 6000, until: 5 * hour };

  test('is used up in an hour, and there again after it', () => {
    expect(allowance(budget, null, 0.1, 0)).toEqual({ kind: 'points', points: 600 });
    const used = spend(spend(null, 590, 1), 9, hour);
    expect(used).toEqual({ since: 1, points: 599 });
    expect(allowance(budget, used, 0.1, hour)).toEqual({ kind: 'points', points: 1 });
    expect(allowance(budget, spend(used, 12, hour), 0.1, hour)).toEqual({ kind: 'later', until: hour + 1 });
    expect(allowance(budget, spend(used, 12, hour), 0.1, hour + 1)).toEqual({ kind: 'points', points: 600 });
    expect(spend(used, 12, hour + 1)).toEqual({ since: hour + 1, points: 12 });
  });

  test('is of the smallest limit as long as none is known', () => {
    expect(allowance(null, null, 0.1, 0)).toEqual({ kind: 'points', points: 500 });
  });

  test('whatever is used when: never more than the share and one portion in an hour', () => {
    const uses = fc.array(fc.record({ wait: fc.nat(hour), points: fc.nat(12) }), { maxLength: 200 });
    fc.assert(
      fc.property(uses, (all) => {
        let [now, known, inWindow]: [number, Spent | null, number] = [0, null, 0];
        for (const { wait, points } of all) {
          now += wait;
          if (allowance(null, known, 0.01, now).kind === 'later') continue;
          const next = spend(known, points, now);
          inWindow = next.since === known?.since ? inWindow + points : points;
          known = next;
          expect(inWindow).toBeLessThan(50 + 12);
        }
      }),
    );
  });
});

describe('a look at a trial', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    expect(world.sandbox.unplayed).toEqual([]);
    expect(world.sandbox.misfits).toEqual([]);
    await world.close();
  });

  const shop = 'acme/shop';

  /** evan proposes a policy in a repository with so many issues; the trial of it. */
  function propose(issues: number, text = smallest): TrialItem {
    for (let each = 0; each < issues; each += 1) world.sandbox.as('evan').openIssue(shop, { title: 'A' });
    world.sandbox.as('evan').push(shop, 'proposal', { files: { [path]: text } });
    const { number: pull } = world.sandbox.as('evan').openPull(shop, { title: 'Rules', head: 'proposal' });
    return { kind: 'trial', installation: world.installation, repository: shop, pull };
  }

  const look = (
    item: TrialItem,
    more: { tries?: number; failures?: number; mine?: boolean; deps?: Deps; share?: number } = {},
  ) => {
    const { tries = 0, failures = 0, mine = true, deps = world.deps, share = 0.1 } = more;
    const turn = {
      key: keyOf(item),
      group: '1',
      causes: [],
      only: null,
      wish: '1',
      since: 0,
      tries,
      failures,
      attempts: 10,
      ...alone,
      stillMine: () => mine,
    };
    return lookAtTrial(deps, item, turn, share);
  };

  const kept = (item: TrialItem): Promise<KeptTrial | null> =>
    recentStore(world.store.db, keptShape).recent(keyOf(item));

  const issuesRead = (): number =>
    world.sandbox.requests.splice(0).filter(({ operation }) => operation === 'ObserveIssue').length;

  /** A limit of which so much is left. */
  const withPlenty = (): Deps => ({
    ...world.deps,
    reads: {
      ...world.deps.reads,
      budget: () => ({ limit: 5000, remaining: 5000, until: Date.now() + hour }),
    },
  });

  test('reads ten issues, and leaves the rest to the next; at the end the pull request is looked at', async () => {
    const item = propose(23);
    const read: number[] = [];
    for (let each = 0; each < 3; each += 1) {
      const result = await look(item);
      expect(result === undefined).toBe(each === 2);
      read.push(issuesRead());
    }
    expect(read).toEqual([10, 10, 3]);
    expect(world.wanted()).toEqual([`${shop} pull-request 24`]);
    expect((await kept(item))?.done).toMatchObject({
      tried: 23,
      unread: 0,
      total: 23,
    } satisfies Partial<Tried>);
    expect(await readSpent(world.store, world.installation)).toMatchObject({ points: 23 + 3 * 2 });
    // Done, it is not done again.
    expect(await look(item)).toBeUndefined();
    expect(issuesRead()).toBe(0);
    expect(world.wanted()).toEqual([]);
    expect(world.writes()).toEqual([]);
  });

  test('waits while little is left of the limit, and when its share is used up', async () => {
    const item = propose(23);
    world.sandbox.leaveOfLimit(world.installation, 1600);
    // It is paced as all that can wait.
    await expect(askingAs('sweep', () => look(item))).rejects.toThrow(Paced);
    expect(issuesRead()).toBe(0);
    // A share of 12 points: the first look takes it all.
    await look(item, { deps: withPlenty(), share: 12 / 5000 });
    expect(issuesRead()).toBe(10);
    const later = (await look(item, { deps: withPlenty(), share: 12 / 5000 }))?.again ?? 0;
    expect(Math.abs(later - world.deps.now() - hour)).toBeLessThan(minute);
    expect(issuesRead()).toBe(0);
  });

  test('types are read where the proposed policy asks for them, also in one gate alone', async () => {
    const rules = `${smallest}gates: { spec: { preset: spec, when: { types: [Feature] } } }\n`;
    const item = propose(2, rules);
    await look(item);
    const typed = world.sandbox.requests.filter(({ path: to }) => /\/issues\/\d+$/.test(to));
    expect(typed).toHaveLength(2);
    // They have no type, so the gate is none of theirs.
    expect((await kept(item))?.done).toMatchObject({ tried: 2, issues: [] } satisfies Partial<Tried>);
  });

  test('a failure loses nothing of what was done', async () => {
    const item = propose(5);
    let reads = 0;
    world.sandbox.faults.add({
      match: ({ operation }) => operation === 'ObserveIssue' && (reads += 1) === 4,
      kind: '5xx',
    });
    await expect(look(item)).rejects.toThrow('GitHub answered 502');
    expect(issuesRead()).toBe(4);
    expect((await kept(item))?.known).toHaveLength(3);
    expect(await look(item, { tries: 1 })).toBeUndefined();
    expect(issuesRead()).toBe(2);
  });

  test('given up, it is said to have failed; an hour later, something that happens begins it again', async () => {
    const item = propose(1);
    const listToTry = (): Promise<never> => Promise.reject(new Error('That is no list.'));
    const deps: Deps = { ...world.deps, reads: { ...world.deps.reads, listToTry } };
    await expect(look(item, { deps, failures: 8 })).rejects.toThrow('That is no list.');
    expect(world.wanted()).toEqual([]);
    await expect(look(item, { deps, failures: 9 })).rejects.toThrow('That is no list.');
    expect(world.wanted()).toEqual([`${shop} pull-request 2`]);
    const { installation, repository, pull: number } = item;
    const pull = { kind: 'pull-request', installation, repository, number } as const;
    const shown = async (): Promise<unknown> => {
      const seen = await world.tracker.reads.observe(pull);
      if (seen.kind !== 'pull-request') throw new Error('It is no pull request.');
      return trialOf(world.deps, {
        item: pull,
        pullRequest: seen.pullRequest,
        proposed: policyOf(smallest),
        inForce: { kind: 'none' },
      });
    };
    expect(await shown()).toEqual({ kind: 'failed' });
    expect(world.wanted()).toEqual([]);
    world.sandbox.clock.advance(hour);
    expect(await shown()).toEqual({ kind: 'underway' });
    expect(world.wanted()).toEqual([`${shop} trial 2`]);
    await look(item);
    expect(await shown()).toMatchObject({ kind: 'tried', tried: 1 });
  });

  test('whose claim was lost keeps nothing', async () => {
    const item = propose(3);
    await expect(look(item, { mine: false })).rejects.toThrow('its claim was lost');
    expect(await kept(item)).toBeNull();
  });

  test.each([
    ['is closed', () => world.sandbox.as('evan').close(`${shop}#4`)],
    [
      'proposes nothing any more',
      () => world.sandbox.as('evan').push(shop, 'proposal', { files: { [path]: null } }),
    ],
    ['was merged', () => world.sandbox.as('evan').merge(`${shop}#4`)],
  ])('ends where the pull request %s', async (_, act) => {
    const item = propose(3);
    act();
    expect(await look(item)).toBeUndefined();
    expect(issuesRead()).toBe(0);
    expect(world.wanted()).toEqual([]);
  });
});
