/** What a text costs grows with its length alone, whatever stands in it, in everything that reads the texts of strangers. */
import { expect, test } from 'vitest';
import { closedBy } from '../../src/github/read/closing-words.ts';
import { commandsIn } from '../../src/handoff/commands/commands.ts';
import { untilIn } from '../../src/handoff/commands/until.ts';
import { proseOf } from '../../src/handoff/text/prose.ts';
import { coveredSource, coveredText, criteriaIn, missingSections } from '../../src/handoff/text/sections.ts';
import { meaningOf } from '../../src/handoff/text/text.ts';
import { readAdf } from '../../src/jira/text/adf.ts';
import { toWiki } from '../../src/jira/text/compose.ts';
import { keysIn } from '../../src/jira/text/keys.ts';
import { wikiToMarkdown } from '../../src/jira/text/wiki.ts';
import { atOnce } from '../../src/portions.ts';
import { hostileShapes, hostileText, longest } from '../hostile-shapes.ts';
import { oneOf } from '../night.ts';

const nodesOf = (text: string): unknown => ({
  type: 'doc',
  content: text.split('\n').map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] })),
});

const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ['commands', (text) => commandsIn(text)],
  ['what a text says', (text) => meaningOf(text)],
  ['sections that are missing', (text) => missingSections(text, ['Problem', 'Scope'])],
  ['what approvals are bound to', (text) => coveredText(text, ['Problem'])],
  ['how that is shown', (text) => coveredSource(text, ['Problem'])],
  ['criteria', (text) => criteriaIn(text, 'Problem')],
  ['prose', (text) => proseOf(text)],
  ['the end of a waiver', (text) => untilIn(text, '2026-01-01')],
  ['closing words', (text) => closedBy(text, 'acme/shop', 'github.com')],
  ["Jira's documents", (text) => atOnce(readAdf(nodesOf(text)))],
  ["Jira's wiki text", (text) => wikiToMarkdown(text)],
  ['keys of Jira', (text) => keysIn(text, ['SHOP'])],
  ['what is written into Jira', (text) => atOnce(toWiki([[text]]))],
];

/** Milliseconds of the processor that nobody notices: below it, growth is not asked for. */
const little = 400;

let salt = 0;
/** The least of several times, so that nothing else that the machine does counts. */
function took(read: (text: string) => unknown, textOf: () => string, times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times && least > little; time += 1) {
    const text = textOf();
    const before = process.threadCpuUsage();
    read(text);
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

test.each(readers.map(([name, read], index) => [name, read, index] as const))('%s', (_, read, index) => {
  const superlinear = oneOf(20, hostileShapes, index).flatMap((shape) => {
    const textOf = (length: number) => () => hostileText(shape, length, (salt += 1));
    const long = took(read, textOf(longest), 3);
    if (long <= little) return [];
    const short = took(read, textOf(longest / 4), 3);
    return long > 8 * short ? [`${shape.name}: ${short} ms, and ${long} ms for four times as much`] : [];
  });
  expect(superlinear).toEqual([]);
});
