/** Who holds which role, as a value: today's membership, and what was recorded of the past. */
import { personOf, type Actor, type Moment } from './history.ts';
import { sameText, textKey } from '../../same-text.ts';

export type Members = {
  /**
   * Roles by person (`personOf`), today. Somebody who is not in it holds none. Whose id is known is also in it by the
   * login of today, for acts of which the tracker tells no id.
   */
  readonly today: ReadonlyMap<string, ReadonlySet<string>>;
  /** What was recorded when a moment was first looked at: moment id → role → held. It beats today. */
  readonly recorded: ReadonlyMap<string, ReadonlyMap<string, boolean>>;
  /** How to mention a role: `@login`s and `@org/team`s, without the `@`. */
  readonly mentions: ReadonlyMap<string, readonly string[]>;
  /**
   * Whom the policy means by a login (lower case): the account's id, whatever it is called now; null: nobody. A login that
   * is not in it means whoever has it.
   */
  readonly named?: ReadonlyMap<string, string | null>;
  /** Names in the policy that do not belong any more to whom it means. */
  readonly moved?: readonly Moved[];
};

/** Nobody holds anything. */
export const noMembers: Members = { today: new Map(), recorded: new Map(), mentions: new Map() };

/** A name in the policy that changed hands. */
export type Moved = {
  /**
   * `came`: nobody had it when the policy was read, and somebody took it since. `renamed`: who is meant has another name
   * now, and nobody has this one. `taken`: somebody else has it.
   */
  readonly kind: 'came' | 'renamed' | 'taken';
  /** A login, or `@org/team`. */
  readonly name: string;
  /** What who is meant is called now; null: they are gone; undefined: not known. */
  readonly nameNow: string | null | undefined;
};

/** True when the role was held by whoever acted, when they acted: by the record, else by today's membership. */
export function heldRole(members: Members, moment: Pick<Moment, 'id' | 'by'>, role: string): boolean {
  const recorded = members.recorded.get(moment.id)?.get(role);
  // An account that is gone holds nothing today; that it held a role when it spoke is known from the record alone.
  if (moment.by.kind === 'nobody') return recorded ?? false;
  return recorded ?? holdsRole(members, moment.by, role);
}

/** True when the person holds the role today. */
export function holdsRole(members: Members, person: Pick<Actor, 'id' | 'login'>, role: string): boolean {
  return members.today.get(personOf(person))?.has(role) ?? false;
}

/** True when the policy means somebody by one of these logins. */
export function isMeant(
  { named }: Pick<Members, 'named'>,
  logins: readonly string[],
  { id, login }: Pick<Actor, 'id' | 'login'>,
): boolean {
  return logins.some((each) => {
    const meant = named?.get(textKey(each));
    return meant === undefined || id === undefined ? sameText(each, login) : meant === id;
  });
}
