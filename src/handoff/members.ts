/** Who holds which role, as a value: today's membership, and what was recorded of the past. */
import type { Moment } from './history.ts';

export type Members = {
  /** Roles by login (lower case), today. Somebody who is not in it holds none. */
  readonly today: ReadonlyMap<string, ReadonlySet<string>>;
  /** What was recorded when a moment was first looked at: moment id → role → held. It beats today. */
  readonly recorded: ReadonlyMap<string, ReadonlyMap<string, boolean>>;
  /** How to mention a role: `@login`s and `@org/team`s, without the `@`. */
  readonly mentions: ReadonlyMap<string, readonly string[]>;
};

/** True when the role was held by whoever acted, when they acted: by the record, else by today's membership. */
export function heldRole(members: Members, moment: Pick<Moment, 'id' | 'by'>, role: string): boolean {
  const recorded = members.recorded.get(moment.id)?.get(role);
  // An account that is gone holds nothing today; that it held a role when it spoke is known from the record alone.
  if (moment.by.kind === 'nobody') return recorded ?? false;
  return recorded ?? holdsRole(members, moment.by.login, role);
}

/** True when the login holds the role today. */
export function holdsRole(members: Members, login: string, role: string): boolean {
  return members.today.get(login.toLowerCase())?.has(role) ?? false;
}
