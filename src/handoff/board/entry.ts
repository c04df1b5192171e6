/** What the board shows of an item, as its card or its check tells it. */
import type { Status } from '../verdict.ts';
import type { Stage } from './stage.ts';

/** A gate that waits for people, as the board names them. Instants are milliseconds since the epoch. */
export type BoardBaton = {
  readonly gate: string;
  readonly title: string;
  /** Its place among the policy's gates, from 0. */
  readonly rank: number;
  readonly status: Status;
  readonly roles: readonly string[];
  /** Who can act, as the card names them: logins, and teams as `org/slug`. At most 20. */
  readonly people: readonly string[];
  /** People of these roles for whom it does not wait, by `personOf`. */
  readonly except: readonly string[];
  /** Since when it waits; null: that is not told there. */
  readonly since: number | null;
  /** When its holders are reminded first; null: they are not. */
  readonly deadline: number | null;
  /** It holds back what comes next. */
  readonly leads: boolean;
};

export type BoardEntry = {
  readonly kind: 'issue' | 'pull-request' | 'jira-issue';
  /** `#12`, or a key of Jira's. */
  readonly name: string;
  readonly number: number;
  /** Empty: it is not told. */
  readonly title: string;
  readonly url: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly stage: Stage;
  /** Where the stage is among those of its policy. */
  readonly position: number;
  readonly batons: readonly BoardBaton[];
  /** Who has to act where no role has to, by `personOf`: the author of a pull request without an issue; null: nobody. */
  readonly author: { readonly id: string; readonly login: string } | null;
  /**
   * It waits for what the board shows of the issues that it links: whoever has a baton here has it there, and is called
   * there.
   */
  readonly follows: boolean;
  /** The next step, in the words of the card or the check. */
  readonly next: string;
  /** Since when it stands as it does. */
  readonly since: number;
  /** When it was done; null: it is not. */
  readonly doneAt: number | null;
};

/** How many people are named for a gate. */
export const mostPeople = 20;
/** More gates at once are nothing that anybody could read. */
export const mostBatons = 10;

/** Milliseconds that what is done stays on the board. */
export const keptOnBoard = 30 * 24 * 3_600_000;

/** What is done for so long is not shown any more. */
export const unlessLongDone = (entry: BoardEntry, now: number): BoardEntry | null =>
  entry.doneAt !== null && entry.doneAt < now - keptOnBoard ? null : entry;
