/** One call's exact shape, and what each failure means. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { queryObjects } from 'node:v8';

import nock from 'nock';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createApp } from '../../src/github/client/app.ts';
import { createGitHub, type GitHub } from '../../src/github/client/client.ts';
import { InstallationGone } from '../../src/github/client/failures.ts';
import { read } from '../../src/github/client/rest.ts';
import { ApiMoved, TryLater } from '../../src/tracker.ts';
import { pkcs1 } from '../key.ts';

const api = 'https://ghe.example/api/v3';
const graphqlHost = 'https://graphql.example';
const now = Date.parse('2026-03-01T12:00:00Z');
const access = {
  appId: 7,
  privateKey: pkcs1,
  webhookSecret: 'hook-secret',
  apiUrl: api,
  graphqlUrl: `${graphqlHost}/ask`,
  writeSpacing: 50,
};
let installation = 0;
let github: GitHub;
let lines: string[] = [];
/** Limits that the client told of: whose, and until when. */
let met: (readonly [number, number])[] = [];
/** What the client told that GitHub does not know. */
let moved: string[] = [];

beforeEach(() => {
  nock.disableNetConnect();
  // @octokit/auth-app shares a token request that is under way between all clients in a process.
  installation += 1;
  lines = [];
  met = [];
  moved = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  github = createGitHub(createApp(access, log), () => now, {
    onLimit: (whose, until) => void met.push([whose, until]),
    onMoved: (error, operation) => void moved.push(`${operation}: ${error.what}`),
  });
});
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
  expect(lines.join('')).not.toMatch(/ghs_|hook-secret|PRIVATE KEY/);
});

const token = (name = 'ghs_one', expires_at = '2099-01-01T00:00:00Z'): nock.Scope =>
  nock(api, { reqheaders: { authorization: /^bearer ey/, 'x-github-api-version': '2022-11-28' } })
    .post(`/app/installations/${installation}/access_tokens`)
    .reply(201, { token: name, expires_at, permissions: { issues: 'write' } });
const asked = (name = 'ghs_one'): nock.Interceptor =>
  nock(graphqlHost, {
    reqheaders: { authorization: `token ${name}`, 'x-github-api-version': '2022-11-28' },
  }).post('/ask');
const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => error);

describe('asking', () => {
  test('goes to GITHUB_GRAPHQL_URL with an installation token, which is asked for once', async () => {
    token();
    nock(graphqlHost, { reqheaders: { authorization: 'token ghs_one' } })
      .post('/ask', { query: 'query { viewer { login } }', variables: { n: 1 } })
      .reply(200, { data: { viewer: { login: 'baton[bot]' } } });
    asked().reply(200, { data: { viewer: null } });
    const answer = await github.graphql(installation, 'query { viewer { login } }', { n: 1 });
    expect(answer).toEqual({ data: { viewer: { login: 'baton[bot]' } }, errors: [] });
    await github.graphql(installation, 'query { viewer { login } }');
    expect(github.requests()).toEqual({
      'graphql-read': 2,
      'graphql-write': 0,
      'rest-read': 0,
      'rest-write': 0,
      token: 1,
    });
  });

  test('gives back what could be answered beside what could not', async () => {
    token();
    const errors = [{ type: 'NOT_FOUND', message: 'Could not resolve', path: ['b'] }];
    asked().reply(200, { data: { a: 1, b: null }, errors });
    expect(await github.graphql(installation, '{ a b }')).toEqual({ data: { a: 1, b: null }, errors });
  });

  test('knows by its words what is not there, where the kind of the error is left out', async () => {
    token();
    const message = 'Could not resolve to an Issue with the number of 9.';
    const path = ['repository', 'issue'];
    const data = { repository: { issue: null } };
    asked().reply(200, { data, errors: [{ message, path }] });
    const errors = [{ type: 'NOT_FOUND', message, path }];
    expect(await github.graphql(installation, '{ a }')).toEqual({ data, errors });
  });

  test('takes a new token when GitHub refuses the old one, once', async () => {
    token('ghs_old');
    asked('ghs_old').reply(200, { data: {} });
    await github.graphql(installation, '{ a }');
    asked('ghs_old').reply(401, { message: 'Bad credentials' });
    token('ghs_new');
    asked('ghs_new').reply(200, { data: { a: 1 } });
    expect(await github.graphql(installation, '{ a }')).toEqual({ data: { a: 1 }, errors: [] });
  });

  test('a token that ended long ago by our clock is used all the same: clocks differ', async () => {
    token('ghs_one', '2019-01-01T01:00:00Z');
    for (const _ of [1, 2, 3]) {
      asked().reply(200, { data: {} });
      await github.graphql(installation, '{ a }');
    }
    expect(github.requests().token).toBe(1);
  });

  test('tells what time it is on GitHub', async () => {
    token();
    expect(github.now()).toBe(now);
    const theirs = Date.parse('2031-05-06T07:08:09Z');
    asked().reply(200, { data: {} }, { date: new Date(theirs).toUTCString() });
    await github.graphql(installation, '{ a }');
    expect(github.now()).toBe(theirs);
    asked().reply(200, { data: {} });
    await github.graphql(installation, '{ a }');
    expect(github.now()).toBe(theirs);
  });

  test('REST works as the installation and as the App', async () => {
    token();
    nock(api, { reqheaders: { authorization: 'token ghs_one' } })
      .get('/repos/a/b')
      .reply(200, { id: 5 });
    const { data } = await (await github.rest(installation)).rest.repos.get({ owner: 'a', repo: 'b' });
    expect(data.id).toBe(5);
    nock(api, { reqheaders: { authorization: /^bearer ey/ } })
      .get('/app')
      .reply(502, '<html>Bad gateway</html>');
    expect(await failure(github.self())).toMatchObject({ name: 'TryLater' });
    expect(github.knownSelf()).toBeNull();
    nock(api).get('/app').reply(200, { id: 7, slug: 'baton' });
    expect(await github.self()).toEqual({ id: 7, slug: 'baton', login: 'baton[bot]' });
    expect(await github.self()).toEqual(github.knownSelf());
  });
});

describe('writing', () => {
  test('waits its turn in the installation; reads do not', async () => {
    token();
    const order: string[] = [];
    const note = (name: string) => (): [number, object] => {
      order.push(name);
      return [200, { data: {} }];
    };
    asked().reply(note('warm'));
    await github.graphql(installation, '{ a }');
    nock(graphqlHost).post('/ask', /first/).delay(20).reply(note('first'));
    nock(graphqlHost)
      .post('/ask', /second/)
      .reply(note('second'));
    nock(graphqlHost).post('/ask', /read/).reply(note('read'));
    const began = performance.now();
    await Promise.all([
      github.mutate(installation, 'mutation first { a }'),
      github.mutate(installation, 'mutation second { a }'),
      github.graphql(installation, 'query read { a }'),
    ]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(49);
    expect(order.slice(1, 3).toSorted()).toEqual(['first', 'read']);
    expect(order[3]).toBe('second');
  });

  test('is asked for once more when its turn has come, and may be called off', async () => {
    token();
    let mayWrite = true;
    asked().reply(() => {
      mayWrite = false;
      return [200, { data: { first: 1 } }];
    });
    const first = github.mutate(installation, 'mutation first { a }');
    const second = github.mutate(installation, 'mutation second { a }', {}, () => {
      if (!mayWrite) throw new Error('Called off.');
    });
    expect(await failure(second)).toMatchObject({ message: 'Called off.' });
    await first;
    asked().reply(200, { data: { third: 1 } });
    expect(await github.mutate(installation, 'mutation third { a }')).toMatchObject({ data: { third: 1 } });
  });

  test('is not repeated when the answer is lost, and the next one goes out', async () => {
    token();
    asked().replyWithError(new Error('socket hang up'));
    expect(await failure(github.mutate(installation, 'mutation { a }'))).toMatchObject({
      name: 'TryLater',
      scope: 'item',
      message: 'GitHub could not be reached: POST /ask: socket hang up',
    });
    asked().reply(200, { data: { a: 1 } });
    expect(await github.mutate(installation, 'mutation { a }')).toEqual({ data: { a: 1 }, errors: [] });
  });
});

describe('failures', () => {
  const reset = String(now / 1000 + 600);
  test.each([
    ['primary limit', 403, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, 600_000],
    ['primary limit, 429', 429, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, 600_000],
    [
      'primary limit, with another clock',
      403,
      {},
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': reset,
        date: new Date(now + 500_000).toUTCString(),
      },
      100_000,
    ],
    ['secondary limit', 403, { message: 'no' }, { 'retry-after': '30' }, 30_000],
    [
      'secondary limit without a time',
      403,
      { message: 'You have exceeded a secondary rate limit.' },
      {},
      60_000,
    ],
    ['429 without a time', 429, {}, {}, 60_000],
    [
      'GraphQL limit',
      200,
      { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      600_000,
    ],
    ['secondary limit that may be over', 403, { message: 'no' }, { 'retry-after': '0' }, 1000],
    [
      'primary limit, of whose headers nothing came through',
      403,
      { message: 'API rate limit exceeded for installation ID 7.' },
      {},
      60_000,
    ],
    [
      'GraphQL limit of a question that costs more than what is left',
      200,
      { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
      { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': reset },
      600_000,
    ],
    [
      'GraphQL secondary limit',
      200,
      { data: null, errors: [{ message: 'You have exceeded a secondary rate limit.' }] },
      { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': reset },
      60_000,
    ],
    [
      'GraphQL secondary limit with a time',
      200,
      { data: null, errors: [{ message: 'You have exceeded a secondary rate limit.' }] },
      { 'retry-after': '240', 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': reset },
      240_000,
    ],
  ])('%s: nothing of the installation before the reset', async (_name, status, body, headers, after) => {
    token();
    asked().reply(status, body, headers);
    const later = { name: 'TryLater', scope: 'installation', until: now + after };
    expect(await failure(github.graphql(installation, '{ a }'))).toMatchObject(later);
    const before = github.requests();
    expect(await failure(github.graphql(installation, '{ a }'))).toMatchObject(later);
    expect(await failure(github.mutate(installation, 'mutation { a }'))).toMatchObject(later);
    const octokit = await github.rest(installation);
    expect(await failure(octokit.rest.repos.get({ owner: 'a', repo: 'b' }))).toMatchObject(later);
    expect(github.requests()).toEqual(before);
    expect(met).toEqual([[installation, now + after]]);
  });

  test.each([
    ['500', 500, { message: 'Server Error' }, {}, null],
    ['502 with HTML', 502, '<html>Bad gateway</html>', { 'content-type': 'text/html' }, null],
    ['503 with a time', 503, {}, { 'retry-after': '5' }, now + 5000],
    ['503 that asks to come at once', 503, {}, { 'retry-after': '0' }, null],
    ['an answer that is no JSON', 200, 'hello', { 'content-type': 'text/plain' }, null],
    ['an empty answer', 200, '', { 'content-type': 'application/json' }, null],
    [
      'GraphQL that gave up',
      200,
      { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] },
      {},
      null,
    ],
  ])('%s: this item again later', async (_name, status, body, headers, until) => {
    token();
    asked().reply(status, body, headers);
    const error = await failure(github.graphql(installation, '{ a }'));
    expect(error).toBeInstanceOf(TryLater);
    expect(error).toMatchObject({ scope: 'item', until });
  });

  const coded = (message: string, extensions: object) => ({
    path: ['query Look', 'node'],
    extensions,
    locations: [{ line: 1, column: 2 }],
    message,
  });
  test.each([
    [
      'a field',
      coded("Field 'shoeSize' doesn't exist on type 'Issue'", {
        code: 'undefinedField',
        typeName: 'Issue',
        fieldName: 'shoeSize',
      }),
      'Issue.shoeSize',
    ],
    [
      'an argument',
      coded("Field 'stateReason' doesn't accept argument 'enableDuplicate'", {
        code: 'argumentNotAccepted',
        name: 'stateReason',
        typeName: 'Field',
        argumentName: 'enableDuplicate',
      }),
      'stateReason(enableDuplicate:)',
    ],
    [
      'a type',
      coded("No such type SubIssueAddedEvent, so it can't be a fragment condition", {
        code: 'undefinedType',
        typeName: 'SubIssueAddedEvent',
      }),
      'SubIssueAddedEvent',
    ],
    [
      'a value',
      coded("Argument 'itemTypes' on Field 'moves' has an invalid value ([A]). Expected type '[B!]'.", {
        code: 'argumentLiteralsIncompatible',
        typeName: 'Field',
        argumentName: 'itemTypes',
      }),
      'moves(itemTypes:)',
    ],
    [
      'a field of an input',
      {
        message:
          'Variable $input0 of type CloseIssueInput! was provided invalid value for why (Field is not defined on CloseIssueInput)',
        extensions: { value: {}, problems: [{ path: ['why'], explanation: 'Field is not defined' }] },
      },
      'Variable $input0 of type CloseIssueInput! was provided invalid value for why (Field is not defined o',
    ],
    [
      'a field, told without a code',
      { message: "Field 'shoeSize' doesn't exist on type 'Issue'" },
      'shoeSize Issue',
    ],
    [
      'an argument, told by another server',
      { message: 'Unknown argument "enableDuplicate" on field "Issue.stateReason".' },
      'enableDuplicate',
    ],
  ])(
    '%s that GitHub does not have: told once, counted, and no matter of waiting',
    async (_what, error, what) => {
      token();
      for (const _ of [1, 2]) {
        asked().reply(200, { errors: [error] });
        const met = await failure(github.graphql(installation, 'query Look { a }'));
        expect(met).toBeInstanceOf(ApiMoved);
        expect(met).toMatchObject({ what, message: expect.stringContaining(error.message) });
      }
      expect(moved).toEqual([`Look: ${what}`]);
      expect(github.moved()).toEqual(new Map([[what, 2]]));
    },
  );

  test('words of people that sound like it are an answer', async () => {
    token();
    const message = "Field 'x' doesn't exist on type 'Y'";
    asked().reply(200, { data: { a: 1 }, errors: [{ type: 'NOT_FOUND', message, path: ['b'] }] });
    expect(await github.graphql(installation, '{ a }')).toMatchObject({ data: { a: 1 } });
    asked().reply(200, { data: null, errors: [{ type: 'FORBIDDEN', message }] });
    expect(await github.graphql(installation, '{ a }')).toMatchObject({ data: null });
    expect(moved).toEqual([]);
  });

  test.each([
    [410, 'This API version is no longer supported.', true],
    [410, 'Gone', true],
    [400, 'The X-GitHub-Api-Version 2022-11-28 is not supported.', true],
    [400, 'Problems parsing JSON', false],
    [410, 'Issues are disabled for this repo', false],
    [410, 'Issues has been disabled in this repository.', false],
    [410, 'This issue was deleted', false],
    [404, 'Not Found', false],
  ])('REST %s "%s": the API itself is retired: %s', async (status, message, isRetired) => {
    token();
    nock(api).get('/repos/a/b/issues/1').reply(status, { message });
    const octokit = await github.rest(installation);
    const asking = read(octokit, 'GET /repos/{owner}/{repo}/issues/{number}', {
      owner: 'a',
      repo: 'b',
      number: 1,
    });
    const answer = await failure(asking);
    expect(answer instanceof ApiMoved).toBe(isRetired);
    expect(github.moved()).toEqual(new Map(isRetired ? [['REST', 1]] : []));
    if (status === 410 && !isRetired) expect(answer).toEqual({ kind: 'missing' });
  });

  test('a slow answer, and one that breaks off, count as none', async () => {
    nock.enableNetConnect('127.0.0.1');
    const server = createServer((request, response) => {
      request.resume();
      if (request.url?.endsWith('access_tokens') === true) {
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end('{"token":"ghs_one","expires_at":"2099-01-01T00:00:00Z"}');
      } else if (request.url === '/graphql') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"data":');
        if (broken) response.destroy();
      }
    });
    let broken = false;
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const slow = createGitHub(
      createApp(
        { ...access, apiUrl: url, graphqlUrl: `${url}/graphql`, timeout: 1500 },
        pino({ enabled: false }),
      ),
    );
    const began = performance.now();
    const later = { name: 'TryLater', scope: 'item', until: null };
    expect(await failure(slow.graphql(installation, '{ a }'))).toMatchObject(later);
    // Else it would wait for minutes.
    expect(performance.now() - began).toBeLessThan(30_000);
    broken = true;
    expect(await failure(slow.graphql(installation, '{ a }'))).toMatchObject(later);
    server.closeAllConnections();
    server.close();
  });

  test('what is refused for good stays what it is', async () => {
    token();
    nock(api).get('/repos/a/b').reply(403, { message: 'Resource not accessible by integration' });
    const octokit = await github.rest(installation);
    const error = await failure(octokit.rest.repos.get({ owner: 'a', repo: 'b' }));
    expect(error).toMatchObject({ name: 'HttpError', status: 403 });
  });

  test.each([
    [404, 'removed', { message: 'Not Found' }],
    [403, 'suspended', { message: 'This installation has been suspended' }],
  ])('no token, %i: the installation was %s', async (status, why, body) => {
    nock(api).post(`/app/installations/${installation}/access_tokens`).reply(status, body);
    const error = await failure(github.graphql(installation, '{ a }'));
    expect(error).toBeInstanceOf(InstallationGone);
    expect(error).toMatchObject({ message: `The installation ${installation} was ${why}.` });
  });

  test('no token, and no access to GitHub at all', async () => {
    nock(api)
      .post(`/app/installations/${installation}/access_tokens`)
      .reply(401, { message: 'A JSON web token could not be decoded' });
    expect(await failure(github.graphql(installation, '{ a }'))).toMatchObject({
      name: 'TryLater',
      message: `GitHub refused our credentials: POST /api/v3/app/installations/${installation}/access_tokens`,
    });
    expect(github.requests().token).toBe(1);
  });
});

describe('what is kept', () => {
  test('clients of the installations that were asked for last, and no others', async () => {
    const { constructor } = await github.rest(1);
    for (let each = 1; each <= 1000; each += 1) await github.rest(each);
    expect(queryObjects(constructor)).toBeLessThan(450);
    expect(await github.rest(1000)).toBe(await github.rest(1000));
  });
});
