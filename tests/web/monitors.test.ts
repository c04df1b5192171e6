/** What monitors read: metrics and readiness, over HTTP. */
import { startJira } from '@baton/sandbox/jira';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { usualRhythm } from '../../src/github/index.ts';
import { startService, type Service } from '../../src/service/index.ts';
import { answering, siteAt } from '../jira/answering.ts';
import { secret, settings, sign } from './nowhere.ts';

const token = 'what-prometheus-shows';
let service: Service;

beforeAll(async () => {
  service = await startService({
    environment: { ...settings({ METRICS_TOKEN: token }), dataDir: ':memory:' },
    log: pino({ level: 'silent' }),
    createItemLook: () => async () => {},
  });
});
afterAll(() => service.stop());

async function deliver(event: string, id: string, more: Record<string, string> = {}): Promise<number> {
  const body = JSON.stringify({
    action: 'opened',
    issue: { number: 41 },
    installation: { id: 3 },
    repository: { node_id: 'R', name: 'secret-plans', full_name: 'a/secret-plans', owner: { login: 'a' } },
  });
  const response = await fetch(`${service.url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': sign(body),
      ...more,
    },
    body,
  });
  await response.text();
  return response.status;
}
const page = (authorization: string): Promise<Response> =>
  fetch(`${service.url}/metrics`, { headers: { authorization } });

test('the page asks for its token', async () => {
  const answers = await Promise.all(
    ['', 'Bearer wrong', `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token}`].map(page),
  );
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 200]);
});

test('deliveries are counted by event and outcome; names from outside make no lines of their own', async () => {
  expect(await deliver('issues', 'one')).toBe(202);
  expect(await deliver('issues', 'one')).toBe(202);
  for (const name of ['star', 'made_up', '__proto__']) expect(await deliver(name, name)).toBe(202);
  expect(await deliver('issues', 'two', { 'x-hub-signature-256': 'sha256=00' })).toBe(401);
  await expect
    .poll(async () => (await page(`Bearer ${token}`)).text())
    .toContain('baton_decision_seconds_count 1\n');
  const text = await (await page(`Bearer ${token}`)).text();
  expect(text.split('\n').filter((line) => line.startsWith('baton_deliveries_total'))).toEqual([
    'baton_deliveries_total{event="issues",outcome="accepted",reason=""} 1',
    'baton_deliveries_total{event="issues",outcome="copy",reason=""} 1',
    'baton_deliveries_total{event="other",outcome="ignored",reason=""} 3',
    'baton_deliveries_total{event="issues",outcome="refused",reason="wrong signature"} 1',
  ]);
  expect(text).toContain('baton_dead_letters 0\n');
  expect(text).not.toMatch(new RegExp(`${secret}|${token}|secret-plans|made_up|PRIVATE KEY|sha256`));
});

test('not ready while the store cannot be written; what is wrong is not told to strangers', async () => {
  const ready = async (): Promise<unknown> => (await fetch(`${service.url}/readyz`)).json();
  await expect.poll(ready).toEqual({ status: 'serving' });
  await service.store.db.schema.alterTable('pauses').renameTo('away').execute();
  await expect
    .poll(ready, { timeout: 240_000 })
    .toEqual({ status: 'not ready', why: 'The store cannot be written; the log says why.' });
  expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
  await service.store.db.schema.alterTable('away').renameTo('pauses').execute();
  await expect.poll(ready, { timeout: 240_000 }).toEqual({ status: 'serving' });
});

test('requests to Jira are counted by site and outcome, from the start', async () => {
  const jira = await startJira({ flavour: 'data-center' });
  jira.user('baton');
  jira.project('SHOP', { roles: { Administrators: { users: ['baton'] } } });
  const good = jira.token('baton');
  const auth = { kind: 'bearer', token: () => good } as const;
  const busy = await answering(() => ({ status: 429, headers: { 'retry-after': '600' } }));
  const broken = await answering(() => ({ status: 503 }));
  const repositories = new Map([['acme/shop', ['SHOP']]]);
  const waits = 600_000;
  const asking = await startService({
    environment: {
      ...settings(),
      dataDir: ':memory:',
      jira: [
        siteAt(jira.url, 'data-center', { name: 'well', auth, repositories }),
        siteAt(jira.url, 'data-center', { name: 'expired', repositories }),
        siteAt(busy.url, 'data-center', { name: 'busy', auth, repositories }),
        siteAt(broken.url, 'data-center', { name: 'broken', auth, repositories }),
        siteAt('http://127.0.0.1:59998', 'data-center', { name: 'away', auth, repositories }),
      ],
    },
    log: pino({ level: 'silent' }),
    createItemLook: () => async () => {},
    now: Date.now,
    // One sweep of each: who they are, what time it is there, what changed.
    rhythm: { ...usualRhythm, backoff: { first: waits, most: waits } },
  });
  const counted = async (): Promise<readonly string[]> => {
    const text = await (await fetch(`${asking.url}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith('baton_jira_requests_total'));
  };
  const of = (site: string, counts: Readonly<Record<string, number>>): readonly string[] =>
    ['answered', 'refused', 'limited', 'failed'].map(
      (outcome) => `baton_jira_requests_total{site="${site}",outcome="${outcome}"} ${counts[outcome] ?? 0}`,
    );
  await expect
    .poll(counted, { timeout: 240_000 })
    .toEqual([
      ...of('well', { answered: 3 }),
      ...of('expired', { refused: 1 }),
      ...of('busy', { limited: 1 }),
      ...of('broken', { failed: 1 }),
      ...of('away', { failed: 1 }),
    ]);
  expect(jira.requests.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    200, 200, 200, 401,
  ]);
  await asking.stop();
  await jira.close();
});
