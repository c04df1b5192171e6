/** A short fuzz; `npm run fuzz` is the long one. */
import { expect, test } from 'vitest';

import { runs } from '../night.ts';
import { fuzz } from './fuzz.ts';

test('whatever becomes of a policy, it is one, or its problems are told where they are', () => {
  // The bench and the long run look at the time; here a busy machine must not matter.
  const { problems, policies, refused } = fuzz(20_261_125, runs(2_000), 5_000);
  expect(problems).toEqual([]);
  expect(Math.min(policies, refused)).toBeGreaterThan(runs(100));
});
