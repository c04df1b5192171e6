/** Requests that no client of ours sends, as bytes: what comes back, and that the door still takes what is honest. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createWeb } from '../../src/web/index.ts';
import { secret, sign } from './nowhere.ts';

const taken: string[] = [];
let web: Server;
let port: number;

beforeAll(async () => {
  web = createWeb({
    state: () => 'serving',
    webhooks: true,
    secrets: [secret],
    deliver: async ({ id, name }) => void taken.push(`${name} ${id}`),
    log: pino({ enabled: false }),
  });
  await once(web.listen(0, '127.0.0.1'), 'listening');
  ({ port } = web.address() as AddressInfo);
});
afterAll(async () => {
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
});

const line = '\r\n';
const body = '{"action":"opened"}';
const delivery = (more: readonly string[], id = 'd'): string =>
  [
    'POST /api/github/webhooks HTTP/1.1',
    'host: x',
    'connection: close',
    'x-github-event: issues',
    `x-github-delivery: ${id}`,
    ...more,
  ].join(line) +
  line +
  line;
const signature = `x-hub-signature-256: ${sign(body)}`;
const length = `content-length: ${body.length}`;

/** The statuses of all answers to these bytes. */
async function statuses(bytes: string): Promise<readonly number[]> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.end(bytes);
  const answers = await text(socket).catch(() => '');
  return [...answers.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
}

test('an honest delivery, for comparison', async () => {
  const id = randomUUID();
  expect(await statuses(delivery([signature, length], id) + body)).toEqual([202]);
  expect(taken).toContain(`issues ${id}`);
  // Whoever asks first is told to go on.
  expect(await statuses(delivery([signature, length, 'expect: 100-continue']) + body)).toEqual([100, 202]);
});

const chunked = `${body.length.toString(16)}${line}${body}${line}0${line}${line}`;
test.each<readonly [string, string, readonly number[]]>([
  [
    'two signatures, one of them right',
    delivery([signature, 'x-hub-signature-256: x', length]) + body,
    [401],
  ],
  ['the right signature twice', delivery([signature, signature, length]) + body, [401]],
  ['a signature behind a space', delivery([`x-hub-signature-256: ${sign(body)} x`, length]) + body, [401]],
  ['two lengths', delivery([signature, length, 'content-length: 1']) + body, [400]],
  ['two lengths in one', delivery([signature, `content-length: ${body.length}, 1`]) + body, [400]],
  ['a negative length', delivery([signature, 'content-length: -1']) + body, [400]],
  ['a length in hex', delivery([signature, 'content-length: 0x13']) + body, [400]],
  ['a length and chunks', delivery([signature, length, 'transfer-encoding: chunked']) + chunked, [400]],
  ['chunks alone', delivery([signature, 'transfer-encoding: chunked']) + chunked, [411]],
  ['an encoding that is none', delivery([signature, 'transfer-encoding: xchunked']) + body, [411]],
  ['two events', delivery([signature, 'x-github-event: push', length]) + body, [400]],
  ['two ids', delivery([signature, 'x-github-delivery: e', length]) + body, [400]],
  ['a space before the colon', delivery([`x-hub-signature-256 : ${sign(body)}`, length]) + body, [400]],
  ['a header in two lines', delivery(['a: b', ' c', signature, length]) + body, [400]],
  ['a compressed body', delivery([signature, length, 'content-encoding: gzip']) + body, [415]],
  ['asking first, unsigned', delivery([length, 'expect: 100-continue']), [401]],
  ['asking for something else first', delivery([signature, length, 'expect: cake']), [417]],
  ['five thousand headers', delivery(Array.from({ length: 5000 }, () => 'a: b')), [431]],
  ['a long header', delivery([`a: ${'b'.repeat(20_000)}`]), [431]],
  ['no host', `GET /healthz HTTP/1.1${line}${line}`, [400]],
  ['lines that end otherwise', 'GET /healthz HTTP/1.1\nhost: x\n\n', [400]],
  [
    'a whole address',
    `GET http://x/healthz HTTP/1.1${line}host: x${line}connection: close${line}${line}`,
    [404],
  ],
  ['the way up', `GET /x/../healthz HTTP/1.1${line}host: x${line}connection: close${line}${line}`, [404]],
  ['another spelling', `GET /%68ealthz HTTP/1.1${line}host: x${line}connection: close${line}${line}`, [404]],
  ['all options', `OPTIONS * HTTP/1.1${line}host: x${line}connection: close${line}${line}`, [404]],
  ['a trace', `TRACE /healthz HTTP/1.1${line}host: x${line}connection: close${line}${line}`, [405]],
  ['a tunnel', `CONNECT x:1 HTTP/1.1${line}host: x${line}${line}`, []],
  ['another protocol', `GET /healthz HTTP/9.9${line}host: x${line}${line}`, [400]],
])('%s', async (_, bytes, expected) => {
  const before = taken.length;
  expect(await statuses(bytes)).toEqual(expected);
  expect(taken).toHaveLength(before);
});

test('what follows a refused request is a request of its own, and never its body', async () => {
  const inner = `GET /healthz HTTP/1.1${line}host: x${line}connection: close${line}${line}`;
  const first = delivery([`content-length: ${inner.length}`]).replace(`connection: close${line}`, '');
  expect(await statuses(first + inner)).toEqual([401]);
  expect(await statuses(first + inner + inner)).toEqual([401, 200]);
});

test('the door is as open as before', async () => {
  expect(await statuses(delivery([signature, length]) + body)).toEqual([202]);
});
