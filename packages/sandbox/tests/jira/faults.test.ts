/** What goes wrong on demand between a client and the sandbox's Jira. */
import { afterEach, describe, expect, test } from 'vitest';
import { flavours, startWorld, type World } from './world.ts';

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const everything = { match: () => true };

describe.each(flavours)('%s', (flavour) => {
  const cloud = flavour === 'cloud';

  test('limits: with and without a word on how long', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const header = async (name: string): Promise<string | null> =>
      (await call('GET', '/myself')).headers.get(name);
    jira.faults.add({ ...everything, kind: '429', seconds: 7, reason: 'jira-quota-tenant-based' });
    const limited = await call('GET', '/myself');
    expect([
      limited.status,
      limited.headers.get('retry-after'),
      limited.headers.get('ratelimit-reason'),
      limited.headers.get('x-ratelimit-reset'),
      limited.headers.get('x-ratelimit-interval-seconds'),
    ]).toEqual(
      cloud ? [429, '7', 'jira-quota-tenant-based', '2026-01-12T08:00Z', null] : [429, '7', null, null, '60'],
    );
    jira.faults.add({ ...everything, kind: '429', seconds: null, reason: null });
    expect(await header('retry-after')).toBeNull();
    expect((await call('GET', '/myself')).status).toBe(200);
    jira.faults.add({ ...everything, kind: '5xx', seconds: 3 });
    expect(await header('retry-after')).toBe('3');
  });

  test('conflicts, broken answers, expired tokens, and only what is meant', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    const { key } = jira.as('ed').createIssue('SHOP', { summary: 'Search' });
    const writes = { match: ({ method }: { method: string }) => method !== 'GET' };
    jira.faults.add({ ...writes, kind: '409' });
    jira.faults.add({ ...writes, kind: '5xx', status: 502, times: 2 });
    jira.faults.add({ match: ({ operation }) => operation === 'GET /issue/{issueIdOrKey}', kind: '401' });
    expect((await call('GET', '/myself')).status).toBe(200);
    const go = async (): Promise<number> =>
      (await call('POST', `/issue/${key}/transitions`, { transition: { id: '11' } })).status;
    expect([await go(), await go(), await go()]).toEqual([409, 502, 502]);
    expect(jira.issue(key).histories).toEqual([]);
    expect((await call('GET', `/issue/${key}`)).status).toBe(401);
    expect(jira.faults.pending()).toBe(false);
    // It was done, and only the answer is lost.
    jira.faults.add({ ...writes, kind: '5xx', when: 'after-doing' });
    expect(await go()).toBe(503);
    expect(jira.issue(key).status.name).toBe('Review');
    expect(jira.requests.map((one) => [one.method, one.status, one.by])).toEqual([
      ['GET', 200, 'bot'],
      ['POST', 409, 'bot'],
      ['POST', 502, 'bot'],
      ['POST', 502, 'bot'],
      ['GET', 401, 'bot'],
      ['POST', 503, 'bot'],
    ]);
  });

  test('no answer at all', async () => {
    world = await startWorld(flavour);
    const { jira, call } = world;
    jira.faults.add({ ...everything, kind: 'reset' });
    await expect(call('GET', '/myself')).rejects.toThrow(/fetch failed/);
    jira.faults.add({ ...everything, kind: 'hang' });
    const url = `${jira.url}/rest/api/${cloud ? 3 : 2}/serverInfo`;
    await expect(fetch(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/);
    jira.faults.add({ ...everything, kind: 'slow', milliseconds: 50 });
    expect((await call('GET', '/serverInfo')).status).toBe(200);
    expect(jira.requests.map((one) => one.status)).toEqual([0, 0, 200]);
  });
});
