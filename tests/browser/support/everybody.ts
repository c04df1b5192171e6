/** All that we ask of a page, whoever reads it and on whatever. */
import type { Page } from 'playwright-core';

import { axe } from './axe.ts';
import { fits } from './fits.ts';
import { byKeyboard } from './keyboard.ts';
import { textAlone } from './text-alone.ts';

/** So narrow is a screen of 1,280 where everything is four times as large. */
const magnified = 320;

/** Letters twice as large, as browsers are set by people who see little. */
async function withLargeText(page: Page, see: () => Promise<void>): Promise<void> {
  await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')");
  const size = await page.evaluate<number>('parseFloat(getComputedStyle(document.body).fontSize)');
  if (size < 30) throw new Error(`Letters stay at ${size} px on ${page.url()}, whatever a reader sets.`);
  await see();
  await page.evaluate("document.documentElement.style.removeProperty('font-size')");
}

/** On paper: dark on white, also for who reads on black. */
async function onPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const [ground, ink] = await page.evaluate<readonly string[]>(
    '[document.body, document.querySelector("main")].map((each, at) => getComputedStyle(each)[at === 0 ? "backgroundColor" : "color"])',
  );
  await fits(page, 794);
  await page.emulateMedia({ media: null, colorScheme: 'light' });
  if (ground !== 'rgb(255, 255, 255)' || ink !== 'rgb(0, 0, 0)')
    throw new Error(`On paper, ${page.url()} is ${String(ink)} on ${String(ground)}.`);
}

/** Who does not want anything to move is not shown anything that does. */
async function atRest(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate<number>('document.getAnimations().length');
  await page.emulateMedia({ reducedMotion: null });
  if (moving > 0) throw new Error(`${moving} things move on ${page.url()}.`);
}

/**
 * Holds a page to it: by keyboard, with colours of the reader's own too; for axe-core; on a phone, magnified, with large
 * letters, on paper, and at rest; and what others wrote is text on it.
 */
export async function forEverybody(page: Page): Promise<void> {
  await textAlone(page);
  await fits(page);
  await fits(page, magnified);
  await withLargeText(page, () => fits(page, 1280));
  await onPaper(page);
  await atRest(page);
  await axe(page);
  await page.emulateMedia({ forcedColors: 'active' });
  await byKeyboard(page);
  await page.emulateMedia({ forcedColors: null });
}
