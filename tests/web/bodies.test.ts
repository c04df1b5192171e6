/** What strangers can make the door hold: real HTTP, bodies that never come to their end. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createBodies, type Bodies, type BodyLimits } from '../../src/web/bodies.ts';
import { createBoundedServer } from '../../src/web/bounds.ts';
import { reply, turnAway } from '../../src/web/reply.ts';

const kB = 1024;
let server: Server;
let sockets: Socket[];
let bodies: Bodies;
let taken: string[];
let failed: string[];

beforeEach(() => {
  sockets = [];
  taken = [];
  failed = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A server that takes bodies; `working`: what it does with each before it answers. */
async function open(limits: Partial<BodyLimits>, working = async (): Promise<void> => {}): Promise<void> {
  bodies = createBodies({ atOnce: 500, together: 1024 * kB, silence: 5000, whole: 15_000, ...limits });
  const [took, broke] = [taken, failed];
  server = createServer((request, response) => {
    void (async () => {
      try {
        const body = await bodies.receive(request, response, 24_000 * kB);
        if ('status' in body) return turnAway(request, response, body.status, { error: body.why });
        const whole = Buffer.concat(body);
        took.push(whole.toString());
        await working();
        reply(response, 202, { bytes: whole.length });
      } catch (error) {
        broke.push(String(error));
      }
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
}
/** Sends a body of that length up to so many bytes of it. */
function send(length: number, sent: string | Buffer): { socket: Socket; answer: Promise<string> } {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n`);
  socket.write(sent);
  return { socket, answer: text(socket).catch(() => 'reset') };
}
const held = (): number => bodies.held();

describe('bodies', () => {
  test('hold what came, not what was announced', async () => {
    await open({ together: 512 * 1024 * kB });
    for (let index = 0; index < 16; index += 1) send(24_000 * kB, 'x');
    await expect.poll(held).toBe(16 * 257);
    send(24_000 * kB, Buffer.alloc(2000 * kB));
    await expect.poll(held).toBeGreaterThan(2000 * kB);
    expect(held()).toBeLessThan(2500 * kB);
  });

  test('are whole, in whatever pieces they come', async () => {
    await open({});
    const body = Array.from({ length: 40_000 }, (_, index) => String(index % 10)).join('');
    const { socket, answer } = send(body.length, '');
    for (let at = 0; at < body.length; at += 7777) {
      socket.write(body.slice(at, at + 7777));
      await new Promise(setImmediate);
    }
    expect(await answer).toMatch(/^HTTP\/1.1 202 [^]*"bytes":40000/);
    expect(taken[0] === body).toBe(true);
    await expect.poll(held).toBe(0);
    expect(await send(0, '').answer).toMatch(/^HTTP\/1.1 202 [^]*"bytes":0/);
  });

  test('hold no more than a sum: the largest gives way, small ones get through', async () => {
    await open({ together: 1024 * kB });
    const large = Array.from({ length: 16 }, () => send(2000 * kB, Buffer.alloc(200 * kB)));
    await expect.poll(held).toBeGreaterThan(500 * kB);
    const answers = Array.from({ length: 50 }, () => send(30 * kB, Buffer.alloc(30 * kB)).answer);
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1.1 202/);
    expect(held()).toBeLessThanOrEqual(1024 * kB);
    // Who was given up hears of it.
    for (const { socket } of large) socket.end(Buffer.alloc(0));
    const heard = await Promise.all(large.map(({ answer }) => answer));
    expect(heard.filter((answer) => answer.startsWith('HTTP/1.1 503')).length).toBeGreaterThanOrEqual(10);
  });

  test('count until they are answered: what is worked on is not given up, who comes later is', async () => {
    const { promise: worked, resolve: finish } = Promise.withResolvers<void>();
    await open({ together: 256 * kB }, () => worked);
    const first = send(200 * kB, Buffer.alloc(200 * kB));
    await expect.poll(() => taken).toHaveLength(1);
    expect(await send(100 * kB, Buffer.alloc(100 * kB)).answer).toMatch(/^HTTP\/1.1 503 [^]*in a moment/);
    finish();
    expect(await first.answer).toMatch(/^HTTP\/1.1 202/);
    await expect.poll(held).toBe(0);
    expect(await send(100 * kB, Buffer.alloc(100 * kB)).answer).toMatch(/^HTTP\/1.1 202/);
  });

  test('are so many at once; the oldest gives way', async () => {
    await open({ atOnce: 3 });
    const slow = Array.from({ length: 3 }, () => send(1000, 'x'));
    await expect.poll(held).toBe(3 * 257);
    expect(await send(10, '0123456789').answer).toMatch(/^HTTP\/1.1 202/);
    expect(await Promise.race(slow.map(({ answer }) => answer))).toMatch(/^HTTP\/1.1 503/);
    expect(held()).toBe(2 * 257);
  });

  test('that fall silent, or come a byte at a time, are ended', async () => {
    await open({ silence: 100, whole: 400 });
    expect(await send(1000, 'x').answer).toMatch(/^HTTP\/1.1 408 [^]*too slowly/);
    const trickle = send(100_000, 'x');
    const drops = setInterval(() => trickle.socket.write('x'), 20);
    expect(await trickle.answer).toMatch(/^HTTP\/1.1 408 [^]*too slowly/);
    clearInterval(drops);
    expect(held()).toBe(0);
  });

  test('whose sender breaks off hold nothing any more', async () => {
    await open({});
    const { socket } = send(1000 * kB, Buffer.alloc(100 * kB));
    await expect.poll(held).toBeGreaterThan(90 * kB);
    socket.destroy();
    await expect.poll(held).toBe(0);
    expect([taken, failed]).toEqual([[], ['Error: aborted']]);
  });
});

describe('connections', () => {
  async function bounded(connections: number, headers = 10_000): Promise<void> {
    server = createBoundedServer((_, response) => response.end('here'), { connections, headers });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  }
  const connected = async (sent: string): Promise<{ socket: Socket; closed: () => boolean }> => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {}).resume();
    await once(socket, 'connect');
    if (sent !== '') socket.write(sent);
    return { socket, closed: () => socket.closed };
  };
  const get = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

  test('that ask for nothing give way to one that does, the longest silent first', async () => {
    await bounded(20);
    const silent: Awaited<ReturnType<typeof connected>>[] = [];
    for (let index = 0; index < 20; index += 1)
      silent.push(await connected(index % 2 === 0 ? '' : 'GET / HT'));
    const { port } = server.address() as AddressInfo;
    for (let time = 0; time < 5; time += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
      expect(await answer.text()).toBe('here');
    }
    await expect.poll(() => silent.filter(({ closed }) => closed()).length).toBeGreaterThan(0);
    expect(silent.slice(0, 1).every(({ closed }) => closed())).toBe(true);
    expect(silent.slice(6).some(({ closed }) => closed())).toBe(false);
  });

  test('that are kept are kept, those whose headers do not come are closed', async () => {
    await bounded(20, 300);
    const kept = await connected(get);
    const slow = await Promise.all(['', 'GET / HT', 'GET / HTTP/1.1\r\nhost: x\r\n'].map(connected));
    const drops = setInterval(() => slow[2]?.socket.write('a: b\r\n'), 50);
    await expect.poll(() => slow.every(({ closed }) => closed()), { timeout: 240_000 }).toBe(true);
    clearInterval(drops);
    expect(kept.closed()).toBe(false);
    kept.socket.write(get);
    const [answer] = (await once(kept.socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('200 OK');
  });
});
