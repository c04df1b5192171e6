/**
 * Hostile texts: how soon a monitor is answered while comments of 65 kB arrive that were written to keep a parser busy, and
 * how soon the comment of somebody else is looked at in another repository. Baton is a process of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { secret } from '../baton.ts';
import { freePort, startBaton } from '../chaos/processes.ts';
import { openTown, repository } from '../town.ts';
import type { Figures } from './compare.ts';
import { shares } from './post.ts';

const count = 100;
const most = 65_000;
const fill = (part: string): string => part.repeat(Math.floor(most / part.length));
const texts: readonly string[] = [
  `<!--${fill('a')}`,
  fill('<!-- '),
  fill(`${'> '.repeat(24)}\n`),
  fill(`${'> '.repeat(15)}a\n`),
  Array.from({ length: 250 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
  fill(`${Array.from({ length: 14 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')}\n`),
  fill('['),
  fill('*a_'),
  fill('`` ` '),
  fill('|a'),
  fill('a|b\n-|-\n'),
  fill('<a b="'),
];

/** Prints how long `/healthz` takes before, and while the comments arrive. */
export async function benchHostile(): Promise<Figures> {
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
    arriving((index) => `/why\n\n${texts[index % texts.length] ?? ''}${index}`),
  );
  await baton.stop();
  await github.close();
  rmSync(folder, { recursive: true });
  return { '/healthz p99 while hostile comments arrive': [p99] };
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
