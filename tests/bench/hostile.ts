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
import { toAdf, toWiki } from '../../src/jira/text/compose.ts';
import { wikiToMarkdown } from '../../src/jira/text/wiki.ts';
import { readingPolicy } from '../../src/policy/index.ts';
import type { Portions } from '../../src/portions.ts';
import { secret } from '../baton.ts';
import { freePort, startBaton } from '../chaos/processes.ts';
import { hostileShapes, hostileText, hostileWiki, longest, type Shape } from '../hostile-shapes.ts';
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
  'a text of Jira': [(text) => wikiToMarkdown.ahead(text), (text) => readAdf(paragraphs(text, 1))],
  'a text for Jira': [(text) => toAdf([[text]]), (text) => toWiki([[text]])],
};

/** How long a text Jira takes. */
const longestInJira = 32_767;

let salt = 0;

/** Milliseconds that each portion takes this thread. */
function portionsOf(read: Reading, text: string): readonly number[] {
  const work = read(text);
  const took: number[] = [];
  for (let isDone = false; !isDone;) {
    const began = performance.now();
    isDone = work.next().done === true;
    took.push(performance.now() - began);
  }
  return took;
}

/** Milliseconds of the longest portion, each the least of several times, so that what else the machine does is not counted. */
function longestPortion(read: Reading, textOf: () => string, times: number): number {
  let least: readonly number[] = [];
  for (let time = 0; time < times; time += 1) {
    const took = portionsOf(read, textOf());
    least = least.length === 0 ? took : least.map((one, index) => Math.min(one, took[index] ?? one));
  }
  return Math.max(...least);
}

/** How many of the slowest are measured again. */
const again = 4;

/** Milliseconds for which the process does nothing else: a turn, and the portion that it ends with. */
function longestPiece(what: string, texts: readonly Hostile[]): number {
  // Each once first: what is slow is slow then, too, and whatever the machine did meanwhile is not slow again.
  const once = texts
    .map((text) => ({ ...text, took: longestPortion(text.read, text.textOf, 1) }))
    .toSorted((one, other) => other.took - one.took);
  let [worst, name] = [0, ''];
  for (const each of once.slice(0, again)) {
    const took = longestPortion(each.read, each.textOf, 6);
    if (took > worst) [worst, name] = [took, each.name];
  }
  console.log(`  ${what.padEnd(34)} at most ${turn} + ${worst.toFixed(1)} ms in one piece: ${name}`);
  return turn + worst;
}

type Hostile = { readonly name: string; readonly read: Reading; readonly textOf: () => string };

const shapesFor = (what: string): readonly Shape[] =>
  what === 'a text of Jira' ? [...hostileShapes, ...hostileWiki] : hostileShapes;

/** Each reading of each shape. */
const textsOf = (what: string, some: readonly Reading[]): readonly Hostile[] =>
  shapesFor(what).flatMap((shape) =>
    some.map((read) => ({
      name: shape.name,
      read,
      textOf: () => hostileText(shape, what.includes('Jira') ? longestInJira : longest, (salt += 1)),
    })),
  );

/** Files that a stranger's pull request may bring, as long as a policy may be. */
const policies: readonly (readonly [string, string])[] = [
  ['empty lines', '\n'.repeat(65_536)],
  ['gates', `roles: { a: [b] }\ngates:\n${numbered(1_300, (at) => `  g${at}:\n    approve: a\n`)}`],
  ['unknown keys', `roles: { a: [b] }\n${numbered(2_600, (at) => `k${at}: 1\n`)}`],
  ['references', `a: [${'*a,'.repeat(2_600)}]\n`],
  ['signs', '**/why**\n'.repeat(7_200)],
  ['empty lines with spaces', ' \n'.repeat(32_000)],
  ['roles', `roles:\n${numbered(2_600, (at) => `  r${at}: [b]\n`)}`],
  ['people', `roles: { a: [${numbered(3_900, (at) => `p${at},`)}] }\n`],
];

function numbered(many: number, partOf: (at: number) => string): string {
  return Array.from({ length: many }, (_, at) => partOf(at)).join('');
}

const policyTexts = (): readonly Hostile[] =>
  policies.map(([name, text]) => ({
    name,
    read: (salted) => readingPolicy(salted, '.github/roles.yml'),
    // What was read before is kept.
    textOf: () => `${text}# ${(salt += 1)}\n`,
  }));

const hostileAt = (index: number): string => {
  const shape = hostileShapes[(7 * index) % hostileShapes.length];
  return shape === undefined ? '/why' : hostileText(shape, longest, index);
};

/** Prints how long `/healthz` takes before, and while the comments arrive. */
export async function benchHostile(): Promise<Figures> {
  console.log(`\nhostile texts: ${hostileShapes.length} shapes of 65 kB`);
  const pieces = Object.entries(readings).map(([what, some]): readonly [string, readonly number[]] => [
    `the longest piece of ${what}`,
    [longestPiece(what, textsOf(what, some))],
  ]);
  const policy = longestPiece('a policy', policyTexts());
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
  await wait(2_000);
  await show('before', url, wait(2_000));
  const arriving = async (textOf: (index: number) => string): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      github.clock.advance(1000);
      github.as('otto').comment(`${repository}#${1 + (index % 20)}`, textOf(index));
      await wait(50);
    }
    await github.settled();
    await wait(2_000);
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
    'the longest piece of a policy': [policy],
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
