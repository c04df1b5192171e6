/** A rate limit that was met: until when nothing is asked, for whom, and what follows when it is met again. */
import { expect, test } from 'vitest';

import { createLimits, type Limits } from '../../src/github/client/rate-limits.ts';
import { TryLater } from '../../src/tracker.ts';

const minute = 60_000;
const installation = 7;

/** Limits, their clock, and what others were told of them. */
function limited(): {
  readonly limits: Limits;
  readonly at: (now: number) => void;
  readonly told: readonly (readonly [who: number, until: number])[];
} {
  let now = 0;
  const told: (readonly [number, number])[] = [];
  const limits = createLimits(
    () => now,
    (who, until) => told.push([who, until]),
  );
  return { limits, at: (time) => (now = time), told };
}

/** Until when a request waits; null: it is sent. */
function waits(limits: Limits, who = installation): number | null {
  try {
    limits.check(who, 'POST /graphql');
    return null;
  } catch (error) {
    if (!(error instanceof TryLater)) throw error;
    expect([error.scope, error.message]).toEqual([
      'installation',
      "GitHub's rate limit: POST /graphql was not sent",
    ]);
    return error.until;
  }
}

test('holds until the instant that GitHub names, for the one who met it', () => {
  const { limits, at, told } = limited();
  expect(waits(limits)).toBeNull();
  const later = limits.met(installation, { until: 5000 }, 'GET /app');
  expect([later.until, later.scope, later.message]).toEqual([
    5000,
    'installation',
    "GitHub's rate limit: GET /app",
  ]);
  expect(told).toEqual([[installation, 5000]]);
  at(4999);
  expect([waits(limits), waits(limits, 8)]).toEqual([5000, null]);
  at(5000);
  expect(waits(limits)).toBeNull();
});

test('lasts a minute where GitHub does not say, and twice as long each time it goes on, up to an hour', () => {
  const { limits, at } = limited();
  let now = 0;
  const lengths: number[] = [];
  for (let time = 0; time < 9; time += 1) {
    const until = limits.met(installation, { until: null }, 'GET /app').until ?? 0;
    lengths.push((until - now) / minute);
    now = until;
    at(now);
  }
  expect(lengths).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('goes on where it is met sooner after its end than it lasted, and begins anew later', () => {
  const again = (after: number): number => {
    const { limits, at } = limited();
    limits.met(installation, { until: null }, 'GET /app');
    const now = minute + after;
    at(now);
    return (limits.met(installation, { until: null }, 'GET /app').until ?? 0) - now;
  };
  expect(again(minute - 1)).toBe(2 * minute);
  expect(again(minute)).toBe(minute);
});

test('after one whose end GitHub named, the next lasts a minute', () => {
  const { limits, at } = limited();
  limits.met(installation, { until: 30 * minute }, 'GET /app');
  at(30 * minute);
  expect(limits.met(installation, { until: null }, 'GET /app').until).toBe(31 * minute);
});

test('requests that were under way meet the same one, and nobody is told twice; a longer one counts', () => {
  const { limits, at, told } = limited();
  limits.met(installation, { until: null }, 'one');
  at(10);
  const second = limits.met(installation, { until: null }, 'two');
  expect([second.until, second.message]).toEqual([minute, "GitHub's rate limit: two"]);
  expect(limits.met(installation, { until: minute }, 'three').until).toBe(minute);
  expect(told).toEqual([[installation, minute]]);
  expect(limits.met(installation, { until: minute + 1 }, 'four').until).toBe(minute + 1);
  expect(told).toEqual([
    [installation, minute],
    [installation, minute + 1],
  ]);
  expect(waits(limits)).toBe(minute + 1);
});

test('one that ends in this instant is over: the next is another one', () => {
  const { limits, at } = limited();
  limits.met(installation, { until: 5000 }, 'one');
  at(5000);
  expect(limits.met(installation, { until: 4000 }, 'two').until).toBe(4000);
});

test('one from before this process began holds, and nobody is told', () => {
  const { limits, at, told } = limited();
  limits.pause(installation, 5000);
  expect([waits(limits), told]).toEqual([5000, []]);
  at(5000);
  expect(waits(limits)).toBeNull();
  expect(limits.met(installation, { until: null }, 'one').until).toBe(5000 + minute);
});
