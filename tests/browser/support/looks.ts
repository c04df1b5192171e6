/** The ways in which people look at a page. */
import type { Page } from 'playwright-core';

import { oneOf } from '../../night.ts';

export type Look = { readonly colorScheme: 'light' | 'dark'; readonly width: number };

export const wide = 1280;
export const narrow = 390;

const looks: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [wide, narrow].map((width) => ({ colorScheme, width })),
);

/** Movements come to their end; what never ends is taken away. */
const settle = `document.getAnimations().forEach((each) =>
  each.effect?.getComputedTiming().endTime === Infinity ? each.cancel() : each.finish())`;

/** Shows the page in each of them, one after the other, and then as it was before. */
export async function inEachLook(page: Page, see: (look: Look) => Promise<void>): Promise<void> {
  const before = page.viewportSize();
  const isDark = await page.evaluate<boolean>("matchMedia('(prefers-color-scheme: dark)').matches");
  // For each commit, the first and the last: both widths, and both schemes.
  for (const look of oneOf(3, looks)) {
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.setViewportSize({ width: look.width, height: before?.height ?? 800 });
    await page.evaluate(settle);
    await see(look);
  }
  if (before !== null) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
}
