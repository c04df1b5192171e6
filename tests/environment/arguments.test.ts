import { expect, test } from 'vitest';

import { readArguments } from '../../src/arguments.ts';

test.each([
  [[], true, true],
  [['--web', '--work'], true, true],
  [['--web'], true, false],
  [['--work'], false, true],
])('%j: webhooks %s, looks %s', (words, web, work) => {
  expect(readArguments(words, true)).toEqual({ web, work });
});

test('one clear line for what there is not, and for one part alone of a database that nobody shares', () => {
  expect(() => readArguments(['--worker'], true)).toThrow(
    'There is no argument --worker: only --web and --work.',
  );
  expect(readArguments(['--web', '--work'], false)).toEqual({ web: true, work: true });
  expect(() => readArguments(['--work'], false)).toThrow(
    '--work alone needs DATABASE_URL: a database in DATA_DIR is for one process, which does both.',
  );
  expect(() => readArguments(['--web'], false)).toThrow('--web alone needs DATABASE_URL');
});
