/** What axe-core finds of a page: whether everybody can use it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import axeCore, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

import { inEachLook, wide, type Look } from './looks.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Stricter than what is asked of pages anywhere: a contrast of 7, which no colour but black and white has to spare. */
const leftOut = ['color-contrast-enhanced'];

const all = axeCore.getRules().filter(({ tags }) => !tags.includes('deprecated'));

/** All rules once for each width; in the other scheme, what is on a page is the same, and its colours alone are others. */
const rulesIn = ({ colorScheme, width }: Look): object => {
  const isWhole = (colorScheme === 'light') === (width === wide);
  return Object.fromEntries(
    all.map(({ ruleId, tags }) => [
      ruleId,
      { enabled: !leftOut.includes(ruleId) && (isWhole || tags.includes('cat.color')) },
    ]),
  );
};

/**
 * Holds a page to all rules of axe-core, best practices and experiments too, wide in light and narrow in the
 * dark; at night, its colours in the two other looks as well.
 * @throws Error with what it finds, and where
 */
export async function axe(page: Page): Promise<void> {
  await page.evaluate(source);
  const found = new Map<string, string[]>();
  await inEachLook(page, async (look) => {
    const { colorScheme, width } = look;
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run(document, ${JSON.stringify({ rules: rulesIn(look), resultTypes: ['violations'] })})`,
    );
    for (const line of violations.flatMap(linesOf)) {
      found.set(line, [...(found.get(line) ?? []), `${colorScheme}, ${width} px`]);
    }
  });
  if (found.size === 0) return;
  const lines = Array.from(found, ([line, looks]) => `${line} [${looks.join('; ')}]`);
  throw new Error([`axe-core finds on ${page.url()}:`, ...lines].join('\n- '));
}

const linesOf = ({ id, help, nodes }: AxeResults['violations'][number]): readonly string[] =>
  nodes.map(({ html, target, failureSummary }) =>
    [`${id} (${help}): ${target.join(' ')}`, html.slice(0, 200), failureSummary ?? ''].join('\n  '),
  );
