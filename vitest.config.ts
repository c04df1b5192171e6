import { defineConfig } from 'vitest/config';

// Programs that tests start are compiled once: otherwise each start of Baton takes a second and a half of work.
process.env['NODE_COMPILE_CACHE'] ??= new URL('node_modules/.cache/node', import.meta.url).pathname;

// One for all files, and told, so that what a night finds can be played again.
if (process.env['SEED'] === 'random') {
  process.env['SEED'] = String(Math.floor(Math.random() * 2 ** 31));
  console.log(`SEED=${process.env['SEED']}`);
}

/** Files that change what their whole process uses; each has a process of its own. */
const alone = ['tests/environment/expressions.test.ts'];
/** Files that answer for GitHub inside the process, so that nothing else there gets to a network. */
const answered = ['tests/github/**/*.test.ts'];
const all = ['{tests,packages}/**/*.test.ts'];

/** All files of a project run in the same processes, one after the other, and what they import is read once. */
const project = (name: string, include: string[], exclude: string[] = [], isolate = false) => ({
  test: {
    name,
    include,
    exclude,
    isolate,
    setupFiles: ['tests/seed.ts'],
    // For what hangs: however busy the machine is, nothing else takes so long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
  },
});

export default defineConfig({
  test: {
    // One for each core: the default leaves one idle.
    maxWorkers: '100%',
    projects: [
      project('alone', alone, [], true),
      project('answered', answered),
      project('together', all, [...alone, ...answered]),
    ],
  },
});
