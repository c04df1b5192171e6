/** Who is let in, where, and what they see: the ways that look alike and are not. */
import { afterEach, expect, test } from 'vitest';
import { ask, flavours, startWorld, type World } from './world.ts';

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const basic = (name: string, secret: string): string =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;

test('cloud: at the site, a pair that does not hold is nobody, and an issue looks as if it were not there', async () => {
  world = await startWorld('cloud');
  const { jira, call } = world;
  const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
  const pair = basic(jira.emailOf('bot'), jira.token('bot'));
  const get = (path: string) => ask(`${jira.url}/rest/api/3${path}`, 'GET', pair);
  expect((await get(`/issue/${key}`)).status).toBe(200);
  jira.revokeTokens('bot');
  const issue = await get(`/issue/${key}`);
  expect(issue).toMatchObject({
    status: 404,
    body: { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} },
  });
  expect(issue.headers.get('x-seraph-loginreason')).toBe('AUTHENTICATED_FAILED');
  expect((await get('/field')).status).toBe(200);
  expect(await get('/myself')).toMatchObject({
    status: 401,
    body: 'Client must be authenticated to access this resource.',
  });
  // A bearer is for the gateway; somebody who is deactivated is nobody, too.
  expect((await ask(`${jira.url}/rest/api/3/myself`, 'GET', `Bearer ${jira.scopedToken('ed')}`)).status).toBe(
    403,
  );
  jira.token('ed');
  jira.deactivate('ed');
  expect((await call('GET', '/myself', undefined, 'ed')).status).toBe(401);
});

test('cloud: at the gateway, a token with scopes', async () => {
  world = await startWorld('cloud');
  const { jira } = world;
  const { key, id } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
  const get = (path: string, authorization: string | null) =>
    ask(`${jira.gateway}/rest/api/3${path}`, 'GET', authorization);
  const bearer = `Bearer ${jira.scopedToken('bot')}`;
  // Its links lead through the gateway, too.
  expect((await get(`/issue/${key}`, bearer)).body).toMatchObject({
    self: `${jira.gateway}/rest/api/3/issue/${id}`,
  });
  expect((await get(`/issue/${key}`, basic(jira.emailOf('bot'), jira.scopedToken('bot')))).status).toBe(200);
  expect(await get(`/issue/${key}`, 'Bearer wrong')).toMatchObject({
    status: 401,
    body: { code: 401, message: 'Unauthorized' },
  });
  expect((await get(`/issue/${key}`, null)).status).toBe(401);
  // A token without scopes is for the site.
  expect((await get('/myself', basic(jira.emailOf('bot'), jira.token('bot')))).status).toBe(401);
  const members = `/group/member?groupId=${jira.groupId('pms')}`;
  expect(await get(members, bearer)).toMatchObject({
    status: 401,
    body: { code: 401, message: 'Unauthorized; scope does not match' },
  });
  for (const scopes of [
    ['manage:jira-configuration'],
    ['read:jira-work', 'read:group:jira', 'read:user:jira', 'read:avatar:jira'],
  ])
    expect((await get(members, `Bearer ${jira.scopedToken('bot', scopes)}`)).status).toBe(200);
  jira.revokeTokens('bot');
  expect((await get(`/issue/${key}`, bearer)).status).toBe(401);
});

test('data center: personal tokens and passwords, also below a path', async () => {
  world = await startWorld('data-center', '/jira');
  const { jira, call } = world;
  expect(jira.url).toMatch(/\/jira$/);
  const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
  expect((await call('GET', `/issue/${key}`)).status).toBe(200);
  const get = (authorization: string | null, path = `/issue/${key}`) =>
    ask(`${jira.url}/rest/api/2${path}`, 'GET', authorization);
  expect((await get(basic('bot', jira.password('bot')))).status).toBe(200);
  const bad = await get('Bearer wrong');
  expect([bad.status, bad.headers.get('content-type'), bad.headers.get('x-seraph-loginreason')]).toEqual([
    401,
    'text/html;charset=UTF-8',
    'AUTHENTICATED_FAILED',
  ]);
  // Unlike Cloud, it says that there is an issue.
  expect(await get(null)).toMatchObject({
    status: 401,
    body: { errorMessages: ['You do not have the permission to see the specified issue.', 'Login Required'] },
  });
  expect(await call('GET', `/issue/${key}`, undefined, 'vic')).toMatchObject({ status: 403 });
  expect(await call('GET', '/issue/SHOP-99', undefined, 'vic')).toMatchObject({
    status: 404,
    body: { errorMessages: ['Issue Does Not Exist'], errors: {} },
  });
  jira.revokeTokens('bot');
  expect((await get(basic('bot', 'old'))).status).toBe(401);
});

test('customers see nothing of Jira; somebody taken from a role sees it no more', async () => {
  world = await startWorld('cloud');
  const { jira, call } = world;
  const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
  const { key: open } = jira.as('ed').createIssue('OPS', { summary: 'Rotate' });
  const status = async (path: string, as: string): Promise<number> =>
    (await call('GET', path, undefined, as)).status;
  expect(await status(`/issue/${open}`, 'carla')).toBe(404);
  expect(await status(`/issue/${key}`, 'ed')).toBe(200);
  jira.removeFromRole('SHOP', 'Developers', { users: ['ed'] });
  expect(await status(`/issue/${key}`, 'ed')).toBe(404);
  jira.addToGroup('pms', 'ed');
  expect(await status(`/issue/${key}`, 'ed')).toBe(200);
  jira.removeFromGroup('pms', 'ed');
  jira.addToRole('SHOP', 'Product', { users: ['ed'] });
  expect(await status(`/issue/${key}`, 'ed')).toBe(200);
  jira.as('site-admin');
  jira.grant('SHOP', 'BROWSE_PROJECTS', 'anyone');
  expect(await call('GET', `/issue/${key}?fields=summary`, undefined, null)).toMatchObject({ status: 200 });
  // But nobody in particular changes anything.
  expect(await call('PUT', `/issue/${key}`, { fields: { summary: 'x' } }, null)).toMatchObject({
    status: 401,
  });
});

test.each(flavours)('%s: says whom it took a request to be from, and takes JSON only', async (flavour) => {
  world = await startWorld(flavour);
  const { jira, call } = world;
  const { headers } = await call('GET', '/myself');
  const name = flavour === 'cloud' ? 'x-aaccountid' : 'x-ausername';
  expect(decodeURIComponent(headers.get(name) ?? '')).toBe(jira.idOf('bot'));
  expect((await call('GET', '/serverInfo', undefined, null)).headers.get(name)).toBe(
    flavour === 'cloud' ? null : 'anonymous',
  );
  const answer = await fetch(
    `${jira.url}/rest/api/${flavour === 'cloud' ? 3 : 2}/search${flavour === 'cloud' ? '/jql' : ''}`,
    {
      method: 'POST',
      body: '{"jql":"project = OPS"}',
    },
  );
  expect(answer.status).toBe(415);
});

test('who there is', async () => {
  world = await startWorld('data-center');
  world.jira.deactivate('vic');
  const { people, projects } = world.jira.describe();
  expect(projects).toEqual(['SHOP', 'OPS']);
  expect(people.map((one) => one.token)).toEqual(people.map((one) => world?.jira.token(one.handle)));
  expect(people.map((one) => [one.handle, ...one.groups])).toEqual([
    ['site-admin', 'jira-administrators'],
    ['automation'],
    ['maria', 'pms'],
    ['paul', 'pms'],
    ['ed'],
    ['carla'],
    ['bot'],
  ]);
});

test('a deleted issue is gone', async () => {
  world = await startWorld('cloud');
  const { jira, call } = world;
  const { key } = jira.as('ed').createIssue('OPS', { summary: 'Rotate' });
  jira.as('site-admin').deleteIssue(key);
  expect((await call('GET', `/issue/${key}`)).status).toBe(404);
  expect(() => jira.issue(key)).toThrow(/no issue/);
});

test('what is not played fails loudly, and is listed', async () => {
  world = await startWorld('cloud');
  const { jira, call } = world;
  const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
  for (const path of [
    '/priority',
    `/issue/${key}?expand=operations`,
    `/issue/${key}?fields=epic`,
    `/issue/${key}?fieldsByKeys=true`,
  ])
    expect((await call('GET', path)).status, path).toBe(501);
  const body = { fields: {}, historyMetadata: {} };
  expect((await call('PUT', `/issue/${key}`, body)).status).toBe(501);
  const table = { type: 'doc', version: 1, content: [{ type: 'table', content: [] }] };
  expect((await call('POST', `/issue/${key}/comment`, { body: table })).status).toBe(501);
  expect((await ask(`${jira.url}/rest/api/2/myself`, 'GET', null)).status).toBe(501);
  expect((await ask(`${jira.url}/browse/${key}`, 'GET', null)).status).toBe(501);
  expect(jira.unplayed).toEqual([
    'GET version 3 /priority',
    'GET /issue/{issueIdOrKey}: expand=operations',
    'GET /issue/{issueIdOrKey}: the field epic',
    'GET /issue/{issueIdOrKey} with ?fieldsByKeys',
    'PUT /issue/{issueIdOrKey}: historyMetadata in the body',
    'POST /issue/{issueIdOrKey}/comment: the ADF node table',
    'GET version 2 /myself',
    'GET outside of its API',
  ]);
  expect(jira.problems).toEqual([]);
});
