import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

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

/**
 * Files that take longest, or wait for programs of their own: they begin first, so that nothing has to wait for them. Where
 * nothing is known of the rest, the larger files come first; some of these are small.
 */
const longest = [
  'chaos/chaos',
  'environment/dev',
  'web/main',
  'probot/app',
  'stories/refused-writes',
  'stories/jira-many',
  'stories/jira-crossing',
  'stories/jira-inbox',
  'stories/logs',
  'stories/limits',
  'stories/extends',
  'stories/outages',
  'forgery/forgery',
  'handoff/properties/locked',
  'handoff/properties/provenance',
  'handoff/properties/escaping',
  'handoff/properties/folding',
  'delivery/npm',
  'sandbox/tests/build',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return place === -1 ? longest.length : place;
    };
    // Project by project: a process that meets a file of another project ends, and reading everything again takes seconds.
    const sorted = Map.groupBy(await super.sort(files), ({ project: { name } }) => name);
    return [...sorted.values()].flatMap((ofProject) =>
      ofProject.toSorted((one, other) => placeOf(one) - placeOf(other)),
    );
  }
}

/** Node reads the modules itself, as it does when Baton runs: nothing rewrites them before, nor what they ask of each other. */
const experimental = { viteModuleRunner: false, nodeLoader: false };

/** All files of a project run in the same processes, one after the other, and what they import is read once. */
const project = (name: string, include: string[], exclude: string[] = [], isolate = false) => ({
  test: {
    name,
    include,
    exclude,
    isolate,
    experimental,
    setupFiles: ['tests/seed.ts'],
    // For what hangs: however busy the machine is, nothing else takes so long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
  },
});

export default defineConfig({
  test: {
    experimental,
    // More than there are cores: a third of the time, a file waits for something.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('alone', alone, [], true),
      project('answered', answered),
      project('together', all, [...alone, ...answered]),
    ],
  },
});
