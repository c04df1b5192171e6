/** How much of a rate limit each may use, and when: a third is kept for what happens now. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { leftFor, refilled, waitOf, type Bucket, type Budget } from '../../src/github/client/pace.ts';
import { createsContent, isContent } from '../../src/github/client/content.ts';
import { createPacing } from '../../src/github/client/pacing.ts';
import { mutationDocument } from '../../src/github/graphql/mutate.ts';
import { Paced } from '../../src/tracker.ts';
import { urgencies, type Urgency } from '../../src/urgency.ts';
import '../seed.ts';

const hour = 3_600_000;
const second = 1000;
const budget = (remaining: number, until = hour, limit = 5000): Budget => ({ limit, remaining, until });

test.each([
  // What is left for violations, events, rounds and sweeps.
  [budget(5000), [5000, 4500, 3333, 3333]],
  [budget(3000), [3000, 2500, 1333, 1333]],
  [budget(1667), [1667, 1167, 0, 0]],
  [budget(501), [501, 1, 0, 0]],
  [budget(500), [500, 0, 0, 0]],
  [budget(0), [0, 0, 0, 0]],
  // It began anew since GitHub told of it.
  [budget(0, 5), [5000, 4500, 3333, 3333]],
  [budget(12_500, hour, 12_500), [12_500, 11_250, 8333, 8333]],
  [budget(60, hour, 60), [60, 54, 40, 40]],
])('of %j is left', (of, left) => {
  expect(urgencies.map((urgency) => leftFor(of, urgency, 10))).toEqual(left);
});

const full = (urgency: 'round' | 'sweep', of = budget(5000)): Bucket => refilled(null, of, urgency, 0);

test.each([
  ['nothing is known: no limits, or none met yet', null, null, 'round', null],
  ['a round may begin', budget(5000), full('round'), 'round', null],
  ['with one request left at once', budget(5000), { tokens: 1, at: 0 }, 'round', null],
  // (20 - 0) of 3333 * 0.8 in an hour
  ['what may be used at once is used', budget(5000), { tokens: 0, at: 0 }, 'round', 27_003],
  ['more was used', budget(5000), { tokens: -20, at: 0 }, 'round', 54_006],
  ['a sweep, likewise', budget(5000), { tokens: 0, at: 0 }, 'sweep', 108_011],
  ['little is left of the hour', budget(5000, 10 * second), { tokens: 0, at: 0 }, 'round', 4000],
  ['little is left for rounds, and long', budget(1675), { tokens: 0, at: 0 }, 'round', hour],
  ['the rest is kept for events', budget(1600), full('round'), 'round', hour],
  ['which may begin', budget(1600), null, 'event', null],
  ['the rest is kept for what is to be undone', budget(500), null, 'event', hour],
  ['which may begin', budget(500), null, 'violation', null],
  ['also with nothing, as far as it is known', budget(0), null, 'violation', null],
  ['the limit began anew', budget(0, 0), full('round'), 'round', null],
] as const)('%s', (_, of, bucket, urgency, until) => {
  expect(waitOf(of, bucket, urgency, 0)).toBe(until);
});

test.each([
  ['an installation with the smallest limit', budget(5000), 500, 300],
  ['the largest', budget(12_500, hour, 12_500), 600, 600],
  ['a server with a limit of its own', budget(60, hour, 60), 6, 3],
  ['one with a limit of five', budget(5, hour, 5), 1, 1],
])('at once, a round and a sweep may use: %s', (_, of, round, sweep) => {
  expect([full('round', of).tokens, full('sweep', of).tokens]).toEqual([round, sweep]);
});

test('what may be used comes back evenly, up to what may be used at once', () => {
  const empty = { tokens: 0, at: 0 };
  const after = (now: number, of = budget(5000)): number =>
    Math.round(refilled(empty, of, 'round', now).tokens);
  // By what is left for the rest of the hour.
  expect([0, 60, 600, 1800].map((seconds) => after(seconds * second))).toEqual([0, 45, 500, 500]);
  expect(after(60 * second, budget(2000))).toBe(5);
  // Never faster than five in a second: GitHub counts by the minute, too.
  expect(after(10 * second, budget(5000, 20 * second))).toBe(50);
});

/** An hour in which a round takes whatever it may, and events and violations come in between. */
function play(limit: number, events: readonly number[], violations: number): readonly number[] {
  let now = 0;
  let remaining = limit;
  let rounds = 0;
  let refused = 0;
  const pacing = createPacing(() => now);
  const ask = (urgency: Urgency): boolean => {
    if (pacing.waitOf(1, urgency) !== null) return false;
    if (remaining === 0) refused += 1;
    else remaining -= 1;
    pacing.spend(1, 'graphql', urgency);
    pacing.told(1, 'graphql', { limit, remaining, until: hour });
    return true;
  };
  pacing.told(1, 'graphql', { limit, remaining, until: hour });
  for (let minute = 0; minute < 60; minute += 1) {
    for (now = minute * 60 * second; now < (minute + 1) * 60 * second; now += second) {
      for (let n = 0; n < 20 && ask('round'); n += 1) rounds += 1;
    }
    for (let n = 0; n < (events[minute] ?? 0); n += 1) ask('event');
    for (let n = 0; n < violations; n += 1) ask('violation');
  }
  return [rounds, remaining, refused];
}

test('rounds use two thirds of an hour, and no more, and leave a third', () => {
  const [rounds = 0, remaining = 0] = play(5000, [], 0);
  expect(rounds).toBeGreaterThan(2600);
  expect(rounds).toBeLessThanOrEqual(3334);
  expect(remaining).toBeGreaterThanOrEqual(1666);
});

test('whatever else happens, what is to be undone is never refused', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1000, 5000, 12_500),
      fc.array(fc.nat(2000), { maxLength: 60 }),
      (limit, events) => {
        // In an hour no more than is kept for it.
        const [, , refused] = play(limit, events, Math.floor(limit / 600));
        expect(refused).toBe(0);
      },
    ),
    { numRuns: 15 },
  );
});

describe('what creates content', () => {
  const sendOf = (pacing: ReturnType<typeof createPacing>, urgency: Urgency): number | null => {
    try {
      pacing.create(1, urgency, 'a comment');
      return null;
    } catch (error) {
      if (!(error instanceof Paced)) throw error;
      return error.until;
    }
  };

  test('six hundred cards of a round: a third of what GitHub takes in an hour is left for events', () => {
    let now = 0;
    const pacing = createPacing(() => now);
    pacing.told(1, 'graphql', budget(5000));
    const waits: (number | null)[] = [];
    let sent = 0;
    for (; sent < 600; now += second) {
      const until = sendOf(pacing, 'round');
      if (until === null) sent += 1;
      else {
        waits.push(sent, until / second);
        // What happens now is never kept waiting by it.
        expect([sendOf(pacing, 'event'), sendOf(pacing, 'violation')]).toEqual([null, null]);
        now = until - second;
      }
    }
    expect(waits.slice(0, 2)).toEqual([333, 3600 + 19]);
    // The second half comes in the next hour, and then all is done.
    expect(now).toBeLessThan(2.2 * hour);
  });

  test('whatever is created when, rounds have no more than two thirds of any hour', () => {
    const acts = fc.record({
      wait: fc.nat(10 * 60 * second),
      count: fc.nat(60),
      urgency: fc.constantFrom(...urgencies),
    });
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 60 }), (all) => {
        let now = 0;
        const pacing = createPacing(() => now, 90);
        pacing.told(1, 'graphql', budget(5000));
        const rounds: number[] = [];
        for (const { wait, count, urgency } of all) {
          now += wait;
          for (let n = 0; n < count; n += 1) {
            const until = sendOf(pacing, urgency);
            if (until !== null) expect(until).toBeGreaterThan(now);
            else if (urgency === 'round' || urgency === 'sweep') rounds.push(now);
          }
          expect(rounds.filter((at) => at > now - hour).length).toBeLessThanOrEqual(60);
        }
      }),
    );
  });

  test('where GitHub tells of no limit, nothing waits', () => {
    const pacing = createPacing(() => 0, 3);
    expect(Array.from({ length: 10 }, () => sendOf(pacing, 'round'))).toEqual(Array(10).fill(null));
  });

  test.each([
    ['POST', '/repos/{owner}/{repo}/issues', true],
    ['PATCH', '/repos/{owner}/{repo}/issues/{issue_number}', true],
    ['POST', '/repos/{owner}/{repo}/issues/{issue_number}/comments', true],
    ['GET', '/repos/{owner}/{repo}/issues', false],
    ['POST', '/repos/{owner}/{repo}/labels', false],
    ['POST', '/repos/{owner}/{repo}/check-runs', false],
  ])('%s %s: %s', (method, url, is) => {
    expect(isContent(method, url)).toBe(is);
  });

  test('a card and a handoff are, labels and checks are not', () => {
    const documentOf = (...names: string[]): string =>
      mutationDocument(names.map((name) => ({ name, type: 'Input', input: {} }))).document;
    expect(createsContent(documentOf('addLabelsToLabelable', 'updateIssueComment'))).toBe(true);
    expect(createsContent(documentOf('createCheckRun', 'removeLabelsFromLabelable'))).toBe(false);
  });
});

describe('who asks', () => {
  let now = 0;
  const pacing = createPacing(() => now);
  const check = (urgency: Urgency, api: 'graphql' | 'rest' = 'graphql', who = 1): number | null => {
    try {
      pacing.check(who, api, urgency, 'POST /graphql');
      return null;
    } catch (error) {
      if (!(error instanceof Paced)) throw error;
      expect([error.urgency, error.scope]).toEqual([urgency, 'installation']);
      return error.until;
    }
  };

  test('each installation, each API and each urgency has its own; none is known at first', () => {
    expect([pacing.left(1), pacing.waitOf(1, 'round'), check('round')]).toEqual([null, null, null]);
    pacing.told(1, 'graphql', budget(1000));
    pacing.told(2, 'graphql', budget(5000));
    expect([check('violation'), check('event'), check('round'), check('sweep')]).toEqual([
      null,
      null,
      hour,
      hour,
    ]);
    expect([check('round', 'rest'), check('round', 'graphql', 2), pacing.waitOf(2, 'round')]).toEqual([
      null,
      null,
      null,
    ]);
    expect([pacing.waitOf(1, 'event'), pacing.waitOf(1, 'round')]).toEqual([null, hour]);
    pacing.told(1, 'rest', budget(400, 2 * hour));
    expect([pacing.waitOf(1, 'event'), pacing.waitOf(1, 'violation')]).toEqual([2 * hour, null]);
    expect(pacing.left(1)).toEqual({ violation: 400, event: 0, round: 0, sweep: 0 });
  });

  test('a look that began goes on with what it was not to begin with', () => {
    pacing.told(3, 'graphql', budget(5000));
    for (let n = 0; n < 500; n += 1) pacing.spend(3, 'graphql', 'round');
    expect(pacing.waitOf(3, 'round')).toBeGreaterThan(0);
    expect([check('round', 'graphql', 3), pacing.waitOf(3, 'sweep'), pacing.waitOf(3, 'event')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('an installation that is forgotten is not known', () => {
    pacing.forget(1);
    expect([pacing.left(1), pacing.budget(1, 'graphql'), [...pacing.budgets().keys()]]).toEqual([
      null,
      null,
      [2, 3],
    ]);
    now = 0;
  });
});
