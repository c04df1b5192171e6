/** Requests that go wrong on demand, and the log of all requests. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, graphql, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  world.github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  world.github.requests.length = 0;
});
afterEach(() => world.close());

const path = '/repos/acme/shop/issues/1/comments';
const comments = (): number => world.github.find.item('acme/shop#1').timeline.length;
const say = (): ReturnType<typeof call> =>
  call(world.github, world.github.token('rita'), 'POST', path, { body: 'Hello' });

test('a 502 before doing: nothing was written; after doing: it was, and only the answer is lost', async () => {
  const { faults } = world.github;
  faults.add({ match: ({ method }) => method === 'POST', kind: '5xx' });
  expect([(await say()).status, comments()]).toEqual([502, 0]);
  faults.add({ match: ({ method }) => method === 'POST', kind: '5xx', status: 503, when: 'after-doing' });
  expect([(await say()).status, comments()]).toEqual([503, 1]);
  expect([(await say()).status, comments()]).toEqual([201, 2]);
  expect(faults.pending()).toBe(false);
});

test('a connection that is cut, before or after the write', async () => {
  const { faults } = world.github;
  faults.add({ match: () => true, kind: 'reset' });
  await expect(say()).rejects.toThrow('fetch failed');
  expect(comments()).toBe(0);
  faults.add({ match: () => true, kind: 'reset', when: 'after-doing' });
  await expect(say()).rejects.toThrow('fetch failed');
  expect(comments()).toBe(1);
});

test('an answer that never comes, and one that comes late', async () => {
  const { github } = world;
  github.faults.add({ match: () => true, kind: 'hang' });
  const patience = new AbortController();
  const ended = expect(fetch(github.url + path, { signal: patience.signal })).rejects.toThrow('aborted');
  // Not before it is there: a request that was given up on its way would leave the fault for the next one.
  await expect.poll(() => github.faults.pending(), { timeout: 240_000 }).toBe(false);
  patience.abort();
  await ended;
  github.faults.add({ match: () => true, kind: 'slow', milliseconds: 120 });
  const before = performance.now();
  expect((await say()).status).toBe(201);
  expect(performance.now() - before).toBeGreaterThan(100);
});

test('the secondary limit says how long to wait, or does not', async () => {
  world.github.faults.add({ match: ({ kind }) => kind === 'mutation', kind: 'secondary-limit', seconds: 7 });
  const answer = await call(world.github, world.installationToken, 'POST', '/graphql', {
    query: 'mutation M { reopenIssue(input: {issueId: "x"}) { issue { id } } }',
  });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([403, '7']);
  expect((answer.body as { message: string }).message).toMatch(/secondary rate limit/);
  world.github.faults.add({ match: () => true, kind: 'secondary-limit', seconds: null, status: 429 });
  const silent = await say();
  expect([silent.status, silent.headers.get('retry-after')]).toEqual([429, null]);
});

test('the primary limit: 403 over REST, RATE_LIMITED with status 200 over GraphQL', async () => {
  const { github, installationToken } = world;
  github.faults.add({ match: () => true, kind: 'primary-limit', times: 2, seconds: 30 });
  const rest = await say();
  expect([rest.status, rest.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
  expect(Number(rest.headers.get('x-ratelimit-reset')) - Date.now() / 1000).toBeGreaterThan(25);
  const answer = await call(github, installationToken, 'POST', '/graphql', { query: '{ viewer { login } }' });
  expect([answer.status, (answer.body as { errors: { type: string }[] }).errors[0]?.type]).toEqual([
    200,
    'RATE_LIMITED',
  ]);
});

test('every request is in the log: what, by whom, at what cost', async () => {
  const { github, installationToken } = world;
  await say();
  await graphql(github, installationToken, 'query Who { viewer { login } }');
  await graphql(
    github,
    github.token('ed'),
    'mutation Close($id: ID!) { closeIssue(input: { issueId: $id }) { issue { state } } }',
    {
      id: github.find.item('acme/shop#1').nodeId,
    },
  );
  await call(github, 'nonsense', 'GET', '/user');
  expect(
    github.requests.map(({ kind, method, path, operation, by, cost, status }) => [
      kind,
      method,
      path,
      operation,
      by,
      cost,
      status,
    ]),
  ).toEqual([
    ['rest', 'POST', path, null, 'rita', 1, 201],
    ['query', 'POST', '/graphql', 'Who', 'helper[bot]', 1, 200],
    ['mutation', 'POST', '/graphql', 'Close', 'ed', 1, 200],
    ['rest', 'GET', '/user', null, 'unknown', 0, 401],
  ]);
  const installation = github.requests.map((request) => request.installation !== null);
  expect(installation).toEqual([false, true, false, false]);
});

test('a route that is not played is loud, and remembered', async () => {
  const { github } = world;
  const answer = await call(github, github.token('ed'), 'GET', '/repos/acme/shop/milestones');
  expect([answer.status, (answer.body as { message: string }).message]).toEqual([
    404,
    'sandbox does not play GET /repos/acme/shop/milestones',
  ]);
  expect(github.unplayed).toEqual(['GET /repos/acme/shop/milestones']);
});
