/** How long an installation's token is used: never in its last minute, and never again once GitHub refused it. */
import { expect, test } from 'vitest';

import { createTokens } from '../../src/github/client/tokens.ts';

const minute = 60_000;
const hour = 60 * minute;
const created = Date.UTC(2026, 2, 2, 9, 0);
const iso = (at: number): string => new Date(at).toISOString();

/** As `@octokit/auth-app` has it: token, creation, end, repositories, permissions. */
const value = (token: string, ends: string): string => `${token}|${iso(created)}|${ends}|selected|issues!`;
/** As it is given back: never young, so that nothing waits for GitHub to know it. */
const kept = (token: string, ends: string): string => `${token}|${iso(0)}|${ends}|selected|issues!`;

function tokens() {
  let now = created;
  return { ...createTokens(() => now), at: (time: number) => (now = time) };
}

test('a token is used until its last minute begins', () => {
  const all = tokens();
  const ends = iso(created + hour);
  expect(all.get('7')).toBeUndefined();
  all.set('7', value('ghs_one', ends));
  expect([all.get('7'), all.get('8')]).toEqual([kept('ghs_one', ends), undefined]);
  all.at(created + hour - minute - 1);
  expect(all.get('7')).toBe(kept('ghs_one', ends));
  all.at(created + hour - minute);
  expect(all.get('7')).toBeUndefined();
  // It is gone then, also for a clock that is set back.
  all.at(created);
  expect(all.get('7')).toBeUndefined();
});

test('one that GitHub refused is dropped, and the others are kept', () => {
  const all = tokens();
  const ends = iso(created + hour);
  all.set('7', value('ghs_one', ends));
  all.set('8', value('ghs_two', ends));
  all.drop(7);
  expect([all.get('7'), all.get('8')]).toEqual([undefined, kept('ghs_two', ends)]);
});

test.each([
  ['has ended already: our clock is ahead', iso(created - 1)],
  ['ends in this instant', iso(created)],
  ['tells no end', ''],
])('a new one that %s is used for an hour by our clock', (_, ends) => {
  const all = tokens();
  all.set('7', value('ghs_one', ends));
  all.at(created + hour - minute - 1);
  expect(all.get('7')).toBe(kept('ghs_one', ends));
  all.at(created + hour - minute);
  expect(all.get('7')).toBeUndefined();
});

test('one that ends within two minutes is used for what is left of it', () => {
  const all = tokens();
  const ends = iso(created + 2 * minute);
  all.set('7', value('ghs_one', ends));
  all.at(created + minute - 1);
  expect(all.get('7')).toBe(kept('ghs_one', ends));
  all.at(created + minute);
  expect(all.get('7')).toBeUndefined();
});
