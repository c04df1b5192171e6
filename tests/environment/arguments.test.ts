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
    [['--sed', '3'], 'there is no option --sed; did you mean --seed?'],
    [['--sed=3'], 'there is no option --sed; did you mean --seed?'],
    [['-s'], 'there is no option -s.'],
    [['--hlep'], 'there is no option --hlep; did you mean --help?'],
    [['--constructor'], 'there is no option --constructor.'],
    [['--\u001b[2J'], 'there is no option --?[2J.'],
    [['--seed'], '--seed needs a value: --seed N.'],
    [['--seed', '--json'], '--seed needs a value: --seed N.'],
    [['--file'], '--file needs a value: --file FILE.'],
    [['--seed', 'x'], '--seed must be a whole number of at least 0, not "x".'],
    [['--seed', '1.5'], '--seed must be a whole number of at least 0, not "1.5".'],
    [['--seed', '-5'], '--seed must be a whole number of at least 0, not "-5".'],
    [['--seed', '0x10'], '--seed must be a whole number of at least 0, not "0x10".'],
    [['--share', '2'], '--share must be a number from 0 to 1, not "2".'],
    [['--store', 'mysql'], '--store must be sqlite or postgres, not "mysql".'],
    [['--json=yes'], '--json takes no value.'],
    [['word'], 'it takes no word "word".'],
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
  expect(helpOf(withWords)).toBe(
    [
      'npm run count -- [PART]… [OPTIONS]',
      'Counts.',
      '',
      '  [PART]…                  one, two',
      '  --seed N                 Repeats a run (7 by default)',
      '  --share N                A part (0.5 by default)',
      '  --store sqlite|postgres  On one alone',
      '  --file FILE              Where',
      '  --base FILE              And where',
      '  --json                   As JSON',
      '  --help                   Prints this page',
    ].join('\n'),
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
