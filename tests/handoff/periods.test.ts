/** Stretches of time: what the quick way finds is what looking at every pair finds, and it is linear. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { intersection, type Period } from '../../src/handoff/history/index.ts';

const periods = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 21 }).map((instants) => {
  const sorted = instants.toSorted((one, other) => one - other);
  const found: Period[] = [];
  for (let index = 0; index < sorted.length; index += 2)
    found.push({ from: sorted[index] ?? 0, to: sorted[index + 1] ?? null });
  return found;
});
const endOf = ({ to }: Period): number => to ?? Number.POSITIVE_INFINITY;

test('when both are so is found as by looking at every pair', () => {
  fc.assert(
    fc.property(periods, periods, (some, others) => {
      const pairs = some.flatMap((one) =>
        others.flatMap((other) => {
          const from = Math.max(one.from, other.from);
          const to = Math.min(endOf(one), endOf(other));
          return from < to ? [{ from, to: to === Number.POSITIVE_INFINITY ? null : to }] : [];
        }),
      );
      expect(intersection(some, others)).toEqual(pairs);
    }),
  );
});

test('a hundred thousand stretches are gone through once', () => {
  const many = Array.from({ length: 100_000 }, (_, index): Period => ({
    from: 2 * index,
    to: 2 * index + 1,
  }));
  expect(intersection(many, many)).toEqual(many);
});
