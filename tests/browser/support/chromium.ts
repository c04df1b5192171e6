/**
 * Chromium for tests. Where this machine has none, the tests that need it are skipped, and say so; with NEEDS_CHROMIUM=1,
 * they fail.
 */
import type { Browser } from 'playwright-core';
import { describe, expect, test } from 'vitest';

import { findChromium, launch } from './launch.ts';

const program = findChromium();

/** One for all files of a process; it ends with the process. */
let browser: Promise<Browser> | null = null;

export function theBrowser(): Promise<Browser> {
  if (program === null) throw new Error('There is no Chromium on this machine.');
  return (browser ??= launch(program));
}

/** Tests that need Chromium. */
export function describeBrowser(name: string, body: () => void): void {
  if (program === null) {
    if (process.env['NEEDS_CHROMIUM'] === '1') {
      test(`${name}: Chromium is needed`, () => {
        expect.fail('There is no Chromium on the PATH: these tests must not be skipped here.');
      });
      return;
    }
    console.warn(`Skipped, because there is no Chromium on the PATH (CHROMIUM can name it): ${name}`);
  }
  describe.skipIf(program === null)(name, body);
}
