/** Every REST operation that is played, answered as GitHub's OpenAPI description says. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { playedOperations, route } from '../src/rest/router.ts';
import type { Answered } from './http.ts';
import { call, jwt, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

test('one walk through all operations: each answer fits the description', async () => {
  const { github, app, installationToken } = world;
  const seen = new Set<string>();
  const by =
    (token: string) =>
    async (method: string, path: string, body?: unknown): Promise<Answered> => {
      const answer = await call(github, token, method, path, body);
      seen.add(route(method, new URL(path, github.url).pathname)?.operation ?? 'none');
      expect([method, path, answer.status < 300 ? 'fine' : answer]).toEqual([method, path, 'fine']);
      return answer;
    };
  const olga = by(github.token('olga'));
  const bot = by(installationToken);
  const self = by(jwt(app));
  const shop = '/repos/acme/shop';

  const installation = (await self('GET', '/app/installations')).body as { id: number }[];
  await self('GET', '/app');
  await olga('GET', '/apps/helper');
  await self('GET', `/app/installations/${installation[0]?.id}`);
  const scoped = await self('POST', `/app/installations/${installation[0]?.id}/access_tokens`, {
    repositories: ['shop'],
    permissions: { issues: 'read' },
  });
  await by((scoped.body as { token: string }).token)('DELETE', '/installation/token');
  for (const path of [`${shop}/installation`, '/orgs/acme/installation', '/app/hook/config', '/meta'])
    await self('GET', path);
  await self('PATCH', '/app/hook/config', { content_type: 'json' });
  github.user('solo');
  github.install('helper', 'solo');
  await self('GET', '/users/solo/installation');
  await bot('GET', '/installation/repositories');
  await bot('GET', '/rate_limit');

  const pia = by(github.userToken('helper', 'pia'));
  const [{ id } = { id: 0 }] = (
    (await pia('GET', '/user/installations')).body as { installations: { id: number }[] }
  ).installations;
  await pia('GET', `/user/installations/${id}/repositories`);
  const [secret = ''] = app.clientSecrets;
  const basic = `Basic ${btoa(`${app.clientId}:${secret}`)}`;
  for (const [method, what] of [
    ['POST', 'token'],
    ['DELETE', 'token'],
    ['DELETE', 'grant'],
  ] as const) {
    const path = `/applications/${app.clientId}/${what}`;
    const body = { access_token: github.userToken('helper', 'ed') };
    const answer = await call(github, null, method, path, body, { authorization: basic });
    expect([what, answer.status]).toEqual([what, method === 'POST' ? 200 : 204]);
    seen.add(`${method} /applications/{client_id}/${what}`);
  }

  github.team('acme', 'Product', { members: ['pia'] });
  github.team('acme', 'Specs', { parent: 'product', members: ['ed'] });
  for (const path of ['', '/product', '/product/teams', '/product/members', '/product/memberships/ed'])
    await bot('GET', `/orgs/acme/teams${path}`);
  await bot('GET', '/orgs/acme/members');
  await olga('GET', '/user');
  for (const login of ['olga', 'acme', 'helper%5Bbot%5D']) await olga('GET', `/users/${login}`);

  await olga('GET', shop);
  await olga('PUT', `${shop}/contents/docs/spec.md`, {
    message: 'A spec',
    content: Buffer.from('# Spec\n').toString('base64'),
  });
  for (const path of ['', 'docs', 'docs/spec.md?ref=main']) await olga('GET', `${shop}/contents/${path}`);
  await olga('GET', `${shop}/commits`);
  const tip = (await olga('GET', `${shop}/commits/main`)).body as { sha: string };
  await olga('POST', `${shop}/git/refs`, { ref: 'refs/heads/feature/basket', sha: tip.sha });
  await olga('GET', `${shop}/git/ref/heads/feature/basket`);
  github.as('ed').push('acme/shop', 'feature/basket', {
    message: 'Move the spec',
    files: { 'docs/spec.md': null, 'docs/basket.md': '# Spec\n' },
  });
  github.protect('acme/shop', { checks: [{ name: 'tests', app: 'helper' }] });
  for (const path of [
    'branches/main',
    'branches/feature/basket',
    'branches/main/protection',
    'rules/branches/main',
  ])
    await olga('GET', `${shop}/${path}`);
  await olga('GET', `${shop}/collaborators`);
  await olga('GET', `${shop}/collaborators/pia/permission`);

  await olga('POST', `${shop}/labels`, { name: 'ready', color: '00ff00', description: 'go' });
  await olga('GET', `${shop}/labels`);
  await olga('PATCH', `${shop}/labels/ready`, { new_name: 'really ready' });
  await olga('GET', `${shop}/labels/really%20ready`);
  await olga('POST', `${shop}/issues`, {
    title: 'Basket',
    body: 'Keep it',
    labels: ['really ready'],
    assignees: ['ed'],
  });
  await olga('GET', `${shop}/issues?state=all&labels=really%20ready&sort=updated&direction=asc`);
  await olga('GET', `${shop}/issues/1`);
  await olga('PATCH', `${shop}/issues/1`, {
    title: 'The basket',
    state: 'closed',
    state_reason: 'not_planned',
  });
  await olga('PATCH', `${shop}/issues/1`, { state: 'open', labels: ['big'], assignees: [] });
  await olga('POST', `${shop}/issues/1/assignees`, { assignees: ['ed'] });
  await olga('DELETE', `${shop}/issues/1/assignees`, { assignees: ['ed'] });
  for (const [method, body] of [['GET'], ['POST', { labels: ['one', 'two'] }], ['PUT', ['one']]] as const)
    await olga(method, `${shop}/issues/1/labels`, body);
  await olga('DELETE', `${shop}/issues/1/labels/one`);
  await olga('DELETE', `${shop}/issues/1/labels`);
  await olga('DELETE', `${shop}/labels/one`);
  await olga('PUT', `${shop}/issues/1/lock`);
  await olga('DELETE', `${shop}/issues/1/lock`);
  const part = (await olga('POST', `${shop}/issues`, { title: 'Coupons' })).body as { id: number };
  const other = (await olga('POST', `${shop}/issues`, { title: 'Vouchers' })).body as { id: number };
  for (const { id } of [part, other])
    await olga('POST', `${shop}/issues/1/sub_issues`, { sub_issue_id: id, replace_parent: true });
  await olga('PATCH', `${shop}/issues/1/sub_issues/priority`, { sub_issue_id: other.id, before_id: part.id });
  await bot('GET', `${shop}/issues/1/sub_issues`);
  await bot('GET', `${shop}/issues/2/parent`);
  await olga('DELETE', `${shop}/issues/1/sub_issue`, { sub_issue_id: part.id });
  const comment = (await bot('POST', `${shop}/issues/1/comments`, { body: 'Noted' })).body as { id: number };
  const comments = `${shop}/issues/comments`;
  for (const path of [comments, `${shop}/issues/1/comments`, `${comments}/${comment.id}`])
    await olga('GET', path);
  await olga('PATCH', `${comments}/${comment.id}`, { body: 'Well noted' });
  for (const where of [`${comments}/${comment.id}`, `${shop}/issues/1`]) {
    const reaction = (await olga('POST', `${where}/reactions`, { content: 'rocket' })).body as { id: number };
    await olga('GET', `${where}/reactions`);
    await olga('DELETE', `${where}/reactions/${reaction.id}`);
  }

  await olga('POST', `${shop}/pulls`, {
    title: 'Basket',
    head: 'feature/basket',
    base: 'main',
    body: 'Fixes #1',
  });
  await olga('GET', `${shop}/pulls?state=all`);
  await olga('GET', `${shop}/pulls/4`);
  await olga('PATCH', `${shop}/pulls/4`, { title: 'The basket', body: 'Closes #1' });
  const files = (await olga('GET', `${shop}/pulls/4/files`)).body as {
    filename: string;
    previous_filename?: string;
    status: string;
  }[];
  expect(
    files.map(({ filename, previous_filename, status }) => ({ filename, previous_filename, status })),
  ).toEqual([{ filename: 'docs/basket.md', previous_filename: 'docs/spec.md', status: 'renamed' }]);
  await olga('GET', `${shop}/pulls/4/commits`);
  await olga('POST', `${shop}/pulls/4/requested_reviewers`, {
    reviewers: ['ed'],
    team_reviewers: ['product'],
  });
  await olga('GET', `${shop}/pulls/4/requested_reviewers`);
  await olga('DELETE', `${shop}/pulls/4/requested_reviewers`, { reviewers: ['ed'] });
  await by(github.token('ed'))('POST', `${shop}/pulls/4/reviews`, { event: 'APPROVE', body: 'Good' });
  await olga('GET', `${shop}/pulls/4/reviews`);

  const head = (await olga('GET', `${shop}/git/ref/heads/feature/basket`)).body as {
    object: { sha: string };
  };
  const annotation = {
    path: 'docs/basket.md',
    start_line: 1,
    end_line: 1,
    annotation_level: 'warning',
    message: 'Short',
  };
  const run = (
    await bot('POST', `${shop}/check-runs`, {
      name: 'tests',
      head_sha: head.object.sha,
      status: 'in_progress',
    })
  ).body as { id: number; check_suite: { id: number } };
  await bot('PATCH', `${shop}/check-runs/${run.id}`, {
    conclusion: 'neutral',
    output: { title: 'Fine', summary: 'Almost', annotations: [annotation] },
  });
  for (const path of [
    `check-runs/${run.id}`,
    `check-runs/${run.id}/annotations`,
    `commits/${head.object.sha}/check-runs`,
    `commits/feature/basket/check-suites`,
    `check-suites/${run.check_suite.id}`,
  ]) {
    await bot('GET', `${shop}/${path}`);
  }
  await olga('POST', `${shop}/check-runs/${run.id}/rerequest`);
  await olga('POST', `${shop}/check-suites/${run.check_suite.id}/rerequest`);
  expect((await olga('GET', `${shop}/compare/${tip.sha}...${head.object.sha}`)).status).toBe(200);
  await olga('GET', `${shop}/commits/${head.object.sha}/pulls`);
  await olga('PUT', `${shop}/pulls/4/merge`, { merge_method: 'squash' });
  for (const path of ['1/events', '1/timeline', '2/timeline', '4/events', '4/timeline'])
    await olga('GET', `${shop}/issues/${path}?per_page=100`);
  await olga('DELETE', `${comments}/${comment.id}`);
  await olga('POST', `${shop}/git/refs`, { ref: 'refs/heads/back', sha: tip.sha });
  await olga('PATCH', `${shop}/git/refs/heads/back`, { sha: head.object.sha, force: true });
  await olga('DELETE', `${shop}/git/refs/heads/back`);

  await github.settled();
  const delivery = (await self('GET', '/app/hook/deliveries?per_page=1')).body as { id: number }[];
  await self('GET', `/app/hook/deliveries/${delivery[0]?.id}`);
  await self('POST', `/app/hook/deliveries/${delivery[0]?.id}/attempts`);
  await github.settled();
  expect([...seen].sort()).toEqual(playedOperations);
  expect([github.misfits, github.unplayed]).toEqual([[], []]);
});

test('an answer that does not fit the description is a 500, and kept', async () => {
  const { github } = world;
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  // What no action of the sandbox can do: an issue without a number.
  Object.assign(github.find.issue('acme/shop#1'), { number: 'one' });
  const answer = await call(github, github.token('pia'), 'GET', '/repos/acme/shop/issues/1');
  expect(answer.status).toBe(500);
  expect(github.misfits).toEqual([expect.stringContaining('it/number must be integer')]);
});

test('lists come in pages, with links to the others', async () => {
  const { github } = world;
  for (let count = 1; count <= 5; count += 1)
    github.as('pia').openIssue('acme/shop', { title: `Issue ${count}` });
  const answer = await call(github, null, 'GET', '/repos/acme/shop/issues?per_page=2&page=2');
  expect((answer.body as { number: number }[]).map(({ number }) => number)).toEqual([3, 2]);
  const page = (number: number, rel: string): string =>
    `<${github.url}/repos/acme/shop/issues?per_page=2&page=${number}>; rel="${rel}"`;
  expect(answer.headers.get('link')).toBe(
    [page(1, 'prev'), page(3, 'next'), page(3, 'last'), page(1, 'first')].join(', '),
  );
});

test('a file comes as JSON or raw', async () => {
  const { github } = world;
  const path = '/repos/acme/shop/contents/README.md';
  const json = (await call(github, null, 'GET', path)).body as { content: string; encoding: string };
  expect(Buffer.from(json.content, 'base64').toString()).toBe('# Shop\n');
  const raw = await call(github, null, 'GET', path, undefined, { accept: 'application/vnd.github.raw+json' });
  expect(raw.body).toBe('# Shop\n');
  expect((await call(github, null, 'GET', `${path}x`)).body).toEqual({
    message: 'Not Found',
    documentation_url: 'https://docs.github.com/rest',
    status: '404',
  });
});

test('events over REST keep the name that a label had; the issue shows its present one', async () => {
  const { github } = world;
  github.as('ed').createLabel('acme/shop', { name: 'ready' });
  github.as('pia').openIssue('acme/shop', { title: 'Basket', labels: ['ready'] });
  github.as('ed').changeLabel('acme/shop', 'ready', { name: 'approved' });
  const events = (await call(github, null, 'GET', '/repos/acme/shop/issues/1/events')).body as {
    event: string;
    label: { name: string };
  }[];
  expect(events.map(({ event, label }) => [event, label.name])).toEqual([['labeled', 'ready']]);
  const issue = (await call(github, null, 'GET', '/repos/acme/shop/issues/1')).body as {
    labels: { name: string }[];
  };
  expect(issue.labels.map(({ name }) => name)).toEqual(['approved']);
});

test('what is asked wrongly is refused in the form that GitHub has for it', async () => {
  const { github } = world;
  const olga = github.token('olga');
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(github, olga, method, `/repos/acme/shop${path}`, body);
    const { message, errors } = answer.body as { message: string; errors?: unknown };
    return errors === undefined ? [answer.status, message] : [answer.status, message, errors];
  };
  github.as('olga').createLabel('acme/shop', { name: 'ready' });
  github.as('olga').openIssue('acme/shop', { title: 'Basket' });
  expect(await ask('POST', '/labels', { name: 'READY' })).toEqual([
    422,
    'Validation Failed',
    [{ resource: 'Label', field: 'name', code: 'already_exists', message: 'Name has already been taken' }],
  ]);
  const custom = (field: string, message: string): unknown => [
    422,
    'Validation Failed',
    [{ resource: 'Label', field, code: 'custom', message }],
  ];
  for (const name of ['🚀', '🚀 🇩🇪', '1️⃣'])
    expect(await ask('POST', '/labels', { name })).toEqual(
      custom('name', 'name must contain more than native emoji'),
    );
  expect(await ask('POST', '/labels', { name: 'x', description: 'A 🚀' })).toEqual(
    custom('description', "description doesn't accept 4-byte Unicode"),
  );
  expect(await ask('POST', '/labels', { name: '🚀 launched', description: '✅ done' })).toEqual([
    201,
    undefined,
  ]);
  github.limitInteractions('acme/shop');
  expect(await ask('POST', '/issues/1/comments', { body: 'x' })).toEqual([201, undefined]);
  expect(() => github.as('rita').comment('acme/shop#1', 'x')).toThrow('Validation Failed');
  github.limitInteractions('acme/shop', false);
  github.archiveRepository('acme/shop');
  expect(await ask('POST', '/labels', { name: 'late' })).toEqual([
    403,
    'Repository was archived so is read-only.',
  ]);
  github.archiveRepository('acme/shop', false);
  expect(await ask('POST', '/issues', {})).toEqual([422, 'Invalid request.\n\n"title" wasn\'t supplied.']);
  expect(await ask('POST', '/issues/1/comments', { body: 'x'.repeat(65_537) })).toEqual([
    422,
    'Body is too long (maximum is 65536 characters)',
  ]);
  expect(await ask('DELETE', '/issues/1/labels/ready')).toEqual([404, 'Label does not exist']);
  expect(await ask('POST', '/pulls', { title: 'x', head: 'nowhere', base: 'main' })).toEqual([
    422,
    'Validation Failed',
    [{ resource: 'PullRequest', field: 'head', code: 'invalid' }],
  ]);
  expect(await ask('GET', '/issues/99')).toEqual([404, 'Not Found']);
  const broken = await fetch(`${github.url}/repos/acme/shop/issues`, {
    method: 'POST',
    body: '{',
    headers: { authorization: `token ${olga}` },
  });
  expect([broken.status, ((await broken.json()) as { message: string }).message]).toEqual([
    400,
    'Problems parsing JSON',
  ]);
});
