/** What the tests notice is counted by file, and held against a floor that only rises. */
import { existsSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { floorsAfter, reportOf, scoresOf, tooLow, type Floors, type Mutant } from './scores.ts';

const mutant = (fileName: string, status: string): Mutant => ({
  fileName,
  status,
  replacement: 'false',
  location: { start: { line: 2, column: 5 }, end: { line: 2, column: 14 } },
});
const scores = scoresOf([
  mutant('b.ts', 'Killed'),
  mutant('b.ts', 'Timeout'),
  mutant('b.ts', 'Survived'),
  mutant('a.ts', 'NoCoverage'),
  mutant('a.ts', 'Ignored'),
  mutant('c.ts', 'CompileError'),
]);

test('what could not be tried counts for nothing; running for ever is noticed', () => {
  expect([...scores]).toEqual([
    ['a.ts', { noticed: 0, unnoticed: 1 }],
    ['b.ts', { noticed: 2, unnoticed: 1 }],
    ['c.ts', { noticed: 0, unnoticed: 0 }],
  ]);
});

test('a file below its floor is told; one without a floor has that of all others', () => {
  expect(tooLow(scores, { others: 0, files: { 'b.ts': 66 } })).toEqual([]);
  expect(tooLow(scores, { others: 1, files: { 'b.ts': 67 } })).toEqual([
    'a.ts: the tests notice 0 % of its changes, and had noticed 1 %.',
    'b.ts: the tests notice 66 % of its changes, and had noticed 67 %.',
  ]);
});

test('floors rise and never fall', () => {
  expect(floorsAfter(scores, { others: 5, files: { 'b.ts': 50, 'a.ts': 40, 'd.ts': 9 } })).toEqual({
    others: 5,
    files: { 'a.ts': 40, 'b.ts': 66, 'c.ts': 100, 'd.ts': 9 },
  });
});

test('each change that nothing noticed is told with its place', () => {
  const all = [mutant('a.ts', 'Survived'), mutant('a.ts', 'Killed'), mutant('a.ts', 'NoCoverage')];
  expect(reportOf(all, scoresOf(all), () => 'one\nif (now < end) stop();\n').split('\n')).toEqual([
    'a.ts:2:5: now < end → false',
    'a.ts:2:5: now < end → false (no test comes here)',
    '',
    ' 33 %  a.ts: 1 noticed, 2 not',
  ]);
});

test('every file that has a floor is there; one that moved takes its floor along', () => {
  const root = new URL('../../', import.meta.url);
  const floors = JSON.parse(readFileSync(new URL('floors.json', import.meta.url), 'utf8')) as Floors;
  expect(Object.keys(floors.files).filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
