import { expect, test } from 'vitest';
import { commandsIn } from '../../src/handoff/commands/commands.ts';
import { missingSections } from '../../src/handoff/text/sections.ts';
import { specText } from '../../src/handoff/text/text.ts';
import { effort } from '../effort.ts';

const most = 65_536;
const fill = (part: string): string => part.repeat(Math.floor(most / part.length));

/** Texts that take a Markdown parser minutes, or deeper than the stack goes. */
const texts: readonly (readonly [string, string])[] = [
  ['quotes in quotes', fill('>')],
  ['quotes in quotes, apart', fill('> ')],
  ['lists in lists', Array.from({ length: 254 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
  ['lists in lists, in one line', fill('- ')],
  ['numbered lists in one line', fill('1. ')],
  ['lists and quotes', fill('> - ')],
  ['emphasis', fill('_a*')],
  ['strong emphasis', fill('**a')],
  ['brackets', fill('[')],
  ['links', fill('[a](b')],
  ['images', fill('![a](')],
  ['runs of backticks', Array.from({ length: 360 }, (_, length) => '`'.repeat(length)).join(' ')],
  ['tags', fill('<a ')],
  ['a block of tags', `<div>\n${fill('<a "')}`],
  ['comments', fill('<!-- ')],
  ['boxes', fill('- [x] a\n')],
  ['headings', fill('# a\n')],
  ['spaces within a command', `/why a${' '.repeat(most - 7)}b`],
  ['commands', fill('/why\n')],
];

test.each(texts)('%s: read in a moment', (_, text) => {
  const { took } = effort(() => {
    specText('Coupons', text);
    missingSections(text, ['Problem', 'Scope']);
    commandsIn(`/why\n\n${text}`);
  });
  // An ordinary body takes a millisecond; the limit is far above what a slow machine takes, and far below an attack.
  expect(took).toBeLessThan(20_000);
});

test('what stands deep in a text is still text', () => {
  const deep = (end: string): string => `${'> '.repeat(200)}${end}\n\n${' '.repeat(100)}${end}`;
  expect(specText('Coupons', deep('one'))).not.toBe(specText('Coupons', deep('two')));
  expect(missingSections(`## Problem\n${'> '.repeat(200)}one`, ['Problem'])).toEqual([]);
  expect(commandsIn(`${'> '.repeat(200)}\n/why`)).toMatchObject([{ verb: 'why', doubt: 'unclear' }]);
  expect(commandsIn(`${'> '.repeat(12)}\n\n/why`)).toEqual([{ verb: 'why', words: '' }]);
});
