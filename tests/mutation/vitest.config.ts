/**
 * The tests that a change in the core is held against: its tables and tales. Properties and stories over HTTP take too long
 * to be played once for each of thousands of changes. `MUTATION_TESTS`: others, as globs.
 */
import { defineConfig } from 'vitest/config';

const asked = process.env['MUTATION_TESTS']?.split(',');

export default defineConfig({
  test: {
    include: asked ?? [
      'tests/{handoff,policy}/**/*.test.ts',
      'tests/github/{tokens,rate-limits,cut}.test.ts',
    ],
    exclude: ['tests/handoff/properties/**', 'tests/policy/{fuzz,properties,starter}.test.ts'],
    setupFiles: ['tests/seed.ts'],
    isolate: false,
    // The machine may be busy; what runs for ever is ended by Stryker.
    testTimeout: 60_000,
  },
});
