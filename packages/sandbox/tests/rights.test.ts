/** Who may do what: roles of people, permissions of Apps, tokens that hold and tokens that do not. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, graphql, jwt, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  world.github.as('rita').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
});
afterEach(() => world.close());

const shop = '/repos/acme/shop';
const ask = async (login: string, method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await call(world.github, world.github.token(login), method, `${shop}${path}`, body);
  return answer.status < 300 ? answer.status : [answer.status, (answer.body as { message: string }).message];
};
const forbidden = [403, 'Must have admin rights to Repository.'];

test('readers talk, triagers sort, writers write', async () => {
  const { github } = world;
  github.as('ed').createLabel('acme/shop', { name: 'ready' });
  github.user('zoe');
  const rights: [string, string, unknown, unknown, unknown, unknown][] = [];
  for (const [method, path, body] of [
    ['POST', '/issues/1/comments', { body: 'Hm' }],
    ['POST', '/issues/1/labels', ['ready']],
    ['PATCH', '/issues/1', { state: 'closed' }],
    ['PATCH', '/issues/1', { state: 'open' }],
    ['PATCH', '/issues/1', { body: 'Mine now' }],
    ['POST', '/labels', { name: 'new' }],
  ] as const) {
    const row: unknown[] = [];
    for (const login of ['zoe', 'pia', 'ed']) row.push(await ask(login, method, path, body));
    rights.push([method, path, JSON.stringify(body), row[0], row[1], row[2]]);
  }
  expect(rights).toEqual([
    ['POST', '/issues/1/comments', '{"body":"Hm"}', 201, 201, 201],
    ['POST', '/issues/1/labels', '["ready"]', forbidden, 200, 200],
    ['PATCH', '/issues/1', '{"state":"closed"}', forbidden, 200, 200],
    ['PATCH', '/issues/1', '{"state":"open"}', forbidden, 200, 200],
    ['PATCH', '/issues/1', '{"body":"Mine now"}', forbidden, forbidden, 200],
    ['POST', '/labels', '{"name":"new"}', forbidden, forbidden, 201],
  ]);
});

test('assignees and labels of somebody who may not set them are passed over without a word', async () => {
  const { github } = world;
  const created = await call(github, github.token('rita'), 'POST', `${shop}/issues`, {
    title: 'Till',
    labels: ['urgent'],
    assignees: ['ed'],
  });
  expect([created.status, created.body]).toMatchObject([201, { labels: [], assignees: [] }]);
  const assigned = await call(github, github.token('rita'), 'POST', `${shop}/issues/1/assignees`, {
    assignees: ['ed'],
  });
  expect([assigned.status, assigned.body]).toMatchObject([201, { assignees: [] }]);
  expect(github.find.repository('acme/shop').labels).toEqual([]);
});

test('an author closes and reopens their own issue, but not what somebody else has closed', async () => {
  const { github } = world;
  expect(await ask('rita', 'PATCH', '/issues/1', { state: 'closed' })).toBe(200);
  expect(await ask('rita', 'PATCH', '/issues/1', { state: 'open' })).toBe(200);
  github.as('helper[bot]').close('acme/shop#1');
  expect(await ask('rita', 'PATCH', '/issues/1', { state: 'open' })).toEqual(forbidden);
  const over = await graphql(
    github,
    github.token('rita'),
    'mutation ($id: ID!) { reopenIssue(input: { issueId: $id }) { clientMutationId } }',
    { id: github.find.item('acme/shop#1').nodeId },
  );
  expect(over.errors).toMatchObject([
    { type: 'FORBIDDEN', message: 'rita does not have the correct permissions to execute `ReopenIssue`' },
  ]);
});

test('whoever can write can change and delete other people’s comments; others only their own', async () => {
  const remark = world.github.as('rita').comment('acme/shop#1', 'I want it');
  const path = `/issues/comments/${remark.id}`;
  expect(await ask('pia', 'PATCH', path, { body: 'She wants it' })).toEqual(forbidden);
  expect(await ask('rita', 'PATCH', path, { body: 'I need it' })).toBe(200);
  expect(await ask('ed', 'PATCH', path, { body: 'Nobody wants it' })).toBe(200);
  expect(await ask('ed', 'DELETE', path)).toBe(204);
});

test('a locked issue takes comments of writers only, and no reactions; an archived repository takes nothing', async () => {
  const { github } = world;
  github.as('ed').lock('acme/shop#1');
  expect(() => github.as('ed').react('acme/shop#1', 'heart')).toThrow(
    'Unable to create reaction because issue is locked.',
  );
  expect(await ask('rita', 'POST', '/issues/1/comments', { body: 'Still here' })).toEqual([
    403,
    'Unable to create comment because issue is locked.',
  ]);
  expect(await ask('ed', 'POST', '/issues/1/comments', { body: 'Still here' })).toBe(201);
  github.archiveRepository('acme/shop');
  expect(await ask('ed', 'POST', '/issues/1/comments', { body: 'Still here' })).toEqual([
    403,
    'Repository was archived so is read-only.',
  ]);
});

test('a private repository is not there for those who may not see it', async () => {
  const { github, installationToken } = world;
  github.repository('acme/secret', { private: true });
  github.as('pia').openIssue('acme/secret', { title: 'Plan' });
  expect((await call(github, github.token('rita'), 'GET', '/repos/acme/secret/issues/1')).status).toBe(404);
  expect((await call(github, null, 'GET', '/repos/acme/secret')).status).toBe(404);
  expect((await call(github, github.token('pia'), 'GET', '/repos/acme/secret/issues/1')).status).toBe(200);
  expect((await call(github, installationToken, 'GET', '/repos/acme/secret/issues/1')).status).toBe(200);
  const hidden = await graphql(
    github,
    github.token('rita'),
    '{ repository(owner: "acme", name: "secret") { id } }',
  );
  expect(hidden).toMatchObject({
    data: { repository: null },
    errors: [
      { type: 'NOT_FOUND', message: "Could not resolve to a Repository with the name 'acme/secret'." },
    ],
  });
});

test('roles by team, parent team, custom role: the folded permission and the true name', async () => {
  const { github } = world;
  github.user('tina');
  github.addMember('acme', 'tina');
  github.team('acme', 'Product');
  github.team('acme', 'Specs', { parent: 'product', members: ['tina'], pending: ['rita'] });
  const role = async (login: string): Promise<unknown> => {
    const { permission, role_name } = (
      await call(github, world.installationToken, 'GET', `${shop}/collaborators/${login}/permission`)
    ).body as Record<string, string>;
    return [permission, role_name];
  };
  expect(await role('tina')).toEqual(['read', 'read']);
  github.grantTeam('acme/product', 'acme/shop', 'maintain');
  expect([await role('tina'), await role('rita'), await role('pia'), await role('olga')]).toEqual([
    ['write', 'maintain'],
    ['read', 'read'],
    ['read', 'triage'],
    ['admin', 'admin'],
  ]);
  github.collaborator('acme/shop', 'rita', { name: 'reviewer', base: 'triage' });
  expect(await role('rita')).toEqual(['read', 'reviewer']);
});

test('a team’s members include those of child teams, and nobody who has not accepted', async () => {
  const { github, installationToken } = world;
  github.team('acme', 'Product', { members: ['pia'] });
  github.team('acme', 'Specs', { parent: 'product', members: ['ed'], pending: ['rita'] });
  const members = (await call(github, installationToken, 'GET', '/orgs/acme/teams/product/members')).body as {
    login: string;
  }[];
  expect(members.map(({ login }) => login)).toEqual(['pia', 'ed']);
  const state = async (login: string): Promise<unknown> => {
    const answer = await call(
      github,
      installationToken,
      'GET',
      `/orgs/acme/teams/specs/memberships/${login}`,
    );
    return answer.status === 200 ? (answer.body as { state: string }).state : answer.status;
  };
  expect([await state('ed'), await state('rita'), await state('pia')]).toEqual(['active', 'pending', 404]);
  const graph = await graphql(
    github,
    installationToken,
    '{ organization(login: "acme") { team(slug: "product") { all: members(first: 5) { nodes { login } } own: members(first: 5, membership: IMMEDIATE) { nodes { login } } } } }',
  );
  expect(graph).toEqual({
    data: {
      organization: {
        team: { all: { nodes: [{ login: 'pia' }, { login: 'ed' }] }, own: { nodes: [{ login: 'pia' }] } },
      },
    },
  });
});

test('an App does what its permissions say, and no more', async () => {
  const { github } = world;
  github.app({ slug: 'reader', permissions: { issues: 'read' }, events: [] });
  const installation = github.install('reader', 'acme');
  const reader = github.find.app('reader');
  const { token } = (
    await call(github, jwt(reader), 'POST', `/app/installations/${installation.id}/access_tokens`)
  ).body as { token: string };
  const label = await call(github, token, 'POST', `${shop}/issues/1/comments`, { body: 'Hm' });
  expect([label.status, (label.body as { message: string }).message]).toEqual([
    403,
    'Resource not accessible by integration',
  ]);
  const close = await graphql(
    github,
    token,
    'mutation ($id: ID!) { closeIssue(input: { issueId: $id }) { issue { id } } }',
    { id: github.find.item('acme/shop#1').nodeId },
  );
  expect(close).toMatchObject({
    data: { closeIssue: null },
    errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration', path: ['closeIssue'] }],
  });
  const team = await graphql(github, token, '{ organization(login: "acme") { team(slug: "x") { id } } }');
  expect(team).toMatchObject({ data: { organization: { team: null } }, errors: [{ type: 'FORBIDDEN' }] });
  const more = await call(
    github,
    jwt(reader),
    'POST',
    `/app/installations/${installation.id}/access_tokens`,
    { permissions: { issues: 'write' } },
  );
  expect(more.status).toBe(422);
});

test('an App that is installed on one repository writes in no other', async () => {
  const { github } = world;
  github.repository('acme/till');
  github.as('rita').openIssue('acme/till', { title: 'Broken' });
  github.app({ slug: 'shopkeeper', permissions: { issues: 'write' }, events: [] });
  const installation = github.install('shopkeeper', 'acme', ['acme/shop']);
  const keeper = github.find.app('shopkeeper');
  const { token } = (
    await call(github, jwt(keeper), 'POST', `/app/installations/${installation.id}/access_tokens`)
  ).body as { token: string };
  const say = async (repository: string): Promise<number> =>
    (await call(github, token, 'POST', `/repos/acme/${repository}/issues/1/comments`, { body: 'Hm' })).status;
  expect([await say('shop'), await say('till')]).toEqual([201, 403]);
  const list = (await call(github, token, 'GET', '/installation/repositories')).body as {
    repositories: { name: string }[];
  };
  expect(list.repositories.map(({ name }) => name)).toEqual(['shop']);
});

test('tokens that do not hold: unknown, ended, of a deleted person; and none at all', async () => {
  const { github, installationToken } = world;
  const status = async (token: string | null): Promise<unknown> => {
    const answer = await call(github, token, 'POST', '/graphql', { query: '{ viewer { login } }' });
    return answer.status === 200 ? 200 : [answer.status, (answer.body as { message: string }).message];
  };
  expect(await status(installationToken)).toBe(200);
  expect(await status('ghp_unknown')).toEqual([401, 'Bad credentials']);
  expect(await status(null)).toEqual([401, 'This endpoint requires you to be authenticated.']);
  const rita = github.token('rita');
  github.deleteUser('rita');
  expect(await status(rita)).toEqual([401, 'Bad credentials']);
  github.endTokens();
  expect(await status(installationToken)).toEqual([401, 'Bad credentials']);
  expect((await call(github, null, 'POST', `${shop}/issues/1/comments`, { body: 'Hm' })).status).toBe(401);
});

test('a JSON web token must be signed by the App, and not too long', async () => {
  const { github, app } = world;
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const say = async (token: string): Promise<unknown> => {
    const answer = await call(github, token, 'GET', '/app');
    return answer.status === 200
      ? 200
      : [answer.status, (answer.body as { message: string }).message.slice(0, 46)];
  };
  expect(await say(jwt(app))).toBe(200);
  expect(await say(jwt(app, {}, other))).toEqual([401, 'A JSON web token could not be decoded']);
  expect(await say(jwt({ ...app, id: 999_999 }))).toEqual([401, 'Integration not found']);
  expect(await say(jwt(app, { exp: -60 }))).toEqual([401, "'Expiration time' claim ('exp') must be a nume"]);
  expect(await say(jwt(app, { exp: 700 }))).toEqual([401, "'Expiration time' claim ('exp') is too far in "]);
  expect(await say(jwt(app, { iat: 120 }))).toEqual([401, "'Issued at' claim ('iat') must be an Integer r"]);
  expect((await call(github, jwt(app), 'GET', `${shop}/issues`)).status).toBe(401);
  expect((await call(github, world.installationToken, 'GET', '/app')).status).toBe(401);
});

test('uninstalled: its tokens end, and it is told', async () => {
  const { github, installationToken } = world;
  github.uninstall('helper', 'acme');
  expect((await call(github, installationToken, 'GET', shop)).status).toBe(401);
  await github.settled();
  expect(github.deliveries.at(-1)).toMatchObject({
    event: 'installation',
    action: 'deleted',
    statusCode: 200,
  });
});
