/** Who holds which role, as a value: today's membership, and what was recorded of the past. */
import { personOf, type Actor, type Moment } from './history.ts';
import { sameText, textKey } from '../../same-text.ts';

export type Members = {
  /**
   * Roles by person (`personOf`), today. Somebody who is not in it holds none. Whose id is known is also in it by the
   * login of today, for acts of which the tracker tells no id.
   */
  readonly today: ReadonlyMap<string, ReadonlySet<string>>;
  /**
   * Of those, the roles that somebody holds for being able to read the repository, where they can do no more there: anyone who
   * likes holds them on a public one. Absent: there are none.
   */
  readonly byReading?: Members['today'];
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

type Person = Pick<Actor, 'id' | 'login'>;

/**
 * The roles that somebody holds today, whatever gives them: a name, a team, a permission, or a group in Jira. Everything that asks
 * for roles asks here: a permission's are known by the account's id alone, and who has no id is known by the login alone.
 */
const rolesOf = ({ today }: Pick<Members, 'today'>, person: Person): ReadonlySet<string> =>
  today.get(personOf(person)) ?? none;
const none: ReadonlySet<string> = new Set();

/** True when the person holds the role today. */
export function holdsRole(members: Pick<Members, 'today'>, person: Person, role: string): boolean {
  return rolesOf(members, person).has(role);
}

/** True when the person holds any role today. */
export function holdsAnyRole(members: Pick<Members, 'today'>, person: Person): boolean {
  return rolesOf(members, person).size > 0;
}

/**
 * True for somebody whom nobody let in: they hold no role today, or only such as everybody holds who can read the
 * repository. How much they can cause is bounded.
 */
export function isOutsider(members: Pick<Members, 'today' | 'byReading'>, person: Person): boolean {
  const byReading = members.byReading?.get(personOf(person)) ?? none;
  return [...rolesOf(members, person)].every((role) => byReading.has(role));
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
