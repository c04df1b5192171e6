/** Which evaluations this process has made, and makes. */
import { expect, test } from 'vitest';

import { createLookedAt } from '../../src/reconcile/memory/looked-at.ts';

const pull = { kind: 'pull-request', installation: 1, repository: 'acme/shop', number: 5 } as const;

test('an evaluation is under way from its beginning until it ends, also where it fails', async () => {
  const lookedAt = createLookedAt();
  const { promise, resolve } = Promise.withResolvers<string>();
  const first = lookedAt.during(pull, 1000, () => promise);
  expect(lookedAt.underWay(pull)).toBe(1000);
  expect(lookedAt.underWay({ ...pull, number: 6 })).toBeNull();
  expect(lookedAt.under(pull, 'policy')).toBeNull();
  resolve('over');
  expect(await first).toBe('over');
  expect(lookedAt.underWay(pull)).toBeNull();
  await expect(lookedAt.during(pull, 2000, () => Promise.reject(new Error('No answer.')))).rejects.toThrow();
  expect(lookedAt.underWay(pull)).toBeNull();
});
