/** The alerts that ship, over scrapes of Baton: which fire, and when. */
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { durationOf, evaluated, identityOf, type Scrape } from './promql.ts';

const rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string() }),
        }),
      ),
    }),
  ),
});
type Rule = z.output<typeof rules>['groups'][number]['rules'][number];

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The file that Prometheus is given. */
export const shippedFile = (): string => read('deploy/prometheus/baton.yml');

/** The same as docs/reference/metrics.md shows it, for whoever copies it from there. */
export const documentedFile = (): string =>
  /```yaml\n(groups:\n[^`]+)```/.exec(read('docs/reference/metrics.md'))?.[1] ?? '';

export function shippedRules(): readonly Rule[] {
  return rules.parse(parse(shippedFile())).groups.flatMap((group) => group.rules);
}

/** The alerts that fire at one time or another: the expression held for one series, in each scrape, for as long as it says. */
export function fired(scrapes: readonly Scrape[]): readonly string[] {
  return shippedRules()
    .filter((rule) => {
      const since = new Map<string, number>();
      const patience = rule.for === undefined ? 0 : durationOf(rule.for);
      return scrapes.some(({ at }, index) => {
        const now = new Set(evaluated(rule.expr, scrapes.slice(0, index + 1)).map(identityOf));
        for (const key of since.keys()) if (!now.has(key)) since.delete(key);
        for (const key of now) if (!since.has(key)) since.set(key, at);
        return [...since.values()].some((begun) => at - begun >= patience);
      });
    })
    .map(({ alert }) => alert);
}
