/** The running service as GitHub and monitors meet it: real HTTP, GitHub's own payloads. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { eventNames } from '../../src/github/receive/events.ts';
import { startService, type Service } from '../../src/service/index.ts';
import { createRefusals } from '../../src/web/refusals.ts';
import { pathOf } from '../../src/web/target.ts';
import { examples } from '../github/examples.ts';
import { secret, settings, sign } from './nowhere.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-web-'));
const looks: unknown[] = [];
let lines = '';
let service: Service;
let webhooks: string;

beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void (lines += line) });
  service = await startService({
    environment: settings({ DATA_DIR: folder }),
    log,
    createItemLook: () => async (item) => void looks.push(item),
  });
  webhooks = `${service.url}/api/github/webhooks`;
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
  expect(lines).not.toMatch(new RegExp(`${secret}|sha256=|PRIVATE KEY`));
});

const headers = {
  'content-type': 'application/json',
  'x-github-event': 'issues',
  'x-github-delivery': 'd-1',
};
async function post(body: string | Buffer, more: Record<string, string> = {}): Promise<[number, unknown]> {
  const response = await fetch(webhooks, { method: 'POST', headers: { ...headers, ...more }, body });
  return [response.status, await response.json()];
}
const signed = (body: string | Buffer, more: Record<string, string> = {}): Promise<[number, unknown]> =>
  post(body, { 'x-hub-signature-256': sign(body), ...more });

describe('a webhook', () => {
  test.each(
    examples
      .filter(({ name }) => eventNames.includes(name))
      .map(({ name, examples: all }) => [name, all] as const),
  )("GitHub's examples of %s are accepted", async (name, payloads) => {
    for (const payload of payloads) {
      for (const body of [payload, { ...payload, installation: { id: 3 } }]) {
        const answer = await signed(JSON.stringify(body), { 'x-github-event': name });
        expect(answer).toEqual([202, { accepted: 'd-1' }]);
      }
    }
  });

  test('of a kind that nobody knows, or without an installation, is accepted', async () => {
    for (const name of ['star', 'no_such_event', 'error', '*', '__proto__', 'constructor']) {
      expect(await signed('{"action":"created"}', { 'x-github-event': name })).toEqual([
        202,
        { accepted: 'd-1' },
      ]);
    }
    expect(await signed('{}')).toEqual([202, { accepted: 'd-1' }]);
    expect(await signed('{"action":{},"installation":7,"repository":[]}')).toEqual([
      202,
      { accepted: 'd-1' },
    ]);
  });

  test('leads to a look, after the answer', async () => {
    looks.length = 0;
    const payload = {
      action: 'opened',
      issue: { number: 41 },
      installation: { id: 3 },
      repository: { node_id: 'R', name: 'b', full_name: 'a/b', owner: { login: 'a' } },
    };
    const body = JSON.stringify(payload);
    expect(await signed(body, { 'x-github-delivery': 'd-41' })).toEqual([202, { accepted: 'd-41' }]);
    await expect
      .poll(() => looks)
      .toContainEqual({ kind: 'issue', installation: 3, repository: 'a/b', number: 41 });
  });

  const missing = { error: 'The header X-Hub-Signature-256 is missing.' };
  const wrong = { error: 'The signature does not fit: is WEBHOOK_SECRET the secret of the App?' };
  test('that is unsigned, signed with sha1 alone, or wrongly signed is refused', async () => {
    const body = '{"action":"opened"}';
    expect(await post(body)).toEqual([401, missing]);
    expect(await post(body, { 'x-hub-signature': sign(body, secret, 'sha1') })).toEqual([401, missing]);
    expect(await post(body, { 'x-hub-signature-256': '' })).toEqual([401, missing]);
    for (const signature of [
      sign(body, 'development'),
      sign(`${body} `),
      sign(body, secret, 'sha1'),
      sign(body).slice(0, -1),
      sign(body).toUpperCase(),
      sign(body).slice('sha256='.length),
      'sha256=',
      'nonsense',
    ]) {
      expect(await post(body, { 'x-hub-signature-256': signature })).toEqual([401, wrong]);
    }
    expect(await post('no json')).toEqual([401, missing]);
  });

  test('that is no JSON object is refused', async () => {
    const refused = [400, { error: 'The body is no JSON object.' }];
    const invalid = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    for (const body of ['', 'hello', '{"a":', 'null', '5', '"text"', '[]', invalid]) {
      expect(await signed(body)).toEqual(refused);
    }
  });

  test('without an event or a delivery id, or as a form, is refused', async () => {
    const needed = { error: 'The headers X-GitHub-Event and X-GitHub-Delivery are needed.' };
    expect(await signed('{}', { 'x-github-event': '' })).toEqual([400, needed]);
    expect(await signed('{}', { 'x-github-delivery': '' })).toEqual([400, needed]);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await signed('payload=%7B%7D', form)).toEqual([
      415,
      { error: "The App's webhook must send application/json, not a form." },
    ]);
    expect(await signed('{}', { 'content-type': 'application/json; charset=utf-8' })).toEqual([
      202,
      { accepted: 'd-1' },
    ]);
  });

  test('of up to 25 MB is read, of more refused, told or not', async () => {
    const limit = 25 * 1024 * 1024;
    const whole = Buffer.from(`{"a":"${'x'.repeat(limit - 8)}"}`);
    expect(whole.length).toBe(limit);
    expect(await signed(whole)).toEqual([202, { accepted: 'd-1' }]);
    const larger = Buffer.concat([whole, Buffer.from(' ')]);
    expect(await signed(larger)).toEqual([413, { error: 'The body is larger than 25 MB.' }]);
  });

  test('whose length is not told, that is compressed, or no JSON by its headers is refused unread', async () => {
    const stream = (): ReadableStream =>
      new ReadableStream({
        start(controller) {
          for (let part = 0; part < 26; part += 1) controller.enqueue(new Uint8Array(1024 * 1024));
          controller.close();
        },
      });
    const streamed = async (more: Record<string, string>): Promise<[number, unknown]> => {
      const init = {
        method: 'POST',
        headers: { ...headers, ...more },
        body: stream(),
        duplex: 'half',
      } as const;
      const response = await fetch(webhooks, init);
      return [response.status, await response.json()];
    };
    expect(await streamed({})).toEqual([401, missing]);
    expect(await streamed({ 'x-hub-signature-256': sign('') })).toEqual([
      411,
      { error: 'The header Content-Length is missing; a proxy in front of Baton has to pass it on.' },
    ]);
    const zipped = gzipSync('{}');
    expect(await signed(zipped, { 'content-encoding': 'gzip' })).toEqual([
      415,
      { error: 'The body must not be compressed.' },
    ]);
    for (const type of ['text/plain', 'application/xml', 'application/jsonp', 'application/json2; a=b']) {
      expect(await signed('{}', { 'content-type': type })).toEqual([
        415,
        { error: "The App's webhook must send application/json." },
      ]);
    }
    expect(await signed('{}', { 'content-type': 'Application/JSON ;charset=utf-8' })).toEqual([
      202,
      { accepted: 'd-1' },
    ]);
  });

  test('with an id or an event that could upset a log is refused, and both are shown without it', async () => {
    for (const name of ['x-github-delivery', 'x-github-event']) {
      for (const odd of ['a b', 'a\u009b31m', 'x'.repeat(101), 'ü', 'one, two'])
        expect((await signed('{}', { [name]: odd }))[0]).toBe(400);
    }
    expect(lines).not.toMatch(/\u009b|x{101}|ü/);
    expect(await signed('{}', { 'x-github-delivery': randomUUID() })).toMatchObject([202, {}]);
  });

  test.each([
    ['unsigned', '', 401],
    ['larger than anything', `x-hub-signature-256: ${sign('')}\r\nx-github-delivery: d\r\n`, 413],
  ])('whose sender goes on for ever is cut off, and nothing of it is kept: %s', async (_, more, status) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\nx-github-event: issues\r\n${more}\r\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain(`HTTP/1.1 ${status}`);
    const flood = setInterval(() => socket.write(Buffer.alloc(65_536)), 5);
    await once(socket, 'close');
    clearInterval(flood);
  });

  test('whose sender breaks off does no harm', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write('POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"a":');
    await new Promise(setImmediate);
    socket.destroy();
    expect(await signed('{}')).toEqual([202, { accepted: 'd-1' }]);
  });
});

describe('pages', () => {
  const get = async (path: string, method = 'GET'): Promise<[number, string | null, string]> => {
    const response = await fetch(`${service.url}${path}`, { method });
    return [response.status, response.headers.get('allow'), await response.text()];
  };
  test('tell monitors how it is', async () => {
    expect(await get('/healthz')).toEqual([200, null, '{"status":"alive"}\n']);
    // On a busy machine GitHub has been away for long by now, and that is told here, too.
    expect(await get('/readyz')).toEqual([200, null, expect.stringMatching(/^\{"status":"serving"/)]);
    expect(await get('/readyz?verbose', 'HEAD')).toEqual([200, null, '']);
  });
  test('are few', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect((await get('/api/github/webhooks', method)).slice(0, 2)).toEqual([405, 'POST']);
    }
    expect((await get('/healthz', 'POST')).slice(0, 2)).toEqual([405, 'GET, HEAD']);
    for (const path of [
      '/probot',
      '/api/github',
      '/constructor',
      '/%',
      '//',
      '/api/github/webhooks/x',
      '/healthz/../metrics%00',
      `/${'/'.repeat(2000)}x`,
    ]) {
      expect((await get(path))[0]).toBe(404);
    }
    expect((await get(`/healthz${'/'.repeat(2000)}`))[0]).toBe(200);
  });
  test('have short addresses', async () => {
    for (const path of ['/'.repeat(15_000), `${'/'.repeat(15_000)}x`, `/healthz?${'a'.repeat(2048)}`])
      expect((await get(path))[0]).toBe(414);
    expect(pathOf('/'.repeat(2048))).toBe('/');
    expect(pathOf(`${'/'.repeat(2047)}x`)).toBe(`${'/'.repeat(2047)}x`);
    expect(pathOf('/a//?/b/')).toBe('/a');
    expect(pathOf('?')).toBe('');
  });
  test('take no bodies', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 24000000\r\n\r\n{`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1.1 413/);
      socket.destroy();
    }
  });
});

test('who is refused again and again does not fill the log', () => {
  let now = 0;
  const told: string[] = [];
  const refusals = createRefusals(
    { warn: (about: object) => void told.push(JSON.stringify(about)) },
    () => now,
  );
  for (let time = 0; time < 1000; time += 1) refusals.note({ time }, 'A delivery was refused.');
  expect(told).toHaveLength(60);
  now = 60_000;
  refusals.note({ time: 'later' }, 'A delivery was refused.');
  expect(told.slice(60)).toEqual(['{"refused":940}', '{"time":"later"}']);
});

test('who stops is not ready any more, ends what runs, and takes nothing new', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const here = mkdtempSync(join(tmpdir(), 'baton-web-'));
  let ended = false;
  const other = await startService({
    environment: settings({ DATA_DIR: here }),
    log: pino({ enabled: false }),
    createItemLook: () => async () => {
      await released;
      ended = true;
    },
  });
  await other.inbox.want([
    { key: 'k', group: '3', item: { kind: 'issue', installation: 3, repository: 'a/b', number: 1 } },
  ]);
  // A connection that is in use while the service stops: its last request is still answered.
  const socket = connect(Number(new URL(other.url).port), '127.0.0.1');
  socket.write('GET /readyz HTTP/1.1\r\nhost: x\r\n');
  await expect.poll(async () => (await other.inbox.metrics()).running).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const stopped = other.stop();
  socket.write('\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 503[^]*"draining"/);
  await expect(fetch(`${other.url}/healthz`)).rejects.toThrow('fetch failed');
  expect(ended).toBe(false);
  release();
  await stopped;
  expect(ended).toBe(true);
  rmSync(here, { recursive: true });
});
