/** What was made of a text is made once, also where the text is read anew from a store. */
import { expect, test } from 'vitest';
import { memoized } from '../../src/handoff/text/index.ts';

const fresh = (count: number): readonly string[] =>
  structuredClone(Array.from({ length: count }, (_, index) => `Text ${index}\n${'word '.repeat(40)}`));

test('of ten thousand texts, a second look makes nothing again', () => {
  let made = 0;
  const read = memoized(16_000_000, (text: string) => `${(made += 1)} of ${text.slice(0, 12)}`.padEnd(43));
  const first = fresh(10_000).map((text) => read(text));
  expect(made).toBe(10_000);
  expect(fresh(10_000).map((text) => read(text))).toEqual(first);
  expect(made).toBe(10_000);
});

const asked: readonly (readonly [string, ...(readonly string[])[]])[] = [
  [''],
  ['', []],
  ['a'],
  ['a', []],
  ['a', ['b']],
  ['a', ['b', 'c']],
  ['a', ['b,c']],
  ['a', ['b'.repeat(100)]],
  ['a', ['b'.repeat(101)]],
  ['a ["b"]'],
  ['\uD800'],
  ['\uD801'],
  ['\uDC00'],
  ['\uFFFD'],
  ['"\\ud800"'],
];

test('what differs in anything is another question, in any order', () => {
  const read = memoized(1_000_000, (...all: readonly (string | readonly string[])[]) => JSON.stringify(all));
  for (const list of [asked, asked.toReversed(), asked])
    for (const one of list) expect(read(...one)).toBe(JSON.stringify(one));
});
