/**
 * `npm run mutation`: is each guard of the core held by a test? Stryker changes one piece of code at a time, and plays the
 * tests that reach it; a change that fails none of them is printed. floors.json has how many of a file's changes have to be
 * noticed; it only rises.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { Stryker } from '@stryker-mutator/core';

import { argumentsOf } from '../../src/arguments.ts';
import { floorsAfter, reportOf, scoresOf, tooLow, type Floors } from './scores.ts';

const { values } = argumentsOf({
  name: 'npm run mutation',
  what: 'Changes the core a piece at a time, and prints each change that no test notices.',
  options: {
    files: { kind: 'texts', value: 'PATH', what: 'Only files whose path has this in it' },
    tests: { kind: 'texts', value: 'GLOB', what: 'Only these tests, which is faster' },
    part: {
      kind: 'number',
      what: 'Only every seventh file, beginning with this one; 0 is all of them',
      usual: 0,
      least: 0,
      most: 7,
    },
    workers: {
      kind: 'number',
      what: 'How many changes are tried at once',
      usual: availableParallelism(),
      usually: 'one for each core',
      least: 1,
    },
    raise: { kind: 'flag', what: 'Writes better figures into tests/mutation/floors.json' },
  },
});

/** The pure core, and what of GitHub's side is pure; wherever in these folders a file lies. */
const core = ['src/{handoff,policy}/**/*.ts', 'src/github/**/{tokens,rate-limits,cut}.ts'];
/** Only names what others have, or only types. */
const without = /(?:^|\/)(?:index|effect|verdict|policy)\.ts$/;

const root = join(import.meta.dirname, '../..');
const place = join(import.meta.dirname, 'floors.json');
const all = globSync(core, { cwd: root }).filter((path) => !without.test(path));
const files = all
  .toSorted()
  .filter((_, index) => values.part === 0 || index % 7 === values.part - 1)
  .filter((path) => values.files.length === 0 || values.files.some((part) => path.includes(part)));
if (files.length === 0) {
  console.error(`npm run mutation: no file of the core has ${values.files.join(' or ')} in its path.`);
  process.exit(2);
}

if (values.tests.length > 0) process.env['MUTATION_TESTS'] = values.tests.join(',');
const folder = await mkdtemp(join(tmpdir(), 'baton-mutation-'));
const stryker = new Stryker({
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tests/mutation/vitest.config.ts', related: false },
  mutate: files,
  concurrency: values.workers,
  // What is worked out once, when a file is loaded, would need the tests loaded anew for each change.
  ignoreStatic: true,
  ignorePatterns: ['data', 'docs/pictures'],
  // Node and Vitest read none. Stryker would rewrite it by an interface that TypeScript 7 does not have.
  tsconfigFile: 'none.json',
  allowConsoleColors: false,
  clearTextReporter: { allowColor: false },
  reporters: process.stdout.isTTY ? ['progress'] : [],
  tempDirName: folder,
});
const found = await runAndTidy();

async function runAndTidy(): ReturnType<Stryker['runMutationTest']> {
  try {
    return await stryker.runMutationTest();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const floors = JSON.parse(readFileSync(place, 'utf8')) as Floors;
const mutants = found.map((mutant) => ({ ...mutant, fileName: mutant.fileName.replace(`${root}/`, '') }));
const scores = scoresOf(mutants);
console.log(reportOf(mutants, scores, (path) => readFileSync(join(root, path), 'utf8')));
const low = tooLow(scores, floors);
for (const problem of low) console.log(problem);
if (values.raise) writeFileSync(place, `${JSON.stringify(floorsAfter(scores, floors), null, 2)}\n`);
process.exitCode = low.length === 0 ? 0 : 1;
