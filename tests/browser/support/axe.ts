/** What axe-core finds of a page: whether everybody can use it. */
import axeCore, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

import { inEachLook } from './looks.ts';

/** Stricter than what is asked of pages anywhere: a contrast of 7, which no colour but black and white has to spare. */
const leftOut = ['color-contrast-enhanced'];

const rules = Object.fromEntries(
  axeCore
    .getRules()
    .filter(({ tags }) => !tags.includes('deprecated'))
    .map(({ ruleId }) => [ruleId, { enabled: !leftOut.includes(ruleId) }]),
);

/**
 * Holds a page to all rules of axe-core, best practices and experiments too, in light and dark, wide and narrow.
 * @throws Error with what it finds, and where
 */
export async function axe(page: Page): Promise<void> {
  await page.evaluate(axeCore.source);
  const found = new Map<string, string[]>();
  await inEachLook(page, async ({ colorScheme, width }) => {
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run(document, ${JSON.stringify({ rules, resultTypes: ['violations'] })})`,
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
