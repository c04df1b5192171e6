/** What each command that asks GitHub says where GitHub gives no answer: what happened, what to do, and never the token. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { typed } from './typed.ts';

const token = 'ghp_this-is-a-secret-0123456789';

type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Of GraphQL; absent: the same. */
  readonly graphql?: { readonly status: number; readonly body: unknown };
};
let answer: Answer;
let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    const { status, body = { message: 'No.' } } =
      request.url?.endsWith('/graphql') === true ? { ...answer, ...answer.graphql } : answer;
    response.writeHead(status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-no-answer-'));
  writeFileSync(join(folder, 'roles.yml'), 'extends: acme/.github\nroles:\n  pm: [maria]\n');
  for (const name of [
    'APP_ID',
    'PRIVATE_KEY',
    'PRIVATE_KEY_PATH',
    'GITHUB_TOKEN',
    'GH_HOST',
    'GITHUB_REPOSITORY',
  ])
    vi.stubEnv(name, '');
  vi.stubEnv('GH_TOKEN', token);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const reset = String(Math.floor(Date.UTC(2099, 0, 1, 14, 20) / 1000));
const usedUp = { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '5000', 'x-ratelimit-reset': reset };
const limit = /The rate limit of \S+ is used up\. Ask again (after \d\d:\d\d UTC|in a few minutes)\./;

/** Where each of them leads; `address` in place of the server’s. */
const rows: readonly (readonly [string, Answer | { readonly address: string }, RegExp])[] = [
  ['a token that has ended', { status: 401 }, /refuses the token.*Set GH_TOKEN/],
  [
    'a single sign-on that is missing',
    { status: 403, headers: { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?x=1' } },
    /single sign-on.* https:\/\/github\.com\/orgs\/acme\/sso\?x=1/,
  ],
  ['a limit that is used up', { status: 403, headers: usedUp }, limit],
  ['a limit, by 429', { status: 429, headers: { 'retry-after': '60' } }, limit],
  [
    'a secondary limit',
    { status: 403, body: { message: 'You have exceeded a secondary rate limit. Please wait.' } },
    limit,
  ],
  ['GitHub out of order', { status: 502 }, /answers 502\. Ask again in a few minutes\./],
  ['nobody there', { address: 'http://127.0.0.1:59997' }, /can’t be reached \(ECONNREFUSED\)\. .*firewall/],
  [
    'a name that is none',
    { address: 'http://github.invalid' },
    /is no name that is known here \(E[A-Z_]+\)\. Check/,
  ],
  ['no TLS', { address: 'https://SERVER' }, /(certificate|can’t be reached).*\((E|ERR_)[A-Z_]+\)/],
];

const commands = [
  ['explain', ['acme/shop#12']],
  ['explain', ['acme/shop#12', '--json']],
  ['validate', ['roles.yml']],
  ['validate', ['roles.yml', '--json']],
  ['doctor', ['acme/shop']],
  ['init', ['acme/shop', '--pm', 'maria', '--engineer', 'anton', '--stdout']],
] as const;

async function ran(name: string, words: readonly string[]) {
  const inFolder = words.map((word) => (word === 'roles.yml' ? join(folder, word) : word));
  const { code, out, said } = await typed(name, inFolder);
  const all = `${said}\n${out}`;
  expect(all).not.toContain(token);
  expect(all).not.toMatch(/^\s+at |undefined|\[object|Error:/m);
  return { code, out, said, all };
}

describe.each(rows)('%s', (_, what, sentence) => {
  test.each(commands)('baton %s %j', async (name, words) => {
    answer = 'status' in what ? what : { status: 500 };
    const url =
      'address' in what ? what.address.replace('SERVER', `127.0.0.1:${port}`) : `http://127.0.0.1:${port}`;
    vi.stubEnv('GITHUB_API_URL', url);
    const { code, out, said, all } = await ran(name, words);
    expect(all).toMatch(sentence);
    // A first policy needs no GitHub: it is written, and the note says what it lacks.
    expect(code).toBe(name === 'init' ? 0 : 3);
    if (words.some((word) => word === '--json')) expect(out).toBe('');
    if (name !== 'doctor') expect(said.split('\n').filter((line) => sentence.test(line))).toHaveLength(1);
  });
});

describe('GraphQL says it in an answer', () => {
  const errors = (error: object): Answer => ({
    status: 200,
    body: [],
    graphql: { status: 200, body: { data: null, errors: [error] } },
  });
  test.each([
    ['a limit', errors({ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }), limit],
    [
      'a single sign-on',
      errors({ type: 'FORBIDDEN', extensions: { saml_failure: true }, message: 'Resource protected' }),
      /single sign-on/,
    ],
  ])('%s', async (__, given, sentence) => {
    answer = given;
    vi.stubEnv('GITHUB_API_URL', `http://127.0.0.1:${port}`);
    const { code, all } = await ran('explain', ['acme/shop#12']);
    expect([code, all]).toEqual([3, expect.stringMatching(sentence)]);
  });
});

test('what is not there is another thing than no answer', async () => {
  answer = {
    status: 404,
    graphql: {
      status: 200,
      body: {
        data: { repository: null },
        errors: [{ type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve to a Repository' }],
      },
    },
  };
  vi.stubEnv('GITHUB_API_URL', `http://127.0.0.1:${port}`);
  expect(await ran('explain', ['acme/shop#12'])).toMatchObject({
    code: 3,
    said: 'baton explain: there is no acme/shop#12, or your token cannot see it.',
  });
  expect(await ran('validate', ['roles.yml'])).toMatchObject({
    code: 3,
    said: expect.stringMatching(
      /acme\/\.github.*, on which the policy builds, is not there, or GH_TOKEN cannot read it/,
    ),
  });
});
