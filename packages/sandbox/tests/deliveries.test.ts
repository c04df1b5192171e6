/** Deliveries that fail, are asked for again, or go astray on purpose. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, jwt, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await world.github.settled();
  world.listener.received.length = 0;
});
afterEach(() => world.close());

type Listed = {
  readonly id: number;
  readonly guid: string;
  readonly status_code: number;
  readonly redelivery: boolean;
  readonly event: string;
};

const told = (): string[] => world.listener.received.map(({ headers }) => String(headers['x-github-event']));

test('a failed delivery is not sent again by itself; the App can list it and ask for it', async () => {
  const { github, listener, app } = world;
  listener.status = 503;
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  await github.settled();
  listener.status = 200;
  expect(told()).toEqual(['issues']);

  const [failed] = (await call(github, jwt(app), 'GET', '/app/hook/deliveries')).body as Listed[];
  expect(failed).toMatchObject({
    status_code: 503,
    redelivery: false,
    event: 'issues',
    action: 'opened',
    status: 'Service Unavailable',
  });
  const again = await call(github, jwt(app), 'POST', `/app/hook/deliveries/${failed?.id}/attempts`, {});
  expect(again.status).toBe(202);
  await github.settled();
  expect(told()).toEqual(['issues', 'issues']);
  expect(listener.received[1]?.headers['x-github-delivery']).toBe(failed?.guid);

  const listed = (await call(github, jwt(app), 'GET', '/app/hook/deliveries?per_page=2')).body as Listed[];
  expect(
    listed.map(({ guid, status_code, redelivery }) => [guid === failed?.guid, status_code, redelivery]),
  ).toEqual([
    [true, 200, true],
    [true, 503, false],
  ]);
  const whole = await call(github, jwt(app), 'GET', `/app/hook/deliveries/${failed?.id}`);
  expect(whole.body).toMatchObject({
    request: { headers: { 'x-github-event': 'issues' }, payload: { action: 'opened' } },
    response: { payload: 'seen' },
  });
});

test('an App that is down gets a failed delivery without a status', async () => {
  const { github, app } = world;
  github.hook('helper', { url: 'http://127.0.0.1:9/' });
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  await github.settled();
  const [failed] = (await call(github, jwt(app), 'GET', '/app/hook/deliveries')).body as Listed[];
  expect(failed).toMatchObject({ status_code: 0, status: 'failed to connect to host' });
});

test('the list of deliveries is paged with a cursor, newest first', async () => {
  const { github, app } = world;
  for (const title of ['one', 'two', 'three']) github.as('pia').openIssue('acme/shop', { title });
  await github.settled();
  const ids: number[] = [];
  let next: string | undefined = '/app/hook/deliveries?per_page=2';
  for (let pages = 0; next !== undefined && pages < 10; pages += 1) {
    const answer = await call(github, jwt(app), 'GET', next);
    ids.push(...(answer.body as Listed[]).map(({ id }) => id));
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  expect(ids).toEqual(github.deliveries.map(({ id }) => id).toSorted((a, b) => b - a));
});

test('deliveries go astray when told to: lost, doubled, reordered, delayed', async () => {
  const { github, listener } = world;
  const issues = (kind: 'lost' | 'doubled' | 'reordered' | 'delayed'): void =>
    github.faults.addForDeliveries({ match: ({ event }) => event === 'issues', kind });
  const titles = (): string[] =>
    listener.received.map(({ body }) => (JSON.parse(body) as { issue: { title: string } }).issue.title);

  issues('lost');
  for (const title of ['lost', 'kept']) github.as('pia').openIssue('acme/shop', { title });
  await github.settled();
  expect(titles()).toEqual(['kept']);

  issues('doubled');
  github.as('pia').openIssue('acme/shop', { title: 'twice' });
  await github.settled();
  expect(titles()).toEqual(['kept', 'twice', 'twice']);
  const [, one, two] = listener.received.map(({ headers }) => headers['x-github-delivery']);
  expect(one).toBe(two);

  issues('reordered');
  for (const title of ['first', 'second', 'third']) github.as('pia').openIssue('acme/shop', { title });
  await github.settled();
  expect(titles().slice(3)).toEqual(['second', 'first', 'third']);

  issues('delayed');
  github.as('pia').openIssue('acme/shop', { title: 'late' });
  await github.settled();
  expect(titles().at(-1)).toBe('late');
  expect(github.faults.pending()).toBe(false);
});

test('a reordered delivery with none after it still arrives', async () => {
  const { github } = world;
  github.faults.addForDeliveries({ match: () => true, kind: 'reordered' });
  github.as('pia').openIssue('acme/shop', { title: 'alone' });
  await github.settled();
  expect(told()).toEqual(['issues']);
});

test('the App can change where its webhooks go, and how they are signed', async () => {
  const { github, app, listener } = world;
  expect((await call(github, jwt(app), 'GET', '/app/hook/config')).body).toEqual({
    content_type: 'json',
    insecure_ssl: '0',
    url: listener.url,
    secret: '********',
  });
  await call(github, jwt(app), 'PATCH', '/app/hook/config', {
    url: `${listener.url}/elsewhere`,
    secret: 'new',
  });
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  await github.settled();
  expect(github.deliveries.at(-1)?.url).toBe(`${listener.url}/elsewhere`);
});

test('a reordered delivery waits for one that comes a little later', async () => {
  const { github, listener } = world;
  github.faults.addForDeliveries({ match: () => true, kind: 'reordered', milliseconds: 5_000 });
  for (const title of ['first', 'second']) {
    await call(github, github.token('pia'), 'POST', '/repos/acme/shop/issues', { title });
  }
  await github.settled();
  const titles = listener.received.map(
    ({ body }) => (JSON.parse(body) as { issue: { title: string } }).issue.title,
  );
  expect(titles).toEqual(['second', 'first']);
});
