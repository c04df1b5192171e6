/** What is looked at by one worker at a time: two different items never have one key, whatever they are called. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { nameOf } from '../src/handoff/gates/index.ts';
import { isSameIssue, type IssueName } from '../src/handoff/index.ts';
import { keyOf } from '../src/items.ts';
import type { Item } from '../src/tracker.ts';

/** Few of each, so that two are often the same but for one thing. GitHub: letters, digits, `-`, `_` and `.`. */
const repository = fc.constantFrom('acme/shop', 'Acme/Shop', 'acme/a.b', 'acme/a', 'acme/a-1', 'acme/issue');
const number = fc.constantFrom(1, 11, 111);
const at = { installation: fc.constantFrom(1, 11), repository };
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({ ...at, kind: fc.constant('issue' as const), number }),
  fc.record({ ...at, kind: fc.constant('pull-request' as const), number }),
  fc.record({
    ...at,
    kind: fc.constant('merge-group' as const),
    number,
    headSha: fc.constantFrom('a1', 'b2'),
  }),
  fc.record({ ...at, kind: fc.constant('repository' as const) }),
  fc.record({ ...at, kind: fc.constantFrom('digest' as const, 'round' as const) }),
  fc.record({
    ...at,
    kind: fc.constant('labels' as const),
    names: fc.constantFrom(['a'], ['a', 'b'], ['a b'], ['a 1'], ['issue 1']),
  }),
  fc.record({ ...at, kind: fc.constant('trial' as const), pull: number }),
  fc.record({ ...at, kind: fc.constantFrom('onboarding' as const, 'required' as const) }),
  fc.record({ ...at, kind: fc.constant('sub-issues' as const), issue: number }),
  fc.record({
    ...at,
    kind: fc.constant('jira-issue' as const),
    site: fc.constantFrom('acme', 'acme-1'),
    issue: fc.constantFrom('SHOP-1', 'SHOP-11', 'A_B-1', 'S1-1'),
  }),
);

/** The same but for the case of GitHub's names, in which they mean the same. */
const known = (one: Item): object => ({ ...one, repository: one.repository.toLowerCase() });

test('two items have one key if they are the same, and only then', () => {
  fc.assert(
    fc.property(item, item, (one, other) => {
      let isSame = true;
      try {
        expect(known(one)).toEqual(known(other));
      } catch {
        isSame = false;
      }
      expect(keyOf(one) === keyOf(other)).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});

test('every kind of item is among them', () => {
  const kinds: Readonly<Record<Item['kind'], true>> = {
    issue: true,
    'pull-request': true,
    'merge-group': true,
    repository: true,
    digest: true,
    round: true,
    labels: true,
    trial: true,
    onboarding: true,
    required: true,
    'sub-issues': true,
    'jira-issue': true,
  };
  expect(new Set(fc.sample(item, 500).map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
});

const issue: fc.Arbitrary<IssueName> = fc.record({
  tracker: fc.constantFrom('github' as const, 'jira' as const),
  // Also what no tracker would call it: nothing may be told from how it is spelt.
  repository: fc.constantFrom('acme/shop', 'Acme/Shop', 'SHOP', 'SHOP-1', 'acme/a.b'),
  number,
});

test('where an issue lives is said by its tracker, and never by how its repository is spelt', () => {
  fc.assert(
    fc.property(issue, issue, (one, other) => {
      const isSame =
        one.tracker === other.tracker &&
        one.number === other.number &&
        one.repository.toLowerCase() === other.repository.toLowerCase();
      expect(isSameIssue(one, other)).toBe(isSame);
      const sign = one.tracker === 'jira' ? '-' : '#';
      expect(nameOf(one)).toBe(`${one.repository}${sign}${one.number}`);
    }),
    { numRuns: 1000 },
  );
});
