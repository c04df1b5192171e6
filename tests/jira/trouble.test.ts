import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';

import { describe, expect, test } from 'vitest';

import { createJira } from '../../src/jira/client/client.ts';
import { JiraRefused, JiraUnreadable } from '../../src/jira/client/failures.ts';
import { toldIn } from '../../src/jira/client/limits.ts';
import { createQueue } from '../../src/jira/client/queue.ts';
import { TryLater } from '../../src/tracker.ts';
import { asking, siteAt, token, type Answer } from './answering.ts';

const me = { accountId: '712020:bot', accountType: 'app', displayName: 'Baton' };
const start = Date.parse('2026-03-01T10:00:00Z');

type Setting = { readonly flavour?: 'cloud' | 'data-center'; readonly timeout?: number };

/** A Jira whose answers are said one after the other, and a clock that the test moves. */
async function troubled(answers: Answer[], { flavour = 'cloud', timeout = 30_000 }: Setting = {}) {
  const clock = { now: start };
  const told: JiraRefused[] = [];
  const made = await asking(flavour, () => answers.shift() ?? { body: me }, {
    now: () => clock.now,
    timeout,
    onTokenRefused: (error) => void told.push(error),
  });
  const ask = (): Promise<unknown> =>
    made.jira.myself().then(
      () => 'fine',
      (error: unknown) => error,
    );
  const say = (answer: Answer): void => void answers.push(answer);
  return { ...made, clock, told, ask, say };
}

const limited = (headers: Record<string, string> = {}, status = 429): Answer => ({
  status,
  headers,
  body: {},
});

describe('a limit', () => {
  test.each<readonly [string, Record<string, string>, number]>([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['no time at all', { 'retry-after': '0' }, 1000],
    ['centuries', { 'retry-after': '9223372036854775807' }, 3_600_000],
    ['a date', { 'retry-after': 'Sun, 01 Mar 2026 10:00:20 GMT' }, 20_000],
    [
      'a date by a clock that is behind',
      { date: 'Sun, 01 Mar 2026 09:59:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 09:59:20 GMT' },
      20_000,
    ],
    ['a minute', { 'x-ratelimit-reset': '2026-03-01T10:02Z' }, 120_000],
    ['a minute that is over', { 'x-ratelimit-reset': '2026-03-01T09:59Z' }, 1000],
    ['both', { 'retry-after': '5', 'x-ratelimit-reset': '2026-03-01T10:02Z' }, 5000],
    [
      'a date by a clock that is ahead',
      { date: 'Sun, 01 Mar 2026 10:01:00 GMT', 'x-ratelimit-reset': '2026-03-01T10:02Z' },
      60_000,
    ],
  ])('that says %s holds the whole site back', async (_, headers, waits) => {
    const { ask, clock, answers } = await troubled([
      limited({ date: new Date(start).toUTCString(), ...headers }),
    ]);
    const error = await ask();
    expect(error).toBeInstanceOf(TryLater);
    expect(error).toMatchObject({ until: start + waits, scope: 'site' });
    clock.now = start + waits - 1;
    expect(await ask()).toMatchObject({ name: 'TryLater', until: start + waits, scope: 'site' });
    expect(answers.asked).toHaveLength(1);
    clock.now = start + waits;
    expect(await ask()).toBe('fine');
  });

  test('that says nothing is waited for longer and longer', async () => {
    const { ask, clock, say } = await troubled(Array.from({ length: 9 }, () => limited()));
    const waited: number[] = [];
    for (let time = 0; time < 9; time += 1) {
      const { until } = (await ask()) as TryLater;
      waited.push(((until ?? 0) - clock.now) / 1000);
      clock.now = until ?? 0;
    }
    expect(waited).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
    expect(await ask()).toBe('fine');
    say(limited());
    expect(await ask()).toMatchObject({ until: clock.now + 5000 });
  });

  test('of one issue holds back nothing else', async () => {
    const headers = { 'retry-after': '3', 'ratelimit-reason': 'jira-per-issue-on-write' };
    const { ask, jira } = await troubled([limited(headers)]);
    await expect(jira.setLabels('SHOP-12', { add: ['x'] })).rejects.toMatchObject({
      until: start + 3000,
      scope: 'item',
    });
    expect(await ask()).toBe('fine');
  });

  test('names its reason, and nothing that could be more', async () => {
    const { ask } = await troubled([
      limited({ 'retry-after': '3', 'ratelimit-reason': 'jira-quota-based <b>' }),
    ]);
    expect(await ask()).toMatchObject({ message: 'Jira (acme) asked us to wait (429, jira-quota-basedb).' });
  });

  test('of 503, where it says how long', async () => {
    const { ask } = await troubled([limited({ 'retry-after': '7' }, 503)]);
    expect(await ask()).toMatchObject({ name: 'TryLater', until: start + 7000, scope: 'site' });
  });

  test('without any header there is none', () => {
    expect(toldIn(new Headers(), start)).toBeNull();
    expect(toldIn(new Headers({ 'retry-after': 'soon', 'x-ratelimit-reset': 'later' }), start)).toBeNull();
    expect(toldIn(new Headers({ 'x-ratelimit-reset': String(start / 1000 + 9) }), start)).toBe(start + 9000);
  });
});

describe('what passes', () => {
  test.each([500, 502, 503, 504, 409, 408, 423])('%i is tried again', async (status) => {
    const { ask } = await troubled([{ status, body: '<html>Bad Gateway</html>' }]);
    expect(await ask()).toMatchObject({
      name: 'TryLater',
      message: `Jira (acme) answered ${status} to GET myself.`,
      until: null,
      scope: 'item',
    });
    expect(await ask()).toBe('fine');
  });

  test.each<readonly [string, Answer, string]>([
    ['hangs', () => {}, 'no answer in time'],
    ['breaks off', (response) => void response.socket?.destroy(), 'UND_ERR_SOCKET'],
    [
      'breaks off within its answer',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"acc');
        setImmediate(() => response.socket?.destroy());
      },
      'UND_ERR_SOCKET',
    ],
  ])('one that %s is tried again', async (_, answer, why) => {
    const { ask } = await troubled([answer], { timeout: 1000 });
    expect(await ask()).toMatchObject({
      name: 'TryLater',
      message: `Jira (acme) could not be reached: GET myself: ${why}.`,
    });
  });

  test('three in a row hold the whole site back, and one request finds out whether it is back', async () => {
    const bad = { status: 503, body: 'Bad Gateway' };
    const { ask, clock, answers } = await troubled([bad, bad, bad, bad]);
    expect(await ask()).toMatchObject({ scope: 'item' });
    expect(await ask()).toMatchObject({ scope: 'item' });
    const words = 'Jira (acme) cannot be reached.';
    expect(await ask()).toMatchObject({ message: words, scope: 'site', until: start + 5000 });
    clock.now += 4999;
    expect(await ask()).toMatchObject({ message: words, scope: 'site', until: start + 5000 });
    expect(answers.asked).toHaveLength(3);
    clock.now = start + 5000;
    const [trial, other] = await Promise.all([ask(), ask()]);
    expect(answers.asked).toHaveLength(4);
    expect(trial).toMatchObject({ message: words, until: clock.now + 10_000 });
    expect(other).toMatchObject({ message: words, until: clock.now + 20_000 });
    clock.now += 10_000;
    expect(await ask()).toBe('fine');
    expect(await ask()).toBe('fine');
  });

  test('several that failed together hold it back no longer than one', async () => {
    const bad = { status: 503, body: 'Bad Gateway' };
    const { ask } = await troubled(Array.from({ length: 4 }, () => bad));
    const failed = await Promise.all(Array.from({ length: 4 }, ask));
    const untils = failed.map((error) => (error as TryLater).until);
    expect(untils).toEqual([null, null, start + 5000, start + 5000]);
  });

  test('failures with an answer in between hold nothing back', async () => {
    const bad = { status: 500, body: 'Bad Gateway' };
    const { ask } = await troubled([bad, bad, { body: me }, bad, bad, { body: me }, bad, bad]);
    for (let time = 0; time < 8; time += 1)
      expect(await ask()).toSatisfy((said) => said === 'fine' || (said as TryLater).scope === 'item');
  });

  test('one that is nowhere is tried again', async () => {
    await expect(createJira(siteAt('http://127.0.0.1:9', 'cloud')).myself()).rejects.toBeInstanceOf(TryLater);
  });
});

describe('a token that is refused', () => {
  const refused: Answer = {
    status: 401,
    body: { message: 'Client must be authenticated to access this resource.' },
  };

  test('is told of once, and tried again after a minute, then less and less', async () => {
    const { ask, clock, told, answers } = await troubled(Array.from({ length: 9 }, () => refused));
    const error = await ask();
    expect(error).toBeInstanceOf(JiraRefused);
    expect(error).toMatchObject({ what: 'token', site: 'acme', until: start + 60_000 });
    expect((error as Error).message).toBe(
      'Jira (acme) does not take our token: it has expired or was revoked. Make a new one (admin.atlassian.com, at the service account), put it where sites.acme.auth names it, and start Baton again.',
    );
    for (let time = 0; time < 20; time += 1) expect(await ask()).toStrictEqual(error);
    expect(answers.asked).toHaveLength(1);
    const waited: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      const { until } = (await ask()) as JiraRefused;
      waited.push(((until ?? 0) - clock.now) / 60_000);
      clock.now = until ?? 0;
      expect(await ask()).toBeInstanceOf(JiraRefused);
    }
    expect(waited).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(answers.asked).toHaveLength(9);
    expect(told).toEqual([error]);
    clock.now += 3_600_000;
    expect(await ask()).toBe('fine');
    expect(await ask()).toBe('fine');
  });

  test('is one message however many asked at once, and one request when it is tried again', async () => {
    const { ask, clock, told, answers } = await troubled(Array.from({ length: 30 }, () => refused));
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(told).toHaveLength(1);
    // Those under way together, and nobody after them.
    expect(answers.asked.length).toBeLessThanOrEqual(4);
    const before = answers.asked.length;
    clock.now += 60_000;
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(answers.asked).toHaveLength(before + 1);
    expect(told).toHaveLength(1);
  });

  test('is told of again after it had worked', async () => {
    const { ask, clock, told } = await troubled([refused, { body: me }, refused]);
    await ask();
    clock.now += 60_000;
    expect(await ask()).toBe('fine');
    expect(await ask()).toBeInstanceOf(JiraRefused);
    expect(told).toHaveLength(2);
  });

  test.each<readonly [string, Answer]>([
    ['200', { status: 200, body: me, headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' } }],
    [
      '404',
      {
        status: 404,
        body: { errorMessages: ['Issue does not exist'] },
        headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
      },
    ],
    ['403', { status: 403, headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' } }],
    [
      '401, and that nobody may',
      {
        status: 401,
        body: { errorMessages: ['You cannot edit the configuration of this project.'] },
        headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
      },
    ],
  ])('is seen, too, where Jira answers %s as if nobody asked', async (_, answer) => {
    const { jira } = await troubled([answer]);
    await expect(jira.issue('SHOP-12')).rejects.toMatchObject({ name: 'JiraRefused', what: 'token' });
  });

  test('on Data Center it is made elsewhere', async () => {
    const { ask } = await troubled([refused], { flavour: 'data-center' });
    expect(await ask()).toMatchObject({ message: expect.stringContaining('under personal access tokens') });
  });
});

describe('rights that are not enough', () => {
  test.each<readonly [string, Answer]>([
    ['403', { status: 403, body: { errorMessages: ['No.'] } }],
    [
      'a scope that the token has not',
      { status: 401, body: { code: 401, message: 'Unauthorized; scope does not match' } },
    ],
    [
      'a project that the account does not administer',
      {
        status: 401,
        body: { errorMessages: ['You cannot edit the configuration of this project.'], errors: {} },
      },
    ],
    [
      'the same in another language',
      {
        status: 401,
        headers: { 'x-ausername': 'baton' },
        body: { errorMessages: ['Sie dürfen dieses Projekt nicht konfigurieren.'], errors: {} },
      },
    ],
  ])('%s: says what is needed, and holds nothing back', async (_, answer) => {
    const { jira, ask, told } = await troubled([answer]);
    await expect(jira.transition('SHOP-12', '3')).rejects.toMatchObject({
      name: 'JiraRefused',
      what: 'permission',
      until: null,
      message:
        'Jira (acme) does not let our account do POST issue/SHOP-12/transitions. It needs: the project permission "Transition issues" (scopes: write:jira-work).',
    });
    expect(told).toEqual([]);
    expect(await ask()).toBe('fine');
  });
});

describe('a site that was away and says that rights are not enough', () => {
  const bad: Answer = { status: 503, body: 'Bad Gateway' };
  test.each<readonly [string, Answer]>([
    ['a scope', { status: 401, body: { code: 401, message: 'Unauthorized; scope does not match' } }],
    [
      'a project',
      { status: 401, body: { errorMessages: ['You cannot edit the configuration of this project.'] } },
    ],
    ['403', { status: 403, body: { errorMessages: ['No.'] } }],
  ])('is back: %s', async (_, lacking) => {
    const { ask, clock } = await troubled([bad, bad, bad, lacking]);
    for (let time = 0; time < 3; time += 1) await ask();
    clock.now = start + 5000;
    expect(await ask()).toMatchObject({ name: 'JiraRefused', what: 'permission' });
    expect(await ask()).toBe('fine');
  });

  test('does so as well after it did not take the token', async () => {
    const { ask, clock } = await troubled([
      { status: 401, body: { message: 'Client must be authenticated to access this resource.' } },
      { status: 401, body: { code: 401, message: 'Unauthorized; scope does not match' } },
    ]);
    expect(await ask()).toMatchObject({ what: 'token' });
    clock.now = start + 60_000;
    expect(await ask()).toMatchObject({ what: 'permission' });
    expect(await ask()).toBe('fine');
  });
});

describe('what is no Jira', () => {
  test.each<readonly [string, Answer, string]>([
    [
      'a login page',
      { status: 302, headers: { location: 'https://login.test/' } },
      'wanted to send us elsewhere',
    ],
    ['a page', { body: '<html>' }, 'something unexpected, at the whole of it'],
    ['nothing', { status: 200 }, 'something unexpected'],
    ['another shape', { body: { accountId: 7 } }, 'something unexpected, at accountId'],
    ["a proxy's 404", { status: 404, body: '<html>' }, 'is no Jira: is the address of acme right?'],
    ['17 MB', { body: JSON.stringify('x'.repeat(17_000_000)) }, 'more than 16777216 bytes'],
  ])('%s is not taken for an answer', async (_, answer, why) => {
    const { ask } = await troubled([answer]);
    const error = await ask();
    expect(error).toBeInstanceOf(JiraUnreadable);
    expect((error as Error).message).toContain(why);
  });

  test('a redirect is not followed, and takes our token nowhere', async () => {
    const { answers: elsewhere } = await troubled([]);
    const { ask } = await troubled([
      { status: 307, headers: { location: `${elsewhere.url}/rest/api/3/myself` } },
    ]);
    expect(await ask()).toBeInstanceOf(JiraUnreadable);
    expect(elsewhere.asked).toEqual([]);
  });
});

test('no error and no client shows the token', async () => {
  const { ask, jira, clock } = await troubled([
    { status: 401 },
    { status: 403 },
    { status: 500 },
    { status: 302 },
    (response) => void response.socket?.destroy(),
    { status: 400, body: { errorMessages: ['x'] } },
    { body: 'x' },
    limited(),
  ]);
  for (let time = 0; time < 8; time += 1) {
    clock.now += 3_600_000;
    const error = await ask();
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 10, showHidden: true }) + String((error as Error).stack)).not.toContain(
      token,
    );
  }
  expect(inspect(jira, { depth: 10 }) + JSON.stringify(jira)).not.toContain(token);
});

test('basic authentication', async () => {
  const { answers } = await troubled([]);
  const auth = { kind: 'basic', email: 'bot@example.com', token: () => token } as const;
  await createJira(siteAt(answers.url, 'cloud', { auth })).myself();
  expect(answers.asked[0]?.headers.authorization).toBe(
    `Basic ${Buffer.from(`bot@example.com:${token}`).toString('base64')}`,
  );
});

test('at most four requests are under way at once', async () => {
  const open: (() => void)[] = [];
  const { jira, answers } = await asking('cloud', () => (response) => {
    open.push(() => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(me));
    });
  });
  const all = Promise.all(Array.from({ length: 10 }, () => jira.myself()));
  let most = 0;
  for (let answered = 0; answered < 10;) {
    while (open.length === 0) await wait(1);
    // Whoever was let in has arrived by now, or is not going to.
    await wait(20);
    most = Math.max(most, open.length);
    answered += open.length;
    open.splice(0).forEach((answer) => answer());
  }
  await all;
  expect(most).toBe(4);
  expect(answers.asked).toHaveLength(10);
});

test('whoever waits for a place gets it, also after a failure', async () => {
  const queue = createQueue(1);
  const order: number[] = [];
  const work = (id: number) => async (): Promise<void> => {
    await Promise.resolve();
    order.push(id);
    if (id === 0) throw new Error('no');
  };
  const results = await Promise.allSettled([queue(work(0)), queue(work(1)), queue(work(2))]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(order).toEqual([0, 1, 2]);
});

describe('which of several issues there are', () => {
  const place = (id: string): Answer => ({ body: { id, fields: { project: { key: 'SHOP' } } } });
  const no = (message: string, status: number): Answer => ({
    status,
    body: { errorMessages: [message], errors: {} },
  });

  test.each<readonly ['cloud' | 'data-center', string, Answer]>([
    [
      'data-center',
      'refuses all because of one',
      no("A value with ID '2' does not exist for the field 'id'.", 400),
    ],
    ['cloud', 'does not know the request', no('null for uri', 404)],
    ['cloud', 'does not allow the request', no('Method not allowed', 405)],
  ])('%s: one by one, where a Jira %s', async (flavour, _, answer) => {
    const { jira } = await asking(flavour, (what) => {
      if (what === 'GET search' || what === 'POST issue/bulkfetch') return answer;
      return what === 'GET issue/2' ? undefined : place(what.slice('GET issue/'.length));
    });
    const found = await jira.existing(['1', '2', '3']);
    expect([...found.keys()]).toEqual(['1', '3']);
  });

  test.each<readonly [string, Answer]>([
    ['an error of the server', { status: 503, body: {} }],
    ['a limit', limited()],
    ['a proxy without a Jira behind it', { status: 404, body: '<html>' }],
    ['a login page', { body: '<html>' }],
    ['a token that is not taken', { status: 401, body: {} }],
    ['a connection that ends', (response) => void response.destroy()],
  ])('none is gone because of %s', async (_, answer) => {
    for (const flavour of ['cloud', 'data-center'] as const) {
      const whole = await asking(flavour, () => answer);
      await expect(whole.jira.existing(['1', '2'])).rejects.toThrow();
      const half = await asking(flavour, (what) => {
        if (!what.startsWith('GET issue/')) return no('no', 400);
        return what === 'GET issue/1' ? place('1') : answer;
      });
      await expect(half.jira.existing(['1', '2'])).rejects.toThrow();
    }
  });
});
