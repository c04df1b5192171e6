/** The door for Jira's webhooks, as Jira and everybody else meet it: real HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { JiraSite } from '../../src/jira/index.ts';
import { startService, type Service } from '../../src/service/index.ts';
import { itemShape } from '../../src/items.ts';
import { byKey, markStore, namedStore } from '../../src/store/index.ts';
import type { Item } from '../../src/tracker.ts';
import { hasSamples, sample, samplesIn } from '../jira/samples.ts';
import { settings, sign } from './nowhere.ts';

const secret = 'a secret of Jira';
const folder = mkdtempSync(join(tmpdir(), 'baton-jira-door-'));
const looks: Item[] = [];
let lines = '';
let service: Service;

const siteCalled = (name: string, more: Partial<JiraSite> = {}): JiraSite => ({
  name,
  // Nothing listens there.
  url: 'http://127.0.0.1:59998',
  apiUrl: 'http://127.0.0.1:59998',
  flavour: 'cloud',
  auth: { kind: 'bearer', token: () => 'a-very-secret-token' },
  webhookSecret: () => secret,
  repositories: new Map([['a/b', ['SHOP']]]),
  ...more,
});

beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void (lines += line) });
  const jira = [
    siteCalled('acme'),
    siteCalled('inside', { flavour: 'data-center' }),
    siteCalled('silent', { webhookSecret: null }),
  ];
  service = await startService({
    environment: { ...settings({ DATA_DIR: folder }), jira },
    log,
    createItemLook: () => async (item) => void looks.push(item),
  });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
  // No secrets, and nobody's name.
  expect(lines).not.toMatch(/a secret of Jira|a-very-secret-token|sha256=|Maria/);
});

const changed = {
  webhookEvent: 'jira:issue_updated',
  user: { accountId: 'm', accountType: 'atlassian', displayName: 'Maria' },
  issue: { id: '10040', key: 'SHOP-12', self: 'http://127.0.0.1:59997/evil', fields: { summary: 'Maria' } },
};

async function post(
  path: string,
  body: string | Buffer,
  more: Record<string, string> = {},
): Promise<[number, unknown]> {
  const headers = { 'content-type': 'application/json', 'x-hub-signature': sign(body, secret), ...more };
  const response = await fetch(`${service.url}${path}`, { method: 'POST', headers, body });
  return [response.status, await response.json()];
}
const door = '/jira/webhooks/acme';
const identified = (id: string) => ({ 'x-atlassian-webhook-identifier': id });
const metric = async (labels: string): Promise<number> => {
  const page = await (await fetch(`${service.url}/metrics`)).text();
  const line = page.split('\n').find((each) => each.startsWith(`baton_deliveries_total{${labels}}`));
  return Number(line?.split(' ').at(-1) ?? 0);
};

describe('a webhook from Jira', () => {
  test('leads to a look at what names the issue, once', async () => {
    const item: Item = { kind: 'pull-request', installation: 3, repository: 'a/b', number: 41 };
    const named = namedStore(service.store.db, itemShape);
    await named.keepNamed('acme', 'an item', item, [byKey('SHOP-12')]);
    await named.keepNamed('inside', 'another', { ...item, number: 42 }, [byKey('SHOP-12')]);
    const body = JSON.stringify(changed);
    for (let time = 0; time < 3; time += 1)
      expect(await post(door, body, identified('f-1'))).toEqual([202, { accepted: 'f-1' }]);
    await expect.poll(() => looks).toEqual([item]);
    // Of the same identifier, and of another site.
    expect(await post('/jira/webhooks/inside', body, identified('f-1'))).toEqual([202, { accepted: 'f-1' }]);
    await expect.poll(() => looks).toEqual([item, { ...item, number: 42 }]);
    expect(await metric('event="jira-changed",outcome="accepted",reason=""')).toBe(2);
    expect(await metric('event="jira-changed",outcome="copy",reason=""')).toBe(2);
  });

  test('by our own account leads to nothing, as soon as it is known which that is', async () => {
    const body = (actor: string): string => JSON.stringify({ ...changed, user: { accountId: actor } });
    looks.length = 0;
    await markStore(service.store.db).setMark('jira-self acme', 'us');
    await post(door, body('us'), identified('own'));
    expect(await metric('event="jira-changed",outcome="ignored",reason=""')).toBe(1);
    await post(door, body('them'), identified('theirs'));
    await expect.poll(() => looks).toHaveLength(1);
  });

  test('that is about no issue is taken and ignored', async () => {
    const body = '{"webhookEvent":"sprint_started"}';
    expect((await post(door, body, identified('s')))[0]).toBe(202);
    expect(await metric('event="jira-other",outcome="ignored",reason=""')).toBe(1);
  });

  test('that is unsigned or wrongly signed is refused', async () => {
    const body = JSON.stringify(changed);
    for (const signature of [
      '',
      'sha256=',
      sign(body, 'another'),
      sign(body, secret, 'sha1'),
      sign(`${body} `, secret),
    ])
      expect((await post(door, body, { 'x-hub-signature': signature }))[0]).toBe(401);
    expect(await metric('event="jira",outcome="refused",reason="wrong signature"')).toBe(4);
    expect(await metric('event="jira",outcome="refused",reason="unsigned"')).toBe(1);
  });

  test('that is no JSON object, or too large, is refused', async () => {
    for (const body of ['', 'hello', '{"a":', 'null', '[]', Buffer.from([0x7b, 0xff, 0x7d])])
      expect((await post(door, body))[0]).toBe(400);
    expect((await post(door, ' '.repeat(1024 * 1024 + 1)))[0]).toBe(413);
    expect((await post(door, `{}${' '.repeat(1024 * 1024 - 2)}`))[0]).toBe(202);
  });

  test('may come in chunks, up to the same size; unsigned or compressed ones are not read', async () => {
    const chunked = async (parts: number, more: Record<string, string>): Promise<number> => {
      const stream = new ReadableStream({
        start(controller) {
          for (let part = 0; part < parts; part += 1) controller.enqueue(Buffer.alloc(100_000, ' '));
          controller.close();
        },
      });
      const headers = { 'content-type': 'application/json', ...more };
      const init = { method: 'POST', headers, body: stream, duplex: 'half' } as const;
      return (await fetch(service.url + door, init)).status;
    };
    const signature = { 'x-hub-signature': sign(' '.repeat(200_000), secret) };
    expect(await chunked(2, signature)).toBe(400);
    expect(await chunked(3, signature)).toBe(401);
    expect(await chunked(30, signature)).toBe(413);
    expect(await chunked(30, {})).toBe(401);
    expect(await chunked(2, { ...signature, 'content-encoding': 'gzip' })).toBe(415);
  });

  test('for a site that is not known, or has no secret, finds nothing', async () => {
    const paths = ['nobody', 'silent', '', 'acme/more', 'ACME', '__proto__', 'constructor', '%61cme', '..'];
    for (const name of paths) expect((await post(`/jira/webhooks/${name}`, '{}'))[0]).toBe(404);
    expect((await post('/jira/webhooks/acme/?x=1', '{}'))[0]).toBe(202);
  });

  test('is sent, not asked for', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await fetch(service.url + door, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  test('that cannot be kept is not taken', async () => {
    const { db } = service.store;
    await db.schema.alterTable('deliveries').renameTo('elsewhere').execute();
    expect((await post(door, JSON.stringify(changed), identified('lost')))[0]).toBe(503);
    await db.schema.alterTable('elsewhere').renameTo('deliveries').execute();
    expect(await metric('event="jira-changed",outcome="not-kept",reason=""')).toBe(1);
    expect((await post(door, JSON.stringify(changed), identified('lost')))[0]).toBe(202);
  });

  test.skipIf(!hasSamples).each(hasSamples ? samplesIn('webhooks') : ['none'])(
    'as it was recorded is taken: %s',
    async (name) => {
      const site = name.includes('server') ? 'inside' : 'acme';
      expect(await post(`/jira/webhooks/${site}`, sample('webhooks', name), identified(name))).toEqual([
        202,
        { accepted: name },
      ]);
    },
  );
});
