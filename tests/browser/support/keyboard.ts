/** A page by keyboard alone. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

import type { JSHandle, Page } from 'playwright-core';

import { clickedOnly } from './clicked.ts';
import type { Stop, Tour } from './tour.ts';

/** What runs in the page, as a function that begins a tour. */
const source = stripTypeScriptTypes(
  readFileSync(new URL('in-page/tour.ts', import.meta.url), 'utf8'),
).replaceAll(/^export /gm, '');

/**
 * Goes through a page with Tab, and back: everything that a mouse can use is reached, in the order of the page, and one
 * sees where one is. What is folded is unfolded, and gone through as well. Where arrow keys go on (radio buttons, tabs,
 * menus), one of them is enough here; that the keys work is for the page's own test.
 * @returns the names of what Tab reaches, in their order
 * @throws Error with all that somebody without a mouse would miss
 */
export async function byKeyboard(page: Page): Promise<readonly string[]> {
  await page.evaluate('document.activeElement?.blur()');
  const tour = (await page.evaluateHandle(`(() => {${source}; return begin(); })()`)) as JSHandle<Tour>;
  const problems = new Set<string>(await clickedOnly(page));
  let stops = await goRound(page, tour, 'Tab', problems);
  if ((await tour.evaluate((each) => each.unfold())) > 0) {
    await page.evaluate('document.activeElement?.blur()');
    stops = await goRound(page, tour, 'Tab', problems);
  }
  const back = await goRound(page, tour, 'Shift+Tab', problems);
  const reached = stops.flatMap(({ index }) => (index === null ? [] : [index]));
  for (const name of await tour.evaluate((each, all) => each.missed(all), reached))
    problems.add(`Tab doesn’t reach ${name}`);
  const turns = reached.filter((index, place) => index < (reached[place - 1] ?? -1)).length;
  if (turns > 1) problems.add('Tab doesn’t go in the order of the page');
  const backReached = new Set(back.map(({ index }) => index));
  for (const { index, name } of stops)
    if (!backReached.has(index)) problems.add(`Shift+Tab doesn’t reach ${name}`);
  await tour.dispose();
  if (problems.size > 0)
    throw new Error([`With the keyboard alone, on ${page.url()}:`, ...problems].join('\n- '));
  return stops.map(({ name }) => name);
}

/** Presses the key until it comes to where it has been; the stops on the way. */
async function goRound(
  page: Page,
  tour: JSHandle<Tour>,
  key: string,
  problems: Set<string>,
): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  const count = await tour.evaluate((each) => each.count());
  const most = count * 2 + 10;
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (stops.at(-1)?.isLeftByEscape === true) await page.keyboard.press('Escape');
    await page.keyboard.press(key);
    const stop = await tour.evaluate((each) => each.here());
    // At its end, a page gives the focus to the window around it.
    if (stop === null) {
      if (stops.length === 0) continue;
      return stops;
    }
    for (const lack of stop.lacks) problems.add(`${stop.name}: ${lack}`);
    const seen = stop.index === null ? -1 : stops.findIndex(({ index }) => index === stop.index);
    if (seen === 0 && (stops.length > 1 || count === 1)) return stops;
    if (seen !== -1) {
      problems.add(`${key} doesn’t leave ${stop.name}`);
      return stops;
    }
    stops.push(stop);
  }
  return stops;
}
