/** The examples of docs/policy.md, played: each does what the text around it promises. */
import { describe, expect, test } from 'vitest';
import { examples, opening, type Played } from './documented/examples.ts';
import { approvals } from './documented/approvals.ts';
import { requirements } from './documented/requirements.ts';
import { scope } from './documented/scope.ts';
import { wording } from './documented/wording.ts';

const played: Played = { ...approvals, ...requirements, ...wording, ...scope };

test('each example is played, and none that is not there', () => {
  expect(Object.keys(played).toSorted()).toEqual(examples.map(({ name }) => name).toSorted());
});

describe.each(examples)('$name', (example) => {
  const stories = played[example.name]?.(opening(example)) ?? [];

  test('has stories', () => expect(stories).not.toEqual([]));

  test.each(stories.map(([what, shows, expected]) => ({ what, shows, expected })))(
    '$what',
    ({ shows, expected }) => expect(shows()).toEqual(expected),
  );
});
