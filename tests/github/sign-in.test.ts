/** People who sign in with GitHub, and what it lets them see: the requests as GitHub documents them, and its refusals. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { createSignIn, repositoriesOf, type GitHub, type SignIn } from '../../src/github/index.ts';

const clientSecret = '0123456789abcdef0123456789abcdef01234567';
const token = 'ghu_abcdefghijklmnopqrstuvwxyz0123456789';

type Asked = { readonly line: string; readonly headers: IncomingHttpHeaders; readonly body: string };
/** `status` 0: it closes the connection; null: it says nothing. */
type Answer = {
  readonly status: number | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

let server: Server;
let github: string;
let signIn: SignIn;
const asked: Asked[] = [];
const answers: (Answer | ((asked: Asked) => Answer))[] = [];
const reply = (status: number | null, body?: unknown, headers: Record<string, string> = {}): void =>
  void answers.push({ status, body, headers });

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      const one = {
        line: `${request.method} ${request.url}`,
        headers: request.headers,
        body: await text(request),
      };
      asked.push(one);
      const next = answers.shift() ?? { status: 501 };
      const { status, body, headers } = typeof next === 'function' ? next(one) : next;
      if (status === 0) request.socket.destroy();
      if (status === 0 || status === null) return;
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  github = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  signIn = createSignIn({
    clientId: 'Iv23liABCDEFGHIJKLMN',
    clientSecret,
    githubUrl: github,
    apiUrl: `${github}/api/v3`,
    graphqlUrl: `${github}/api/graphql`,
    timeout: 300,
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  expect(answers).toEqual([]);
  asked.length = 0;
});

test('the page that a browser is sent to has all that GitHub needs, and no secret', () => {
  const asked = { state: 's.t', challenge: 'c', callback: 'https://b.example/sign-in/callback' };
  const page = new URL(signIn.page({ ...asked, choosing: false }));
  expect(`${page.origin}${page.pathname}`).toBe(`${github}/login/oauth/authorize`);
  expect(Object.fromEntries(page.searchParams)).toEqual({
    client_id: 'Iv23liABCDEFGHIJKLMN',
    redirect_uri: 'https://b.example/sign-in/callback',
    state: 's.t',
    code_challenge: 'c',
    code_challenge_method: 'S256',
    allow_signup: 'false',
  });
  const choosing = new URL(signIn.page({ ...asked, choosing: true }));
  expect(choosing.searchParams.get('prompt')).toBe('select_account');
});

describe('a code', () => {
  const got = { code: 'abc', verifier: 'v'.repeat(43), callback: 'https://b.example/sign-in/callback' };

  test('becomes a token, and what could refresh it is left where it is', async () => {
    reply(200, { access_token: token, expires_in: 28_800, refresh_token: 'ghr_x', token_type: 'bearer' });
    expect(await signIn.exchange(got)).toEqual({ kind: 'token', token, seconds: 28_800 });
    const [{ line, headers, body } = expect.fail('Nothing was asked.')] = asked;
    expect([line, headers.accept]).toEqual(['POST /login/oauth/access_token', 'application/json']);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      client_id: 'Iv23liABCDEFGHIJKLMN',
      client_secret: clientSecret,
      code: 'abc',
      redirect_uri: got.callback,
      code_verifier: got.verifier,
    });
    reply(200, { access_token: token, scope: '', token_type: 'bearer' });
    expect(await signIn.exchange(got)).toEqual({ kind: 'token', token, seconds: null });
  });

  test.each([
    ['bad_verification_code', 'code'],
    ['incorrect_client_credentials', 'credentials'],
    ['redirect_uri_mismatch', 'address'],
    ['something_new', 'unknown'],
    ['constructor', 'unknown'],
  ])('is refused with %s: %s', async (error, what) => {
    reply(200, { error, error_description: 'In words.' });
    expect(await signIn.exchange(got)).toEqual({ kind: 'refused', what });
  });

  test('is refused where the client id is nobody’s, and where the answer says nothing', async () => {
    reply(404, 'Not Found');
    expect(await signIn.exchange(got)).toEqual({ kind: 'refused', what: 'credentials' });
    for (const body of ['', 'null', '[]', '{"access_token":"with a space"}', '{"access_token":7}']) {
      reply(200, body);
      expect(await signIn.exchange(got)).toEqual({ kind: 'refused', what: 'unknown' });
    }
  });

  test('waits while GitHub is away, or leads elsewhere', async () => {
    const cases: [Answer, string][] = [
      [{ status: 502, body: 'Bad gateway' }, 'answers 502'],
      [{ status: 429 }, 'has a limit, which is reached'],
      [{ status: 0 }, 'does not answer'],
      [{ status: null }, 'does not answer'],
      [{ status: 302, headers: { location: `${github}/elsewhere` } }, 'does not answer'],
      [{ status: 200, body: 'x'.repeat(1_000_001) }, 'does not answer'],
    ];
    for (const [answer, why] of cases) {
      answers.push(answer);
      expect(await signIn.exchange(got)).toEqual({ kind: 'away', why });
    }
    expect(asked).toHaveLength(cases.length);
  });
});

test('whose a token is', async () => {
  reply(200, { id: 7, login: 'maria', email: null });
  expect(await signIn.whoIs(token)).toEqual({ kind: 'person', id: 7, login: 'maria' });
  expect([asked[0]?.line, asked[0]?.headers.authorization]).toEqual(['GET /api/v3/user', `Bearer ${token}`]);
  reply(401, { message: 'Bad credentials' });
  expect(await signIn.whoIs(token)).toEqual({ kind: 'over' });
  reply(200, { login: 'maria' });
  expect(await signIn.whoIs(token)).toEqual({ kind: 'away', why: 'answers 200' });
  reply(403, {}, { 'x-ratelimit-remaining': '0' });
  expect(await signIn.whoIs(token)).toEqual({ kind: 'away', why: 'has a limit, which is reached' });
});

test('a token is given back: it ends, or has ended already', async () => {
  for (const [status, ended] of [
    [204, true],
    [404, true],
    [422, true],
    [401, false],
    [500, false],
  ] as const) {
    reply(status);
    expect(await signIn.revoke(token)).toBe(ended);
  }
  const [{ line, headers, body } = expect.fail('Nothing was asked.')] = asked;
  expect(line).toBe('DELETE /api/v3/applications/Iv23liABCDEFGHIJKLMN/token');
  expect(Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()).toBe(
    `Iv23liABCDEFGHIJKLMN:${clientSecret}`,
  );
  expect(JSON.parse(body)).toEqual({ access_token: token });
  reply(0);
  expect(await signIn.revoke(token)).toBe(false);
});

test('whether GitHub takes the client secret is asked with a token that is nobody’s', async () => {
  for (const [status, taken] of [
    [404, true],
    [422, true],
    [401, false],
    [500, null],
    [0, null],
  ] as const) {
    reply(status);
    expect(await signIn.isTaken()).toBe(taken);
  }
  expect(asked[0]?.line).toBe('POST /api/v3/applications/Iv23liABCDEFGHIJKLMN/token');
});

describe('what somebody sees', () => {
  const shop = { id: 'R_1', nameWithOwner: 'acme/shop', visibility: 'PRIVATE', viewerPermission: 'MAINTAIN' };
  const seen = { id: 'R_1', name: 'acme/shop', visibility: 'private', permission: 'maintain' };
  const notFound = {
    type: 'NOT_FOUND',
    path: ['nodes', 1],
    message: "Could not resolve to a node with the global id of 'R_2'",
  };

  test('is what GitHub names of what was asked for, and nothing else', async () => {
    reply(200, {
      data: {
        nodes: [
          shop,
          null,
          {},
          { id: 'R_9', nameWithOwner: 'acme/asked-by-nobody', visibility: 'PUBLIC' },
          { ...shop, id: 'R_4', nameWithOwner: 'no name' },
          { ...shop, id: 'R_5', visibility: 'NEW' },
          // What nobody knows yet gives no role, and hides nothing.
          { ...shop, id: 'R_6', viewerPermission: 'OWN' },
          { ...shop, id: 'R_7', viewerPermission: undefined },
        ],
      },
      errors: [notFound],
    });
    expect(await signIn.sees(token, ['R_1', 'R_2', 'R_3', 'R_4', 'R_5', 'R_6', 'R_7'])).toEqual({
      kind: 'seen',
      repositories: [
        seen,
        { ...seen, id: 'R_6', permission: null },
        { ...seen, id: 'R_7', permission: null },
      ],
      withheld: [],
    });
  });

  test('is asked for by the hundred, and not at all where there is nothing to ask for', async () => {
    expect(await signIn.sees(token, [])).toEqual({ kind: 'seen', repositories: [], withheld: [] });
    expect(asked).toEqual([]);
    const ids = Array.from({ length: 250 }, (_, index) => `R_${index}`);
    const counts: number[] = [];
    for (let part = 0; part < 3; part += 1)
      answers.push(({ body }) => {
        const { variables } = JSON.parse(body) as { variables: { ids: string[] } };
        counts.push(variables.ids.length);
        return { status: 200, body: { data: { nodes: variables.ids.map((id) => ({ ...shop, id })) } } };
      });
    const all = await signIn.sees(token, ids);
    expect([counts, all.kind === 'seen' && all.repositories.length]).toEqual([[100, 100, 50], 250]);
  });

  test('is what GitHub withholds for a single sign-on or an address, too, and why', async () => {
    const saml = {
      type: 'FORBIDDEN',
      path: ['nodes', 1],
      extensions: { saml_failure: true },
      message:
        'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
    };
    const list = {
      type: 'FORBIDDEN',
      path: ['nodes', 2],
      message:
        'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
    };
    reply(200, { data: { nodes: [shop, null, null] }, errors: [saml, list, saml] });
    expect(await signIn.sees(token, ['R_1', 'R_2', 'R_3'])).toEqual({
      kind: 'seen',
      repositories: [seen],
      withheld: ['sign-on', 'addresses'],
    });
  });

  test('is not known where GitHub fails in part, has a limit, or does not answer', async () => {
    const answers: [number, unknown, string][] = [
      [
        200,
        { data: { nodes: [shop, null] }, errors: [{ message: 'Something went wrong.', path: ['nodes', 1] }] },
        'did not say it',
      ],
      [
        200,
        { data: { nodes: [shop] }, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
        'did not say it',
      ],
      [200, { data: null, errors: [notFound] }, 'did not say it'],
      [200, 'no JSON', 'did not say it'],
      [502, '', 'answers 502'],
      [403, { message: 'secondary rate limit' }, 'answers 403'],
    ];
    for (const [status, body, why] of answers) {
      reply(status, body);
      expect(await signIn.sees(token, ['R_1', 'R_2'])).toEqual({ kind: 'away', why });
    }
    reply(401, { message: 'Bad credentials' });
    expect(await signIn.sees(token, ['R_1'])).toEqual({ kind: 'over' });
  });

  test('of the App itself: what it does not find is left out, what fails is asked again', async () => {
    type Said = { data: unknown; errors: { message: string; type?: string }[] };
    const answering = (answer: Said): Pick<GitHub, 'graphql'> => ({ graphql: async () => answer as never });
    const found = await repositoriesOf(
      answering({ data: { nodes: [{ ...shop, viewerPermission: null }, null] }, errors: [notFound] }),
      3,
      ['R_1', 'R_2'],
    );
    expect(found).toEqual([{ ...seen, permission: null }]);
    const failing = answering({
      data: { nodes: [shop, null] },
      errors: [{ message: 'Something went wrong.' }],
    });
    await expect(repositoriesOf(failing, 3, ['R_1', 'R_2'])).rejects.toThrow('GitHub answered in part only');
  });
});
