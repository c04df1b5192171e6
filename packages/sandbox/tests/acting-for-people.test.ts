/** A user access token sees and does what both the person and the App may: no more, and at once no longer. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox, type App, type Sandbox } from '../src/index.ts';
import { call, graphql, jwt } from './world.ts';

let github: Sandbox;
let app: App;
beforeEach(async () => {
  github = await startSandbox();
  for (const login of ['olga', 'pia', 'ed', 'zoe']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['pia', 'ed'], baseRole: 'none' });
  github.repository('acme/both', { private: true, collaborators: { pia: 'write' } });
  github.repository('acme/only-app', { private: true });
  github.repository('acme/only-pia', { private: true, collaborators: { pia: 'write' } });
  github.repository('zoe/public');
  app = github.app({ slug: 'helper', permissions: { issues: 'write' }, events: [] });
  github.install('helper', 'acme', ['acme/both', 'acme/only-app']);
});
afterEach(async () => {
  expect(github.misfits).toEqual([]);
  expect(github.unplayed).toEqual([]);
  await github.close();
});

const idOf = (name: string): string => github.find.repository(name).nodeId;
const nowhere = 'R_kwDOAAAAAAAA';

/** Which of the repositories the token sees, by REST and by GraphQL, which must agree. */
async function seen(token: string): Promise<string[]> {
  const names = ['acme/both', 'acme/only-app', 'acme/only-pia', 'zoe/public', 'acme/nowhere'];
  const byRest: string[] = [];
  for (const name of names)
    if ((await call(github, token, 'GET', `/repos/${name}`)).status === 200) byRest.push(name);
  const ids = names.map((name) => (name === 'acme/nowhere' ? nowhere : idOf(name)));
  const { data, errors = [] } = await graphql(
    github,
    token,
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Repository { nameWithOwner } } }',
    { ids },
  );
  const { nodes } = data as { nodes: ({ nameWithOwner: string } | null)[] };
  expect(nodes.flatMap((one) => one?.nameWithOwner ?? [])).toEqual(byRest);
  expect(errors.map(({ type, message }) => [type, message])).toEqual(
    ids
      .filter((_, place) => nodes[place] === null)
      .map((id) => ['NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`]),
  );
  return byRest;
}

test('it sees where both the person and the App may, and what is public', async () => {
  expect(await seen(github.userToken('helper', 'pia'))).toEqual(['acme/both', 'zoe/public']);
  expect(await seen(github.token('pia'))).toEqual(['acme/both', 'acme/only-pia', 'zoe/public']);
  expect(await seen(github.userToken('helper', 'ed'))).toEqual(['zoe/public']);
  expect(await seen(github.userToken('helper', 'olga'))).toEqual([
    'acme/both',
    'acme/only-app',
    'zoe/public',
  ]);
});

test('what is hidden and what is not there are refused in the same words', async () => {
  const token = github.userToken('helper', 'ed');
  const hidden = await call(github, token, 'GET', '/repos/acme/both');
  const absent = await call(github, token, 'GET', '/repos/acme/nowhere');
  expect([hidden.status, hidden.body]).toEqual([absent.status, absent.body]);
  const query = (name: string): string => `{ repository(owner: "acme", name: "${name}") { id } }`;
  const [one, other] = [
    await graphql(github, token, query('both')),
    await graphql(github, token, query('none')),
  ];
  expect(JSON.stringify(one).replaceAll('both', 'none')).toBe(JSON.stringify(other));
});

test.each<[string, () => void]>([
  ['is taken off the repository', () => github.collaborator('acme/both', 'pia', null)],
  ['uses an App that is suspended there', () => github.suspend('helper', 'acme')],
  ['uses an App that is uninstalled', () => github.uninstall('helper', 'acme')],
  [
    'uses an App that the repository is taken from',
    () => github.reach('helper', 'acme', { remove: ['acme/both'] }),
  ],
])('whoever %s sees it no longer, from the next request on', async (_, lose) => {
  const token = github.userToken('helper', 'pia');
  expect(await seen(token)).toContain('acme/both');
  lose();
  expect(await seen(token)).toEqual(['zoe/public']);
});

test.each<[string, () => void]>([
  ['revoked what they authorized', () => github.revokeAuthorization('helper', 'pia')],
  ['is gone', () => github.deleteUser('pia')],
])('whoever %s is nobody, from the next request on', async (_, lose) => {
  const token = github.userToken('helper', 'pia');
  lose();
  for (const path of ['/user', '/repos/zoe/public', '/user/installations'])
    expect((await call(github, token, 'GET', path)).status).toBe(401);
  expect((await call(github, token, 'POST', '/graphql', { query: '{ viewer { login } }' })).status).toBe(401);
});

test('it is the person: `viewer`, and the author of what it writes, through the App', async () => {
  const token = github.userToken('helper', 'pia');
  expect(await graphql(github, token, '{ viewer { login __typename } }')).toEqual({
    data: { viewer: { login: 'pia', __typename: 'User' } },
  });
  const { body } = await call(github, token, 'POST', '/repos/acme/both/issues', { title: 'Basket' });
  expect(body).toMatchObject({ user: { login: 'pia' }, performed_via_github_app: { slug: 'helper' } });
});

test('it does what the App is permitted, and reads what is public', async () => {
  github.as('zoe').openIssue('zoe/public', { title: 'Broken' });
  github.as('pia').openIssue('acme/both', { title: 'Basket' });
  const token = github.userToken('helper', 'pia');
  const status = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(github, token, method, path, body);
    return answer.status < 300
      ? answer.status
      : [answer.status, (answer.body as { message: string }).message];
  };
  const no = [403, 'Resource not accessible by integration'];
  expect(await status('GET', '/repos/zoe/public/issues/1')).toBe(200);
  expect(await status('GET', '/repos/zoe/public/contents/README.md')).toBe(200);
  // A person may comment there; through an App that is not installed there, they may not.
  expect(await status('POST', '/repos/zoe/public/issues/1/comments', { body: 'Hm' })).toEqual(no);
  expect(await status('GET', '/repos/acme/both/issues/1')).toBe(200);
  expect(await status('GET', '/repos/acme/both/contents/README.md')).toEqual(no);
  github.permit('helper', 'acme', { issues: 'read', contents: 'read' });
  expect(await status('GET', '/repos/acme/both/contents/README.md')).toBe(200);
  expect(await status('POST', '/repos/acme/both/issues/1/comments', { body: 'Hm' })).toEqual(no);
  // What the App may and the person may not.
  github.permit('helper', 'acme', { issues: 'write' });
  github.collaborator('acme/both', 'pia', 'read');
  expect(await status('POST', '/repos/acme/both/labels', { name: 'ready' })).toEqual([
    403,
    'Must have admin rights to Repository.',
  ]);
  const team = '{ organization(login: "acme") { team(slug: "x") { id } } }';
  expect(await graphql(github, token, team)).toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
  expect(await status('GET', '/orgs/acme/teams')).toEqual(no);
  github.permit('helper', 'acme', { members: 'read' });
  expect(await status('GET', '/orgs/acme/teams')).toBe(200);
  expect(await graphql(github, token, team)).toEqual({ data: { organization: { team: null } } });
});

test('where it reaches, a page at a time', async () => {
  const token = github.userToken('helper', 'pia');
  github.install('helper', 'zoe');
  github.install('helper', 'pia');
  const installations = await call(github, token, 'GET', '/user/installations');
  expect(installations.body).toMatchObject({
    total_count: 2,
    installations: [{ account: { login: 'acme' } }, { account: { login: 'pia' } }],
  });
  const [{ id } = { id: 0 }] = github.installations('helper');
  const path = `/user/installations/${id}/repositories`;
  expect((await call(github, token, 'GET', path)).body).toMatchObject({
    total_count: 1,
    repositories: [{ full_name: 'acme/both', permissions: { pull: true, push: true, admin: false } }],
  });
  for (let count = 1; count <= 31; count += 1) github.repository(`pia/r${count}`, { private: true });
  const own = github.installations('helper')[2]?.id ?? 0;
  const first = await call(github, token, 'GET', `/user/installations/${own}/repositories`);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await call(github, token, 'GET', next);
  const namesOf = (body: unknown): string[] =>
    (body as { repositories: { name: string }[] }).repositories.map(({ name }) => name);
  expect([namesOf(first.body).length, namesOf(second.body)]).toEqual([30, ['r31']]);

  expect((await call(github, github.userToken('helper', 'ed'), 'GET', path)).status).toBe(404);
  expect((await call(github, github.token('pia'), 'GET', '/user/installations')).status).toBe(403);
  github.suspend('helper', 'acme');
  expect((await call(github, token, 'GET', path)).status).toBe(403);
});

test('what is public counts as reached only by those who have a role there', async () => {
  github.repository('acme/open');
  github.reach('helper', 'acme', { add: ['acme/open'] });
  const total = async (login: string): Promise<unknown> => {
    const { body } = await call(github, github.userToken('helper', login), 'GET', '/user/installations');
    return (body as { total_count: number }).total_count;
  };
  expect([await total('zoe'), await total('ed'), await total('olga')]).toEqual([0, 0, 1]);
});

test('limited to one repository', async () => {
  github.repository('acme/second', { private: true, collaborators: { pia: 'read' } });
  github.reach('helper', 'acme', { add: ['acme/second'] });
  github.changeApp('helper', { callbackUrls: ['http://app.example/'] });
  github.userToken('helper', 'pia');
  const tokenFor = async (repository: string): Promise<string> => {
    const said = await fetch(`${github.url}/login/oauth/authorize?client_id=${app.clientId}`, {
      headers: { cookie: github.browser('pia') },
      redirect: 'manual',
    });
    const answer = await fetch(`${github.url}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        client_id: app.clientId,
        client_secret: app.clientSecrets[0] ?? '',
        code: new URL(said.headers.get('location') ?? '').searchParams.get('code') ?? '',
        repository_id: String(github.find.repository(repository).id),
      }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const second = async (token: string): Promise<number> =>
    (await call(github, token, 'GET', '/repos/acme/second')).status;
  const limited = await tokenFor('acme/both');
  expect([await seen(limited), await second(limited)]).toEqual([['acme/both', 'zoe/public'], 404]);
  // One that the App or the person cannot access is passed over.
  for (const ignored of ['acme/only-app', 'acme/only-pia'])
    expect(await second(await tokenFor(ignored))).toBe(200);
});

test('the person has one limit, whichever token asks', async () => {
  const used = async (token: string): Promise<number> =>
    Number((await call(github, token, 'GET', '/user')).headers.get('x-ratelimit-used'));
  expect([
    await used(github.userToken('helper', 'pia')),
    await used(github.token('pia')),
    await used(github.userToken('helper', 'pia')),
    await used(github.userToken('helper', 'ed')),
  ]).toEqual([1, 2, 3, 1]);
});

const basic = (one: App, secret = one.clientSecrets[0] ?? ''): Record<string, string> => ({
  authorization: `Basic ${btoa(`${one.clientId}:${secret}`)}`,
});

test('the App checks a token, and ends it', async () => {
  const token = github.userToken('helper', 'pia');
  const other = github.userToken('helper', 'pia');
  const ask = async (
    method: string,
    what: string,
    body: unknown = { access_token: token },
    headers = basic(app),
  ): Promise<unknown> => {
    const path = `/applications/${app.clientId}/${what}`;
    const answer = await call(github, null, method, path, body, headers);
    return answer.status === 200 ? answer.body : answer.status;
  };
  expect(await ask('POST', 'token')).toMatchObject({
    app: { client_id: app.clientId, name: 'helper' },
    user: { login: 'pia' },
    scopes: [],
    token_last_eight: token.slice(-8),
    hashed_token: createHash('sha256').update(token).digest('hex'),
  });
  const stranger = github.app({ slug: 'stranger', permissions: {}, events: [] });
  expect(await ask('POST', 'token', undefined, basic(app, 'guessed'))).toBe(401);
  expect(await ask('POST', 'token', undefined, {})).toBe(401);
  expect(await ask('POST', 'token', undefined, basic(stranger))).toBe(404);
  expect(await ask('POST', 'token', { access_token: 'ghu_guessed' })).toBe(404);
  expect(await ask('DELETE', 'token', { access_token: github.userToken('stranger', 'pia') })).toBe(404);
  expect(await ask('DELETE', 'token', {})).toBe(422);

  expect(await ask('DELETE', 'token')).toBe(204);
  expect(await ask('POST', 'token')).toBe(404);
  expect((await call(github, token, 'GET', '/user')).status).toBe(401);
  expect((await call(github, other, 'GET', '/user')).status).toBe(200);
});

test('the App ends all that it holds for a person', async () => {
  const tokens = [github.userToken('helper', 'pia'), github.userToken('helper', 'pia')];
  const ed = github.userToken('helper', 'ed');
  const path = `/applications/${app.clientId}/grant`;
  const answer = await call(github, null, 'DELETE', path, { access_token: tokens[0] }, basic(app));
  expect(answer.status).toBe(204);
  for (const token of tokens) expect((await call(github, token, 'GET', '/user')).status).toBe(401);
  expect((await call(github, ed, 'GET', '/user')).status).toBe(200);
  expect(() => github.revokeAuthorization('helper', 'pia')).toThrow('pia has not authorized helper.');
});

test('its client id and secret open nothing else, and its client id names it in a JSON web token', async () => {
  expect((await call(github, null, 'GET', '/repos/zoe/public', undefined, basic(app))).status).toBe(401);
  const query = { query: '{ viewer { login } }' };
  expect((await call(github, null, 'POST', '/graphql', query, basic(app))).status).toBe(401);
  const { clientId: id, privateKey } = app;
  expect((await call(github, jwt({ id, privateKey }), 'GET', '/app')).body).toMatchObject({
    slug: 'helper',
    client_id: app.clientId,
  });
});
