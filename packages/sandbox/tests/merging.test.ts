/** May this pull request merge: required checks, pinned to an App, and the merge queue. And the clock. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClock } from '../src/index.ts';
import { call, graphql, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  const { github } = world;
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  github.as('ed').push('acme/shop', 'basket', { message: 'Basket', files: { 'basket.ts': 'x\n' } });
  github.as('ed').openPull('acme/shop', { title: 'Basket', head: 'basket', body: 'Closes #1' });
});
afterEach(() => world.close());

const merge = async (body: unknown = {}): Promise<unknown> => {
  const answer = await call(
    world.github,
    world.github.token('olga'),
    'PUT',
    '/repos/acme/shop/pulls/2/merge',
    body,
  );
  return [answer.status, (answer.body as { message: string }).message];
};

test('a required check holds the merge until its own App says yes; neutral and skipped are a yes', async () => {
  const { github } = world;
  github.app({ slug: 'rival', permissions: { checks: 'write' }, events: [] });
  github.install('rival', 'acme');
  github.protect('acme/shop', { checks: [{ name: 'spec', app: 'helper' }] });
  expect(await merge()).toEqual([405, 'Required status check "spec" is expected.']);
  github.as('rival[bot]').check('acme/shop', 'acme/shop#2', 'spec', { conclusion: 'success' });
  expect(await merge()).toEqual([405, 'Required status check "spec" is expected.']);
  const run = github.as('helper[bot]').check('acme/shop', 'acme/shop#2', 'spec', { status: 'in_progress' });
  expect(await merge()).toEqual([405, 'Required status check "spec" is in progress.']);
  github.as('helper[bot]').updateCheck(run, { conclusion: 'action_required' });
  expect(await merge()).toEqual([405, 'Required status check "spec" is failing.']);
  github.as('helper[bot]').updateCheck(run, { conclusion: 'neutral' });
  expect(await merge()).toEqual([200, 'Pull Request successfully merged']);
});

test('a new push needs a new check', async () => {
  const { github } = world;
  github.protect('acme/shop', { checks: [{ name: 'spec', app: 'helper' }] });
  github.as('helper[bot]').check('acme/shop', 'acme/shop#2', 'spec', { conclusion: 'success' });
  github.as('ed').push('acme/shop', 'basket', { message: 'Sneaky', files: { 'basket.ts': 'y\n' } });
  expect(await merge()).toEqual([405, 'Required status check "spec" is expected.']);
});

test('what else is in the way of a merge', async () => {
  const { github } = world;
  expect(await merge({ sha: '0'.repeat(40) })).toEqual([
    409,
    'Head branch was modified. Review and try the merge again.',
  ]);
  github.as('ed').draft('acme/shop#2', true);
  expect(await merge()).toEqual([405, 'Pull Request is still a draft']);
  github.as('ed').draft('acme/shop#2', false);
  github.as('olga').push('acme/shop', 'main', { files: { 'basket.ts': 'another\n' } });
  expect(await merge()).toEqual([405, 'Pull Request is not mergeable']);
  expect(
    (await call(world.github, github.token('pia'), 'PUT', '/repos/acme/shop/pulls/2/merge', {})).status,
  ).toBe(403);
});

test('the merge queue asks for checks on its own commit, and merges when they pass', async () => {
  const { github, installationToken } = world;
  github.protect('acme/shop', { checks: [{ name: 'spec', app: 'helper' }], mergeQueue: true });
  github.as('helper[bot]').check('acme/shop', 'acme/shop#2', 'spec', { conclusion: 'success' });
  expect(await merge()).toEqual([405, 'Changes must be made through the merge queue']);
  const entry = github.as('ed').enqueue('acme/shop#2');
  const queued =
    '{ repository(owner: "acme", name: "shop") { pullRequest(number: 2) { state isInMergeQueue mergeQueueEntry { position headCommit { oid } } } } }';
  expect(await graphql(github, installationToken, queued)).toEqual({
    data: {
      repository: {
        pullRequest: {
          state: 'OPEN',
          isInMergeQueue: true,
          mergeQueueEntry: { position: 1, headCommit: { oid: entry.headOid } },
        },
      },
    },
  });
  await github.settled();
  expect(github.deliveries.at(-1)).toMatchObject({
    event: 'merge_group',
    action: 'checks_requested',
    payload: { merge_group: { head_sha: entry.headOid, base_ref: 'refs/heads/main' } },
  });
  const create = await call(github, installationToken, 'POST', '/repos/acme/shop/check-runs', {
    name: 'spec',
    head_sha: entry.headOid,
    conclusion: 'success',
  });
  expect(create.status).toBe(201);
  expect(github.find.pull('acme/shop#2')).toMatchObject({ merged: true });
  expect(github.find.issue('acme/shop#1')).toMatchObject({ state: 'closed', stateReason: 'completed' });
});

test('the merge queue throws out what fails', () => {
  const { github } = world;
  github.protect('acme/shop', { checks: [{ name: 'spec', app: 'helper' }], mergeQueue: true });
  github.as('helper[bot]').check('acme/shop', 'acme/shop#2', 'spec', { conclusion: 'success' });
  const entry = github.as('ed').enqueue('acme/shop#2');
  github.as('helper[bot]').check('acme/shop', entry.headOid, 'spec', { conclusion: 'failure' });
  expect(github.find.pull('acme/shop#2')).toMatchObject({ merged: false, state: 'open' });
  expect(github.find.pull('acme/shop#2').timeline.at(-1)).toMatchObject({
    type: 'removed_from_merge_queue',
    reason: 'CI_FAILURE',
  });
});

test('a day passes when the clock is told so', async () => {
  const clock = createClock(Date.parse('2026-03-01T09:00:00Z'));
  const still = await startWorld({ clock: { clock } });
  const { github } = still;
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  clock.advance(24 * 3_600_000 + 1_999);
  github.as('pia').comment('acme/shop#1', 'Still waiting');
  const times =
    '{ repository(owner: "acme", name: "shop") { issue(number: 1) { createdAt comments(first: 1) { nodes { createdAt } } } } }';
  expect(await graphql(github, still.installationToken, times)).toEqual({
    data: {
      repository: {
        issue: {
          createdAt: '2026-03-01T09:00:00Z',
          comments: { nodes: [{ createdAt: '2026-03-02T09:00:01Z' }] },
        },
      },
    },
  });
  await still.close();
});

test('the sandbox says who there is, for printing', () => {
  const { github } = world;
  github.team('acme', 'Product', { members: ['pia'] });
  const { people, apps, repositories } = github.describe();
  expect(people.map(({ login, token, teams }) => [login, token === github.token(login), teams])).toEqual([
    ['olga', true, []],
    ['pia', true, ['acme/product']],
    ['ed', true, []],
    ['rita', true, []],
  ]);
  expect(apps).toEqual([{ slug: 'helper', id: world.app.id, installedOn: ['acme'] }]);
  expect(repositories).toEqual(['acme/shop']);
});
