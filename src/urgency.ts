/**
 * How urgent something is: in which order items are evaluated, and who goes without where GitHub's rate limit does not
 * reach for everybody.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Priorities of wishes, lower first. Others between them are as urgent as the one below:
 * something may have to be undone; somebody waits for it; it follows from something else; it comes after that.
 */
export const urgent = -10;
export const soon = 0;
export const later = 10;
export const last = 20;

/**
 * `violation`: something may have to be undone. `event`: somebody waits for it. `round`: many items at once, after a change of
 * a policy, a membership or an installation. `sweep`: what nobody waits for, such as sweeps and trials.
 */
export const urgencies = ['violation', 'event', 'round', 'sweep'] as const;
export type Urgency = (typeof urgencies)[number];

/** @param priority of a wish */
export function urgencyOf(priority: number): Urgency {
  if (priority < soon) return 'violation';
  if (priority < later) return 'event';
  return priority < last ? 'round' : 'sweep';
}

/** Whether it follows from something that happens now. */
export const isLive = (urgency: Urgency): boolean => urgency === 'violation' || urgency === 'event';

/** Negative: `one` comes before `other`. */
export const byUrgency = (one: Urgency, other: Urgency): number =>
  urgencies.indexOf(one) - urgencies.indexOf(other);

/** How many requests something took so far. */
export type Spent = { requests: number };

const current = new AsyncLocalStorage<{ readonly urgency: Urgency; readonly spent: Spent }>();

/**
 * Does something as urgently as said: all that it asks for, wherever that is asked, is asked so.
 * @param spent where its requests are counted
 */
export const askingAs = <R>(urgency: Urgency, work: () => R, spent: Spent = { requests: 0 }): R =>
  current.run({ urgency, spent }, work);

/** As how urgent the caller asks; what nobody said is a person's, who waits. */
export const urgencyNow = (): Urgency => current.getStore()?.urgency ?? 'event';

/** Counts a request for whoever asks. */
export function noteRequest(): void {
  const asking = current.getStore();
  if (asking !== undefined) asking.spent.requests += 1;
}
