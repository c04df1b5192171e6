/** How far a round is, on the commit: told a few times, and to its end. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createKeptWorkSet, type WorkSet } from '../../src/inbox/index.ts';
import { wantOf } from '../../src/items.ts';
import { beginRound, inRounds, lookAtRound, worthTelling } from '../../src/reconcile/looks/round.ts';
import type { Item } from '../../src/tracker.ts';
import { alone, minute, smallest, startWorld, type World } from './world.ts';

const shop = 'acme/shop';
let world: World;
let set: WorkSet<Item>;
beforeEach(async () => {
  world = await startWorld();
  world.policy(shop, smallest);
  set = createKeptWorkSet<Item>(world.store.db);
});
afterEach(async () => {
  expect([world.sandbox.unplayed, world.sandbox.misfits]).toEqual([[], []]);
  await world.close();
});

const item = (): Item & { readonly kind: 'round' } => ({
  kind: 'round',
  installation: world.installation,
  repository: shop,
});
const issue = (number: number): Item => ({
  kind: 'issue',
  installation: world.installation,
  repository: shop,
  number,
});

/** So many items are wanted, and the round begins. */
async function begin(count: number): Promise<void> {
  const seen = await world.tracker.reads.readRepository(world.installation, shop);
  if (seen === null) throw new Error('The repository is gone.');
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  await set.want(
    numbers.map((number) => wantOf(issue(number), { priority: inRounds.issues })),
    0,
  );
  const turn = {
    key: shop,
    group: '1',
    causes: [],
    only: null,
    wish: '1',
    since: 0,
    tries: 0,
    failures: 0,
    attempts: 10,
    ...alone,
  };
  await beginRound(
    world.deps,
    { installation: world.installation, repository: seen.repository },
    { sha: seen.head, total: count, turn },
  );
  world.wanted();
  world.writes();
}

/** So many of them are looked at; one has a deadline far away. */
async function evaluate(count: number): Promise<void> {
  const claim = await set.claim('one', 1);
  if (claim !== null) await set.done(claim, 10_000);
  const { db } = world.store;
  const wanted = db
    .selectFrom('items')
    .select('key')
    .where('since', 'is not', null)
    .limit(count - 1);
  await db.deleteFrom('items').where('key', 'in', wanted).execute();
}

/** What the check on the head of the default branch says; on the commit before it, with `back`. */
function said(back = 0): readonly string[] {
  const { suites } = world.sandbox.find.repository(shop);
  const commits = [...new Set(suites.map(({ headOid }) => headOid))];
  const at = commits.at(-1 - back);
  const runs = suites.filter(({ headOid }) => headOid === at).flatMap((suite) => suite.runs);
  return runs.map(({ name, title, conclusion, status }) => `${name}: ${conclusion ?? status} · ${title}`);
}

const look = (): Promise<unknown> => lookAtRound(world.deps, item());

test('it is told four times while it goes on, and when it is over', async () => {
  await begin(400);
  await evaluate(10);
  world.sandbox.clock.advance(minute);
  expect(await look()).toEqual({ again: expect.any(Number) as number });
  expect(said()).toEqual(['Baton policy: in_progress · Evaluated 10 of 400 items, about 39 minutes left']);
  let writes = world.writes().length;
  for (let done = 10; done < 400; done += 30) {
    await evaluate(30);
    await look();
    writes += world.writes().length;
  }
  expect(said()).toEqual(['Baton policy: success · Evaluated all 400 items']);
  expect(writes).toBe(5);
  expect(await look()).toBeUndefined();
  expect(world.writes()).toEqual([]);
});

test('what comes meanwhile is no part of it; what is under way is not over yet', async () => {
  await begin(400);
  await evaluate(399);
  const claim = await set.claim('one', 1);
  await set.want(
    [wantOf({ kind: 'pull-request', installation: world.installation, repository: shop, number: 1 })],
    1,
  );
  await set.want([wantOf({ ...issue(12), repository: 'acme/shopping' }, { priority: inRounds.issues })], 1);
  expect(await look()).toEqual({ again: expect.any(Number) as number });
  if (claim !== null) await set.done(claim, null);
  expect(await look()).toBeUndefined();
  expect(said()).toEqual(['Baton policy: success · Evaluated all 400 items']);
});

test('of few items nothing is told, nor of many that are over before', async () => {
  await begin(worthTelling - 1);
  expect(await look()).toBeUndefined();
  await begin(300);
  await evaluate(300);
  expect(await look()).toBeUndefined();
  expect(said()).toEqual([]);
});

test('one that begins anew on a later commit is told there, and the earlier check ends', async () => {
  await begin(400);
  await look();
  world.policy(shop, `${smallest}mode: warn\n`);
  await begin(400);
  await evaluate(100);
  await look();
  expect(said()).toEqual([expect.stringMatching('Baton policy: in_progress · Evaluated 100 of 400 items')]);
  expect(said(1)).toEqual(['Baton policy: neutral · Evaluated again since a later commit']);
  await evaluate(300);
  await look();
  expect(said()).toEqual(['Baton policy: success · Evaluated all 400 items']);
});
