/** The door: what strangers can make a process of its own hold and do, who have no secret. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { freePort, startBaton } from '../chaos/processes.ts';
import { openTown } from '../town.ts';
import type { Figures } from './compare.ts';
import { shares } from './post.ts';

const MB = 2 ** 20;
const unfinished = 16;
const length = 24 * MB;

/** Prints memory, and how long a monitor waits meanwhile. */
export async function benchDoor(): Promise<Figures> {
  const figures: Record<string, readonly number[]> = {};
  console.log('\ndoor, a process of its own; strangers without the secret');
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const github = await openTown();
  const port = await freePort();
  const baton = await startBaton({ github, port, duties: [], where: { DATA_DIR: folder } });
  const url = `http://127.0.0.1:${port}`;
  const line = (what: string, figures: string): void => console.log(`  ${what.padEnd(44)} ${figures}`);

  // Asking makes garbage, too: what a stranger adds is what is more than that.
  const quiet = (await watch(url, 3000)).most;
  line('at rest', `${quiet.toFixed(0)} MB`);
  const signed = `x-hub-signature-256: sha256=${'0'.repeat(64)}\r\nx-github-event: push\r\nx-github-delivery: d\r\n`;
  for (const [what, headers] of [
    ['unsigned', ''],
    ['with a signature that may be one', signed],
  ] as const) {
    const sockets = await Promise.all(
      Array.from({ length: unfinished }, () => unfinishedBody(port, headers)),
    );
    const { times, most } = await watch(url, 3000);
    line(
      `${unfinished} unfinished bodies of 24 MB, ${what}`,
      `+${(most - quiet).toFixed(0)} MB at the most; /healthz p99 ${times.p99.toFixed(0)} ms`,
    );
    figures[`memory for unfinished bodies, ${what}`] = [most - quiet];
    figures[`/healthz p99 meanwhile, ${what}`] = [times.p99];
    const began = performance.now();
    await Promise.all(sockets.filter(({ closed }) => !closed).map((socket) => once(socket, 'close')));
    line('  all of them ended after', `${((performance.now() - began) / 1000 + 3).toFixed(0)} s`);
  }
  const start = performance.now();
  const answer = await fetch(`${url}/${'/'.repeat(15_000)}x`);
  const slashes = performance.now() - start;
  figures['an answer to 15,000 slashes'] = [slashes];
  line('15,000 slashes', `${answer.status} after ${slashes.toFixed(1)} ms`);
  await baton.stop();
  await github.close();
  rmSync(folder, { recursive: true });
  return figures;
}

/** Sends all of a body but its last byte, as fast as it is taken. */
async function unfinishedBody(port: number, headers: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.resume();
  socket.write(
    `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n${headers}\r\n`,
  );
  socket.write(Buffer.alloc(length - 1, ' '));
  return socket;
}

async function memoryOf(url: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  return Number(/^baton_process_resident_memory_bytes (.+)$/m.exec(page)?.[1]) / MB;
}

/** Asks after it again and again for a while. */
async function watch(
  url: string,
  duration: number,
): Promise<{ readonly times: ReturnType<typeof shares>; readonly most: number }> {
  const times: number[] = [];
  let most = 0;
  for (const end = performance.now() + duration; performance.now() < end; await wait(20)) {
    const start = performance.now();
    await (await fetch(`${url}/healthz`)).text();
    times.push(performance.now() - start);
    most = Math.max(most, await memoryOf(url));
  }
  return { times: shares(times), most };
}
