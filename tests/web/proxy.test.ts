import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { pino } from 'pino';
import { expect, test } from 'vitest';

import { followProxy } from '../../src/web/index.ts';

test('deliveries of the channel are posted on as GitHub sent them; the rest of the stream is not', async () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const { promise: channel, resolve: opened } = Promise.withResolvers<ServerResponse>();
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/channel') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        return opened(response);
      }
      received.push({ headers: request.headers, body: await text(request) });
      response.writeHead(202).end();
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = followProxy({
    source: `${url}/channel`,
    target: `${url}/webhooks`,
    log: pino({ enabled: false }),
  });
  const stream = await channel;
  const delivery = {
    host: 'smee.io',
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': 'sha256=abc',
    body: { action: 'opened', title: 'Zahlen für alle ✓' },
    query: {},
    timestamp: 1,
  };
  stream.write('event: ready\ndata: {}\n\nevent: ping\ndata: {}\n\n: a comment\n\n');
  const bytes = Buffer.from(`id: 1\ndata: ${JSON.stringify(delivery)}\n\n`);
  // Cut within a character and within a line.
  const cut = bytes.indexOf(Buffer.from('ü')) + 1;
  stream.write(bytes.subarray(0, cut));
  await new Promise(setImmediate);
  stream.write(bytes.subarray(cut));
  await expect.poll(() => received).toHaveLength(1);
  expect(received[0]?.body).toBe(JSON.stringify(delivery.body));
  expect(received[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': 'sha256=abc',
  });
  stop();
  await once(stream, 'close');
  server.close();
});

test('a line that comes in thousands of parts is read once, and one without an end ends the stream', async () => {
  const received: number[] = [];
  const { promise: channel, resolve: opened } = Promise.withResolvers<ServerResponse>();
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/channel') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        return opened(response);
      }
      received.push((await text(request)).length);
      response.writeHead(202).end();
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = pino({ enabled: false });
  const stop = followProxy({ source: `${url}/channel`, target: `${url}/webhooks`, log });
  const stream = await channel;
  const long = 'x'.repeat(20_000_000);
  stream.write('data: {"x-github-event":"push","body":{"a":"');
  for (let at = 0; at < long.length; at += 10_000) stream.write(long.slice(at, at + 10_000));
  stream.write('"}}\r\n\r\n');
  await expect.poll(() => received, { timeout: 240_000 }).toEqual([20_000_008]);
  const over = once(stream, 'close');
  for (let part = 0; part < 5; part += 1) stream.write(`data: ${long}`);
  await over;
  expect(received).toHaveLength(1);
  stop();
  server.closeAllConnections();
  server.close();
});
