/** What people can do to the server that takes webhooks: many pages at once, and forms that never come. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createWeb, type WebState } from '../../src/web/index.ts';
import { secret, sign } from './nowhere.ts';

let web: Server;
let port: number;
let state: WebState = 'serving';
const sockets: Socket[] = [];
const errors: unknown[] = [];

beforeEach(async () => {
  errors.length = 0;
  state = 'serving';
  web = createWeb({
    state: () => state,
    webhooks: true,
    secrets: [secret],
    deliver: async () => {},
    async people(request, response) {
      // As whoever makes pages does.
      if (request.method === 'POST' && request.rawBody === undefined) await text(request);
      if (request.url === '/never') await once(response, 'close');
      else response.end(`${request.rawBody?.toString() ?? ''} was read`);
    },
    log: pino({ level: 'error' }, { write: (line) => void errors.push(line) }),
  });
  await once(web.listen(0, '127.0.0.1'), 'listening');
  ({ port } = web.address() as AddressInfo);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
  expect(errors).toEqual([]);
});

/** Sends these bytes, and leaves it there. */
function begin(bytes: string): Socket {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes)).on('error', () => {});
  sockets.push(socket);
  return socket;
}

/** The statuses of all answers to these bytes; of a connection that was refused, none. */
async function statuses(bytes: string): Promise<readonly number[]> {
  const answers = await text(begin(bytes)).catch(() => '');
  return [...answers.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
}

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const body = '{"action":"opened"}';
const delivery = `${lines(
  'POST /api/github/webhooks HTTP/1.1',
  'host: x',
  'connection: close',
  'x-github-event: issues',
  'x-github-delivery: d',
  `x-hub-signature-256: ${sign(body)}`,
  `content-length: ${body.length}`,
)}${body}`;
const formOf = (...more: readonly string[]): string =>
  lines('POST /playground HTTP/1.1', 'host: x', 'connection: close', 'content-length: 4', ...more);

test('forms that never come keep no webhook and no other form waiting', async () => {
  for (let each = 0; each < 600; each += 1) begin(formOf());
  await expect.poll(() => statuses(delivery), { timeout: 5000 }).toEqual([202]);
  expect(await statuses(`${formOf()}text`)).toEqual([200]);
  expect(await statuses(delivery)).toEqual([202]);
}, 15_000);

test('pages that take for ever keep no webhook waiting; beyond so many, the next are told to come back', async () => {
  for (let each = 0; each < 450; each += 1) begin(lines('GET /never HTTP/1.1', 'host: x'));
  await expect
    .poll(() => statuses(lines('GET / HTTP/1.1', 'host: x', 'connection: close')), { timeout: 5000 })
    .toEqual([503]);
  expect(await statuses(delivery)).toEqual([202]);
  for (const socket of sockets.splice(0)) socket.destroy();
  await expect
    .poll(() => statuses(lines('GET / HTTP/1.1', 'host: x', 'connection: close')), { timeout: 5000 })
    .toEqual([200]);
}, 20_000);

test('a form is whole before a page is made of it, and whoever asks first is told to go on', async () => {
  const socket = begin(formOf('expect: 100-continue'));
  const [told] = (await once(socket, 'data')) as [Buffer];
  expect(told.toString()).toMatch(/^HTTP\/1\.1 100 /);
  socket.write('te');
  socket.write('xt');
  expect(await text(socket)).toContain('text was read');
});

test('who breaks off in the middle of a form leaves nothing behind', async () => {
  const socket = begin(`${formOf()}te`);
  await once(socket, 'connect');
  socket.destroy();
  expect(await statuses(`${formOf()}text`)).toEqual([200]);
});

test('while Baton starts or ends, a page is told to come back, and not that there is none', async () => {
  const page = lines('GET / HTTP/1.1', 'host: x', 'connection: close');
  expect(await statuses(page)).toEqual([200]);
  for (state of ['starting', 'draining'] as const) {
    const answer = await text(begin(page));
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/^retry-after: 5\r$/m);
  }
});
