/** A test in the browser: one visitor or several, who must not run into any trouble. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

import { theBrowser } from './chromium.ts';
import { listenTo, type Troubles } from './troubles.ts';

export type Browsing = {
  /** Where pages may go: the addresses of this test's servers, `file://` for files. Each other host fails the test. */
  readonly hosts: readonly string[];
  /** What goes wrong on purpose, such as the line about a page that is not there. Each of them has to happen. */
  readonly expected?: readonly RegExp[];
};

/** How a visitor's browser is set. Nothing said: 1280 × 800, light. */
export type Settings = Pick<
  BrowserContextOptions,
  | 'colorScheme'
  | 'extraHTTPHeaders'
  | 'forcedColors'
  | 'javaScriptEnabled'
  | 'locale'
  | 'reducedMotion'
  | 'timezoneId'
  | 'viewport'
>;

/** Opens a window for a new visitor, who has no cookie and has been nowhere. */
export type Open = (settings?: Settings) => Promise<Page>;

/**
 * Tells a story in the browser. It fails where the story does, or where something went wrong that the story does not
 * look at: an error or a warning in a console, an error on a page, a violation of its policy, a request to another host,
 * a request that fails, or what the developer tools call an issue. Then it says where the screenshots are.
 */
export async function browsing(
  { hosts, expected = [] }: Browsing,
  story: (open: Open) => Promise<void>,
): Promise<void> {
  const browser = await theBrowser();
  const visitors: { readonly context: BrowserContext; readonly troubles: Troubles }[] = [];
  const open: Open = async (settings = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      locale: 'en-GB',
      ...settings,
    });
    const troubles = listenTo(context, hosts);
    visitors.push({ context, troubles });
    const page = await context.newPage();
    await troubles.watch(page);
    return page;
  };
  try {
    await story(open);
    const all = visitors.flatMap(({ troubles }) => troubles.all());
    complain(
      all.filter((line) => !expected.some((pattern) => pattern.test(line))),
      expected.filter((pattern) => !all.some((line) => pattern.test(line))),
    );
  } catch (error) {
    const pages = visitors.flatMap(({ context }) => context.pages());
    throw await withScreenshots(error, pages);
  } finally {
    for (const { troubles } of visitors) troubles.end();
    await Promise.all(visitors.map(({ context }) => context.close()));
  }
}

function complain(unexpected: readonly string[], missing: readonly RegExp[]): void {
  const lines = [...unexpected, ...missing.map((pattern) => `this should have happened: ${pattern.source}`)];
  if (lines.length > 0) throw new Error(['In the browser:', ...lines].join('\n- '));
}

/** The same error, which now says where one sees what was on the screen. */
async function withScreenshots(error: unknown, pages: readonly Page[]): Promise<Error> {
  const told = error instanceof Error ? error : new Error(String(error));
  const folder = mkdtempSync(join(tmpdir(), 'baton-screenshots-'));
  for (const [index, page] of pages.entries()) {
    const path = join(folder, `${index + 1}.png`);
    try {
      await page.screenshot({ path, fullPage: true });
      told.message += `\nScreenshot of ${page.url().slice(0, 200)}: ${path}`;
    } catch (reason) {
      told.message += `\nNo screenshot of ${page.url().slice(0, 200)}: ${String(reason)}`;
    }
  }
  return told;
}
