/** The alerts that ship: Prometheus can read them, the page shows the same, and the evaluator of the tests is right about them. */
import { expect, test } from 'vitest';

import { documentedFile, shippedFile, shippedRules } from '../prometheus.ts';
import { evaluated, mistakesIn, scrapeOf } from '../promql.ts';

test('the page shows the file that is to be installed', () => {
  const [head, ...rest] = shippedFile().split('\n');
  expect(head).toMatch(/^# /);
  expect(documentedFile()).toBe(rest.join('\n'));
});

test.each(shippedRules().map(({ alert, expr, for: patience }) => [alert, expr, patience] as const))(
  '%s is PromQL',
  (_, expr, patience) => {
    expect(mistakesIn(expr)).toEqual([]);
    expect(patience ?? '1m').toMatch(/^\d+m$/);
  },
);

test('an expression with a mistake is none', () => {
  expect(mistakesIn('rate(baton_deliveries_total[5m]')).not.toEqual([]);
  expect(mistakesIn('baton_dead_letters >')).not.toEqual([]);
});

/** What came of each series, two scrapes ten minutes apart. */
const minutes = 60_000;
const [before, after] = [
  scrapeOf(0, 'made_total{kind="a"} 4\nmade_total{kind="b"} 4\nlevel{of="x"} 0\nlevel{of="y"} 3'),
  scrapeOf(
    10 * minutes,
    'made_total{kind="a"} 9\nmade_total{kind="b"} 1\nmade_total{kind="c"} 7\nlevel{of="x"} 1',
  ),
];

test.each([
  ['level > 0', ['x=1']],
  ['level{of="y"} > 0', []],
  ['level{of!="y"} >= 1', ['x=1']],
  ['absent(level{of="y"})', ['=1']],
  ['absent(level)', []],
  // After a start the count begins anew; what was never seen before has not grown.
  ['increase(made_total[10m]) > 0', ['a=5', 'b=1']],
  ['increase(made_total[9m]) > 0', []],
  ['sum(increase(made_total[1h])) > 5', ['=6']],
  ['sum by (kind) (increase(made_total{kind=~"a|c"}[1h])) > 0 unless level > 0', ['a=5']],
  ['level > 0 unless level{of="x"} > 0', []],
  ['level > 0 and level{of="x"}', ['x=1']],
] as const)('%s', (expr, found) => {
  expect(
    evaluated(expr, [before, after]).map(
      ({ labels, value }) => `${labels['kind'] ?? labels['of'] ?? ''}=${value}`,
    ),
  ).toEqual(found);
});

test.each(['rate(made_total[5m]) > 0', 'level > 0 or made_total', '1 < level', 'max(level)'])(
  'it does not guess: %s',
  (expr) => expect(() => evaluated(expr, [before, after])).toThrow(/^(Not understood|Write)/),
);
