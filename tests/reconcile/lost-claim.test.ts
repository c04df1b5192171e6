/** A look whose item another worker has meanwhile writes nothing more: what it would say is said by the other. */
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { GitHubTracker } from '../../src/github/index.ts';
import { createInbox, createKeptWorkSet } from '../../src/inbox/index.ts';
import { wantOf } from '../../src/items.ts';
import { createLook } from '../../src/reconcile/index.ts';
import type { Item } from '../../src/tracker.ts';
import { broken, smallest, startWorld, type World } from './world.ts';

const shop = 'acme/shop';
const lease = 45_000;
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const item = (of: { readonly kind: 'issue' | 'pull-request'; readonly number: number }): Item => ({
  installation: world.installation,
  repository: shop,
  ...of,
});

/** Looks at an item; once it was read, another worker gets it. Gives back what the log says. */
async function lookAndLose(of: Item): Promise<readonly string[]> {
  const { tracker, store, deps } = world;
  const lines: string[] = [];
  const log = pino(
    { level: 'debug' },
    { write: (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const set = createKeptWorkSet<Item>(store.db, { lease });
  const isTaken = Promise.withResolvers<void>();
  /** The part of a look that takes long: the claim is lost while it waits. */
  const slowly = async <T>(answer: Promise<T>): Promise<T> => {
    const answered = await answer;
    const other = await set.claim('another worker', Date.now() + lease + 1);
    expect(other?.item).toEqual(of);
    await isTaken.promise;
    return answered;
  };
  const slow: GitHubTracker = {
    ...tracker,
    reads: {
      ...tracker.reads,
      observe: (each) => slowly(tracker.reads.observe(each)),
      readRepository: (...where) => slowly(tracker.reads.readRepository(...where)),
    },
  };
  const inbox = createInbox<Item>({
    set,
    look: createLook({ tracker: slow, store, want: deps.want, now: deps.now, log }),
    renewal: 5,
    log,
  });
  await inbox.want([wantOf(of)]);
  world.writes();
  inbox.start();
  await expect
    .poll(() => lines, { timeout: 240_000 })
    .toContain('Another worker took over an evaluation; this one writes nothing more.');
  isTaken.resolve();
  await inbox.stop();
  // It is the other's, as it was: not given back, and without a failure.
  expect(await set.metrics(Date.now())).toMatchObject({ running: 1, waiting: 0, scheduled: 0 });
  expect(await set.claim('a third', Date.now() + 3 * lease)).toMatchObject({ tries: 2, failures: 0 });
  return lines;
}

describe('a claim that is lost during the look:', () => {
  test('of an issue: no card, no label, no comment, and nothing is recorded', async () => {
    world.policy(shop, smallest);
    const { number } = world.sandbox.as('evan').openIssue(shop, { title: 'Coupons', assignees: ['evan'] });
    world.sandbox.as('maria').comment(`${shop}#${number}`, '/approve spec');
    const lines = await lookAndLose(item({ kind: 'issue', number }));
    expect(world.writes()).toEqual([]);
    expect(await world.store.db.selectFrom('ledger').selectAll().execute()).toEqual([]);
    expect(lines).toContain('An evaluation will be retried later.');
  });

  test('of a pull request: no check, not even that it is tried again', async () => {
    world.policy(shop, smallest);
    world.sandbox.as('evan').push(shop, 'work', { files: { 'a.txt': 'a' } });
    const { number } = world.sandbox.as('evan').openPull(shop, { title: 'Work', head: 'work' });
    await lookAndLose(item({ kind: 'pull-request', number }));
    expect(world.writes()).toEqual([]);
  });

  test('of a repository: no labels', async () => {
    world.policy(shop, smallest);
    await lookAndLose({ kind: 'repository', installation: world.installation, repository: shop });
    expect(world.writes()).toEqual([]);
  });

  test('of a repository with a broken policy: no issue', async () => {
    world.policy(shop, broken);
    await lookAndLose({ kind: 'repository', installation: world.installation, repository: shop });
    expect(world.writes()).toEqual([]);
  });
});
