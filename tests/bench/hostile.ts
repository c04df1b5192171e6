/**
 * Hostile texts: how soon a monitor is answered while comments of 65 kB arrive that were written to keep a parser busy, and
 * how soon the comment of somebody else is looked at in another repository. Baton is a process of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { commandsIn } from '../../src/handoff/commands/commands.ts';
import { meaningOf } from '../../src/handoff/text/text.ts';
import { secret } from '../baton.ts';
import { freePort, startBaton } from '../chaos/processes.ts';
import { hostileShapes, hostileText, longest, type Shape } from '../hostile-shapes.ts';
import { openTown, repository } from '../town.ts';
import type { Figures } from './compare.ts';
import { shares } from './post.ts';

const count = 100;

/** Milliseconds of the processor that the slowest of all shapes takes, each the least of several times. */
function slowest(what: string, read: (text: string) => unknown): number {
  let [worst, name, salt] = [0, '', 0];
  const took = (shape: Shape): number => {
    const text = hostileText(shape, longest, (salt += 1));
    const before = process.threadCpuUsage();
    read(text);
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  for (const shape of hostileShapes) {
    const least = Math.min(...Array.from({ length: 5 }, () => took(shape)));
    if (least > worst) [worst, name] = [least, shape.name];
  }
  console.log(`  ${what.padEnd(34)} at most ${worst.toFixed(1)} ms of the processor for 65 kB: ${name}`);
  return worst;
}

const hostileAt = (index: number): string => {
  const shape = hostileShapes[(7 * index) % hostileShapes.length];
  return shape === undefined ? '/why' : hostileText(shape, longest, index);
};

/** Prints how long `/healthz` takes before, and while the comments arrive. */
export async function benchHostile(): Promise<Figures> {
  console.log(`\nhostile texts: ${hostileShapes.length} shapes of 65 kB`);
  const commands = slowest('commands', (text) => commandsIn(text));
  const spec = slowest('what a spec says', (text) => meaningOf(text));
  console.log(
    `\nhostile texts: /healthz while ${count} comments of 65 kB with /why by somebody without a role, SQLite, a process of its own`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const github = await openTown();
  const port = await freePort();
  const baton = await startBaton({ github, port, duties: [], where: { DATA_DIR: folder } });
  const url = `http://127.0.0.1:${port}`;
  github.hook('baton', { url: `${url}/api/github/webhooks`, secret });
  github.install('baton', 'acme');
  for (let index = 0; index < 20; index += 1) {
    github.clock.advance(1000);
    github.as('maria').openIssue(repository, { title: `Coupons ${index}`, body: 'One coupon per order.' });
  }
  await github.settled();
  await wait(3_000);
  await show('before', url, wait(5_000));
  const arriving = async (textOf: (index: number) => string): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      github.clock.advance(1000);
      github.as('otto').comment(`${repository}#${1 + (index % 20)}`, textOf(index));
      await wait(50);
    }
    await github.settled();
    await wait(5_000);
  };
  // What the looks themselves take is seen from comments that are short.
  await show(
    'while short ones arrive',
    url,
    arriving(() => '/why'),
  );
  const p99 = await show(
    'while hostile ones arrive',
    url,
    arriving((index) => hostileAt(index)),
  );
  await baton.stop();
  await github.close();
  rmSync(folder, { recursive: true });
  return {
    'commands in the slowest text': [commands],
    'what the slowest spec says': [spec],
    '/healthz p99 while hostile comments arrive': [p99],
  };
}

async function show(what: string, url: string, during: Promise<unknown>): Promise<number> {
  const times: number[] = [];
  const over = Symbol('over');
  const end = during.then(() => over);
  for (let next: unknown = null; next !== over; next = await Promise.race([end, wait(10)])) {
    const start = performance.now();
    const answer = await fetch(`${url}/healthz`);
    await answer.arrayBuffer();
    times.push(performance.now() - start);
  }
  const { p50, p99 } = shares(times);
  const longest = Math.max(...times);
  console.log(
    `  ${what.padEnd(34)} p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms   longest ${longest.toFixed(1)} ms`,
  );
  return p99;
}
