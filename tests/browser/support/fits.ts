/** Whether a page is as wide as the screen. */
import type { Page } from 'playwright-core';

import { narrow } from './looks.ts';

/** Elements that reach over the right edge, the innermost of them, and not within something that scrolls by itself. */
const beyond = `(() => {
  const edge = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= edge) return [];
  const scrolls = (element) => {
    for (let each = element.parentElement; each !== null && each !== document.body; each = each.parentElement)
      if (getComputedStyle(each).overflowX !== 'visible') return true;
    return false;
  };
  const over = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > edge + 0.5 && !scrolls(element));
  const inner = over.filter((element) => !over.some((other) => other !== element && element.contains(other)));
  return (inner.length === 0 ? [document.body] : inner).map((element) => element.outerHTML.slice(0, 200));
})()`;

/**
 * On a phone, nobody scrolls a page to the side.
 * @throws Error with what is too wide
 */
export async function fits(page: Page, width = narrow): Promise<void> {
  const before = page.viewportSize();
  const isOther = before !== null && before.width !== width;
  if (isOther) await page.setViewportSize({ ...before, width });
  const wide = await page.evaluate<readonly string[]>(beyond);
  if (isOther) await page.setViewportSize(before);
  if (wide.length > 0) throw new Error([`Wider than ${width} px, on ${page.url()}:`, ...wide].join('\n- '));
}
