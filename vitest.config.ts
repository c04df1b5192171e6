import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{tests,packages}/**/*.test.ts'],
    setupFiles: ['tests/seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
