/** As much of Prometheus as the documented alerts need: samples over time, and rules that hold for a while. */
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

const rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(z.object({ alert: z.string(), expr: z.string(), for: z.string().optional() })),
    }),
  ),
});
type Rule = z.output<typeof rules>['groups'][number]['rules'][number];

/** The rules in docs/reference/metrics.md, as somebody would copy them. */
export function documentedRules(): readonly Rule[] {
  const page = readFileSync(new URL('../docs/reference/metrics.md', import.meta.url), 'utf8');
  const yaml = /```yaml\n(groups:\n[^`]+)```/.exec(page)?.[1] ?? '';
  return rules.parse(parse(yaml)).groups.flatMap((group) => group.rules);
}

/** Values by series, at an instant (milliseconds). */
export type Sample = { readonly at: number; readonly values: ReadonlyMap<string, number> };

/** A page in Prometheus' text form. */
export function sampleOf(at: number, page: string): Sample {
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const values = lines.map((line): [string, number] => {
    const space = line.lastIndexOf(' ');
    return [line.slice(0, space), Number(line.slice(space + 1))];
  });
  return { at, values: new Map(values) };
}

const milliseconds = (text: string): number =>
  Number(text.slice(0, -1)) * ({ s: 1000, m: 60_000, h: 3_600_000 }[text.at(-1) ?? ''] ?? Number.NaN);

const nameIn = (series: string): string => series.split('{')[0] ?? '';

/** The series for which the rule's expression holds at the last of these samples. */
function holdsFor(expr: string, samples: readonly Sample[]): readonly string[] {
  const plain = /^(\w+(?:\{\w+="\w+"\})?) > (\d+)$/.exec(expr);
  const grown = /^increase\((\w+)\[(\w+)\]\) > (\d+)$/.exec(expr);
  const [, name = '', limit = ''] = plain ?? [];
  const [, counter = '', span = '', least = ''] = grown ?? [];
  const last = samples.at(-1);
  if (last === undefined || (plain === null && grown === null)) throw new Error(`Not understood: ${expr}`);
  if (plain !== null)
    return [...last.values]
      .filter(([key, value]) => [key, nameIn(key)].includes(name) && value > Number(limit))
      .map(([key]) => key);
  const first = samples.find(({ at }) => at >= last.at - milliseconds(span)) ?? last;
  return [...last.values]
    .filter(
      ([key, value]) => nameIn(key) === counter && value - (first.values.get(key) ?? value) > Number(least),
    )
    .map(([key]) => key);
}

/** The alerts that fire at one time or another: the expression held for one series, in each sample, for as long as it says. */
export function fired(samples: readonly Sample[]): readonly string[] {
  return documentedRules()
    .filter((rule) => {
      const since = new Map<string, number>();
      return samples.some(({ at }, index) => {
        const now = holdsFor(rule.expr, samples.slice(0, index + 1));
        for (const key of since.keys()) if (!now.includes(key)) since.delete(key);
        for (const key of now) if (!since.has(key)) since.set(key, at);
        return [...since.values()].some((begun) => at - begun >= milliseconds(rule.for ?? '0s'));
      });
    })
    .map(({ alert }) => alert);
}
