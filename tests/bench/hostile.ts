/**
 * Hostile texts: how soon a monitor is answered while comments of 65 kB arrive that were written to keep a parser busy, and
 * how soon the comment of somebody else is looked at in another repository. Baton is a process of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { closedBy } from '../../src/github/read/closing-words.ts';
import { readCommands } from '../../src/handoff/commands/commands.ts';
import { coveredText, criteriaIn, proseOf, readSections, readSpec } from '../../src/handoff/text/index.ts';
import { turn } from '../../src/in-portions.ts';
import { readAdf } from '../../src/jira/text/adf.ts';
import { wikiToMarkdown } from '../../src/jira/text/wiki.ts';
import { readPolicy } from '../../src/policy/index.ts';
import type { Portions } from '../../src/portions.ts';
import { secret } from '../baton.ts';
import { freePort, startBaton } from '../chaos/processes.ts';
import { hostileShapes, hostileText, longest, type Shape } from '../hostile-shapes.ts';
import { openTown, repository } from '../town.ts';
import type { Figures } from './compare.ts';
import { shares } from './post.ts';

const count = 100;

type Reading = (text: string) => Portions<unknown>;

const paragraphs = (text: string, many: number): unknown => ({
  type: 'doc',
  content: Array.from({ length: many }, () => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
});

/** By what is read: each reading of a text that a stranger may have written. */
const readings: Readonly<Record<string, readonly Reading[]>> = {
  'a comment': [readCommands],
  'a spec': [
    readSpec,
    readSections,
    (text) => coveredText.ahead(text, ['Problem']),
    (text) => criteriaIn.ahead(text, 'Problem'),
  ],
  'a description': [(text) => closedBy.ahead(text, 'acme/shop', 'github.com'), proseOf.ahead],
  'a text of Jira': [
    (text) => wikiToMarkdown.ahead(text.slice(0, longestInJira)),
    (text) => readAdf(paragraphs(text.slice(0, longestInJira), 1)),
    (text) => readAdf(paragraphs(text.at(-1) ?? '', 32_000)),
  ],
};

/** How long a text Jira takes. */
const longestInJira = 32_767;

let salt = 0;

/** Milliseconds of the longest portion, each the least of several times, so that what else the machine does is not counted. */
function longestPortion(read: Reading, shape: Shape, times: number): number {
  let least: readonly number[] = [];
  for (let time = 0; time < times; time += 1) {
    const work = read(hostileText(shape, longest, (salt += 1)));
    const took: number[] = [];
    for (let isDone = false; !isDone;) {
      const began = performance.now();
      isDone = work.next().done === true;
      took.push(performance.now() - began);
    }
    least = least.length === 0 ? took : least.map((one, index) => Math.min(one, took[index] ?? one));
  }
  return Math.max(...least);
}

/** Milliseconds for which the process does nothing else: a turn, and the portion that it ends with. */
function longestPiece(what: string, some: readonly Reading[]): number {
  let [worst, name] = [0, ''];
  for (const read of some) {
    for (const shape of hostileShapes) {
      let took = longestPortion(read, shape, 1);
      if (took > worst) took = longestPortion(read, shape, 8);
      if (took > worst) [worst, name] = [took, shape.name];
    }
  }
  console.log(`  ${what.padEnd(34)} at most ${turn} + ${worst.toFixed(1)} ms in one piece: ${name}`);
  return turn + worst;
}

/** Files that a stranger's pull request may bring, as long as a policy may be. */
const policies: readonly (readonly [string, string])[] = [
  ['empty lines', '\n'.repeat(65_536)],
  ['gates', `roles: { a: [b] }\ngates:\n${numbered(1_300, (at) => `  g${at}:\n    approve: a\n`)}`],
  ['unknown keys', `roles: { a: [b] }\n${numbered(2_600, (at) => `k${at}: 1\n`)}`],
  ['references', `a: [${'*a,'.repeat(2_600)}]\n`],
  ['signs', '**/why**\n'.repeat(7_200)],
];

function numbered(many: number, partOf: (at: number) => string): string {
  return Array.from({ length: many }, (_, at) => partOf(at)).join('');
}

/** Milliseconds of the slowest policy, each the least of several times. */
function slowestPolicy(): number {
  let [worst, name] = [0, ''];
  for (const [what, text] of policies) {
    let least = Number.POSITIVE_INFINITY;
    for (let time = 0; time < 5; time += 1) {
      const began = performance.now();
      readPolicy(text, '.github/roles.yml');
      least = Math.min(least, performance.now() - began);
    }
    if (least > worst) [worst, name] = [least, what];
  }
  console.log(`  ${'a policy'.padEnd(34)} at most ${worst.toFixed(1)} ms in one piece: ${name}`);
  return worst;
}

const hostileAt = (index: number): string => {
  const shape = hostileShapes[(7 * index) % hostileShapes.length];
  return shape === undefined ? '/why' : hostileText(shape, longest, index);
};

/** Prints how long `/healthz` takes before, and while the comments arrive. */
export async function benchHostile(): Promise<Figures> {
  console.log(`\nhostile texts: ${hostileShapes.length} shapes of 65 kB`);
  const pieces = Object.entries(readings).map(([what, some]): readonly [string, readonly number[]] => [
    `the longest piece of ${what}`,
    [longestPiece(what, some)],
  ]);
  const policy = slowestPolicy();
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
    ...Object.fromEntries(pieces),
    'the slowest policy': [policy],
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
