import { describe, expect, test } from 'vitest';

import { helpOf, readArguments, type Option, type Script } from '../../src/arguments.ts';
import { dutiesOf } from '../../src/duties.ts';

const script = {
  name: 'npm run count',
  what: 'Counts.',
  options: {
    seed: { kind: 'number', what: 'Repeats a run', usual: 7, least: 0 },
    share: { kind: 'number', what: 'A part', usual: 0.5, least: 0, most: 1, parts: true },
    store: { kind: 'choice', of: ['sqlite', 'postgres'], what: 'On one alone' },
    file: { kind: 'text', value: 'FILE', what: 'Where' },
    base: { kind: 'texts', value: 'FILE', what: 'And where' },
    json: { kind: 'flag', what: 'As JSON' },
  },
} as const satisfies Script<Record<string, Option>>;
const withWords = {
  ...script,
  words: {
    usage: '[PART]…',
    what: 'one, two',
    wrong: (words: readonly string[]) =>
      words.every((word) => ['one', 'two'].includes(word)) ? null : 'there is no such part',
  },
};

test('what is given, and what is usual where nothing is', () => {
  expect(readArguments(script, [])).toEqual({
    values: { seed: 7, share: 0.5, store: null, file: null, base: [], json: false },
    words: [],
  });
  const all = ['--seed=3', '--share', '0.25', '--store', 'sqlite', '--base', 'a', '--base', 'b', '--json'];
  expect(readArguments(withWords, ['two', ...all, 'one'])).toEqual({
    values: { seed: 3, share: 0.25, store: 'sqlite', file: null, base: ['a', 'b'], json: true },
    words: ['two', 'one'],
  });
});

describe('one line for', () => {
  test.each([
    [['--sed', '3'], "unknown option '--sed' (Did you mean --seed?)"],
    [['-s'], "unknown option '-s'."],
    [['--hlep'], "unknown option '--hlep' (Did you mean --help?)"],
    [['--constructor'], "unknown option '--constructor'."],
    [['--\u001b[2J'], "unknown option '--?[2J'."],
    [['--seed'], "option '--seed <N>' argument missing."],
    [['--file', '--json'], "option '--file <FILE>' argument '--json' is invalid. A value is missing."],
    [
      ['--seed', 'x'],
      "option '--seed <N>' argument 'x' is invalid. It must be a whole number of at least 0.",
    ],
    [
      ['--seed', '1.5'],
      "option '--seed <N>' argument '1.5' is invalid. It must be a whole number of at least 0.",
    ],
    [
      ['--seed', '-5'],
      "option '--seed <N>' argument '-5' is invalid. It must be a whole number of at least 0.",
    ],
    [
      ['--seed', '0x10'],
      "option '--seed <N>' argument '0x10' is invalid. It must be a whole number of at least 0.",
    ],
    [['--share', '2'], "option '--share <N>' argument '2' is invalid. It must be a number from 0 to 1."],
    [
      ['--store', 'mysql'],
      "option '--store <sqlite|postgres>' argument 'mysql' is invalid. It must be sqlite or postgres.",
    ],
    [['--json=yes'], "unknown option '--json=yes'."],
    [['word'], 'too many arguments. Expected 0 arguments but got 1: word.'],
  ])('%j', (given, why) => {
    expect(() => readArguments(script, given)).toThrow(`npm run count: ${why} See npm run count -- --help.`);
  });
});

test('words are for the script to judge', () => {
  expect(() => readArguments(withWords, ['three'])).toThrow('npm run count: there is no such part. See');
});

test('whoever asks for help gets it, whatever else stands there', () => {
  for (const given of [['--help'], ['-h'], ['--nonsense', '--help'], ['word', '--seed', '--help']])
    expect(readArguments(script, given)).toBeNull();
  expect(helpOf({ ...withWords, examples: [{ line: 'npm run count -- two', what: 'Counts two.' }] })).toBe(
    `Usage: npm run count -- [options] [PART]…

Counts.

Options:
  --seed <N>                 Repeats a run (7 by default)
  --share <N>                A part (0.5 by default)
  --store <sqlite|postgres>  On one alone
  --file <FILE>              Where
  --base <FILE>              And where
  --json                     As JSON
  -h, --help                 Prints this page

[PART]…:
  one, two

Examples:
  $ npm run count -- two
      Counts two.
`,
  );
});

test.each([
  [
    { web: true, work: true },
    { web: true, work: true },
  ],
  [
    { web: false, work: false },
    { web: true, work: true },
  ],
  [
    { web: true, work: false },
    { web: true, work: false },
  ],
  [
    { web: false, work: true },
    { web: false, work: true },
  ],
])('asked for %j, a process on a shared store does %j', (asked, duties) => {
  expect(dutiesOf(asked, true)).toEqual(duties);
});

test('one part alone of a database that nobody shares is refused', () => {
  expect(dutiesOf({ web: true, work: true }, false)).toEqual({ web: true, work: true });
  expect(() => dutiesOf({ web: false, work: true }, false)).toThrow(
    '--work alone needs DATABASE_URL: a database in DATA_DIR is for one process, which does both.',
  );
  expect(() => dutiesOf({ web: true, work: false }, false)).toThrow('--web alone needs DATABASE_URL');
});
