/**
 * Who may use how much of an installation's rate limit, so that what happens now is never kept waiting by what Baton does
 * by itself. A third of each hour's limit is kept for events, and of that a part for what has to be undone. Rounds and
 * sweeps share the rest: some of it at once, so that a small team does not wait, and then evenly until the limit begins anew.
 */
import type { Urgency } from '../../urgency.ts';

/** `until`: when the limit begins anew (milliseconds since the epoch, by our clock). */
export type Budget = { readonly limit: number; readonly remaining: number; readonly until: number };

/** How many requests something may begin with at an instant (milliseconds since the epoch); below zero: it used more. */
export type Bucket = { readonly tokens: number; readonly at: number };

const hour = 3_600_000;

/** What part of the limit is left to those that are more urgent. */
const reserve: Readonly<Record<Urgency, number>> = { violation: 0, event: 0.1, round: 1 / 3, sweep: 1 / 3 };

/**
 * Of what is left for both: what part each may use until the limit begins anew, and what part of the limit at once.
 * Sweeps go on while a round of many hours does.
 */
const shares = {
  round: { rest: 0.8, atOnce: 0.1 },
  sweep: { rest: 0.2, atOnce: 0.06 },
} as const;

/**
 * GitHub allows 2,000 points of GraphQL in a minute, of which a write takes five, and 900 of REST ("About secondary rate
 * limits"): a round stays well below, also where several processes work on one installation.
 */
const mostAtOnce = 600;
const mostPerMillisecond = 5 / 1000;

/** Who had nothing left waits until there is enough for so many requests: each pause is noted in the database. */
const portion = 20;

/** The budget as it is now: it may have begun anew since GitHub told of it. */
const current = (budget: Budget, now: number): Budget =>
  budget.until > now ? budget : { ...budget, remaining: budget.limit, until: now + hour };

/** How many requests are left for something so urgent, until the limit begins anew. @param now milliseconds since the epoch */
export function leftFor(budget: Budget, urgency: Urgency, now: number): number {
  const { limit, remaining } = current(budget, now);
  return Math.max(0, Math.floor(remaining - limit * reserve[urgency]));
}

/** How many requests may be sent at once. */
const mostOf = (urgency: 'round' | 'sweep', budget: Budget): number =>
  Math.max(1, Math.min(mostAtOnce, Math.floor(budget.limit * shares[urgency].atOnce)));

/** How many requests come back in a millisecond. */
function rateOf(urgency: 'round' | 'sweep', budget: Budget, now: number): number {
  const evenly = (leftFor(budget, urgency, now) * shares[urgency].rest) / (current(budget, now).until - now);
  return Math.min(evenly, mostPerMillisecond);
}

/** The bucket of rounds or sweeps as it is by now; null: nothing was used yet, and it is full. */
export function refilled(
  before: Bucket | null,
  budget: Budget,
  urgency: 'round' | 'sweep',
  now: number,
): Bucket {
  const most = mostOf(urgency, budget);
  if (before === null) return { tokens: most, at: now };
  const since = Math.max(0, now - before.at);
  return { tokens: Math.min(most, before.tokens + since * rateOf(urgency, budget, now)), at: now };
}

/**
 * Whether something so urgent may begin.
 * @param budget what GitHub said last; null: nothing yet, or it has no limits
 * @param bucket as `refilled` gave it; null for what is not paced
 * @param now milliseconds since the epoch
 * @returns until when it waits; null: it may go
 */
export function waitOf(
  budget: Budget | null,
  bucket: Bucket | null,
  urgency: Urgency,
  now: number,
): number | null {
  if (budget === null || urgency === 'violation') return null;
  const { until } = current(budget, now);
  if (leftFor(budget, urgency, now) < 1) return until;
  if (urgency === 'event' || bucket === null || bucket.tokens >= 1) return null;
  const missing = Math.min(portion, mostOf(urgency, budget)) - bucket.tokens;
  return Math.min(until, Math.ceil(now + missing / rateOf(urgency, budget, now)));
}
