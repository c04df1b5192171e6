/**
 * A set of items to look at again (after the workqueue of Kubernetes' client-go): not jobs, but one row an item.
 * It counts how often a look was wanted and how often one was taken; whatever is wanted while a look is under
 * way is answered by another look after it, and a burst folds into one.
 */

import { urgencyOf, type Urgency } from '../urgency.ts';

/** One wish for a look. */
export type Want<T> = {
  /** What is looked at by one worker at a time. */
  readonly key: string;
  /** What is paused together: an installation. */
  readonly group: string;
  /** What the look is given; the latest wish's. */
  readonly item: T;
  /** Lower comes first; 0 (an event) when absent. How urgent that is: `urgencyOf`. */
  readonly priority?: number;
  /** Not before this instant (milliseconds since the epoch); now when absent. */
  readonly notBefore?: number;
  /** What led to it (a delivery's id). */
  readonly cause?: string;
  /** What of it alone may be otherwise; absent: anything. */
  readonly only?: string;
};

/** The right to look at one item, until it is given back. */
export type Claim<T> = {
  readonly key: string;
  readonly group: string;
  readonly item: T;
  readonly priority: number;
  /** How often a look was wanted up to now, and how many of these wishes this one answers. */
  readonly wanted: number;
  readonly wishes: number;
  /** How often it was tried in vain since the last good look, for whatever reason. */
  readonly tries: number;
  /** How often of these it failed by itself: by no limit and no outage. */
  readonly failures: number;
  /** Since when somebody waits for it. */
  readonly since: number;
  /** The latest of what led to it. */
  readonly causes: readonly string[];
  /** What of it alone may be otherwise, as every wish for it said; null: anything. */
  readonly only: string | null;
  /** Rises with each claim of the row: what an earlier holder says any more is not heard. */
  readonly fence: number;
  /** Until when nobody else gets it, unless it is renewed (milliseconds since the epoch). */
  readonly until: number;
};

export type DeadLetter<T> = {
  readonly key: string;
  readonly group: string;
  readonly item: T;
  readonly failures: number;
  readonly error: string;
  readonly at: number;
};

export type WorkSetMetrics = {
  /** Items with a look due now, not yet begun; paused ones too. */
  readonly waiting: number;
  readonly running: number;
  /** Those of the waiting ones that nobody waits for: what a change of a policy, a membership or an installation leads to. */
  readonly inRounds: number;
  /** Items to be evaluated later: deadlines, reminders, and what Baton does by itself. */
  readonly scheduled: number;
  /** Items whose last look failed, until one succeeds or they are given up; those that are due count as waiting, too. */
  readonly retrying: number;
  readonly dead: number;
  /** Milliseconds that the oldest waiting item has waited. */
  readonly oldest: number;
  /** Milliseconds since the oldest delivery that no look has answered; not of paused groups, and not of dead letters. */
  readonly unanswered: number;
  /** Paused groups, and until when. */
  readonly paused: ReadonlyMap<string, number>;
  /** Of which groups something waits that is no more urgent than so, and until when. */
  readonly paced: readonly Pace[];
};

/** Nothing of a group that is as urgent as that is begun before an instant; `waiting`: how many items wait for it. */
export type Pace = {
  readonly group: string;
  readonly urgency: Urgency;
  readonly until: number;
  readonly waiting: number;
};

export type WorkSetOptions = {
  /** Milliseconds that a claim lasts unless it is renewed. */
  readonly lease?: number;
  /**
   * How many items of one group may be held at once: one installation must not hold up the others. One less for rounds and
   * sweeps, so that an event finds a place, and one more for what may have to be undone.
   */
  readonly perGroup?: number;
};

/** How many items of one group may be held where one so urgent is to be claimed. */
export function placesFor(priority: number, perGroup: number): number {
  const urgency = urgencyOf(priority);
  if (urgency === 'violation') return perGroup + 1;
  return urgency === 'event' ? perGroup : Math.max(1, perGroup - 1);
}

/** What can be looked at together with what was claimed as `key`: items of its group, as urgent, with keys that begin so. */
export type Besides = {
  readonly key: string;
  readonly group: string;
  readonly priority: number;
  readonly keys: string;
  readonly most: number;
};

/**
 * Where the rows are kept. `now` is always the caller's clock.
 * A claim that was given back, lost or taken over makes `done` and `failed` return false, and `renew` null.
 */
export interface WorkSet<T> {
  want(wants: readonly Want<T>[], now: number): Promise<void>;
  /**
   * The most urgent item that is due, not held and not paused; null: none now.
   * One of which cannot be read what it is becomes a dead letter, and the next one is claimed.
   * A row whose holder let the lease pass is free for another holder; the same one is alive: it asks.
   * @param least nothing of a higher priority's number is claimed; any when absent
   */
  claim(holder: string, now: number, least?: number): Promise<Claim<T> | null>;
  /**
   * Claims what is due of these, those that are due longest first, `most` at the most. All of it together counts as one of
   * those of the group that are under way.
   */
  claimBesides(holder: string, besides: Besides, now: number): Promise<readonly Claim<T>[]>;
  /** Keeps the claim for another lease; gives back until when. */
  renew(claim: Claim<T>, now: number): Promise<number | null>;
  /** The look waits for something outside: it does not count among those of its group that are under way, until it is back. */
  aside(claim: Claim<T>, isAside: boolean): Promise<boolean>;
  /** The look is over. `again`: when to look again without being asked; null: never. */
  done(claim: Claim<T>, again: number | null): Promise<boolean>;
  /** The look failed: again at `due`. `counts`: as one of the claim's `failures`. */
  failed(claim: Claim<T>, due: number, counts: boolean): Promise<boolean>;
  /** The keys of those claims of which another look is wanted meanwhile, with a priority whose number is no higher. */
  wantedAgain(claims: readonly Claim<T>[], least: number): Promise<readonly string[]>;
  /** The look was not begun: it is due again at `due`, as if it had not been claimed. */
  postponed(claim: Claim<T>, due: number): Promise<boolean>;
  /** The look failed for good. A new wish revives it. */
  bury(claim: Claim<T>, error: string, now: number): Promise<boolean>;
  /** Nothing of the group is claimed before `until`; an earlier end does not shorten a pause. */
  pause(group: string, until: number): Promise<void>;
  /** As `pause`, of what is so urgent alone. */
  pace(group: string, urgency: Urgency, until: number): Promise<void>;
  /** Forgets what a group wants. A look under way ends as if nothing more was wanted. */
  forget(group: string): Promise<void>;
  /** When `claim` may find something next, were nothing wanted until then; null: never. */
  nextDue(now: number, least?: number): Promise<number | null>;
  /** True when every wish that was due has been answered by a look that is over, or is buried. */
  settled(now: number): Promise<boolean>;
  /** The `item` is null where it cannot be read. */
  dead(): Promise<readonly DeadLetter<T | null>[]>;
  /** Forgets dead letters from before an instant (milliseconds since the epoch). */
  pruneDead(before: number): Promise<void>;
  metrics(now: number): Promise<WorkSetMetrics>;
}
