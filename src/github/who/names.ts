/**
 * Whom a policy's names mean. A login that is given up goes to whoever takes it, and a slug to the next team of that name, so
 * what counts is the account or the team that had the name when the policy was first read (its pin). Where the policy is
 * written again, it is who has the name then.
 */
import type { Actor, Moved } from '../../handoff/index.ts';
import type { Pin } from '../../tracker.ts';
import type { Account, Accounts } from './accounts.ts';
import type { FoundTeam, Teams } from './teams.ts';
import { sameText, textKey } from '../../same-text.ts';

/** What one name of a policy comes to. */
export type Meant = {
  readonly name: string;
  /** The id that is meant; null: nobody; undefined: whoever has the name. */
  readonly account: string | null | undefined;
  /** Whom that makes members; `login` null: not known. */
  readonly people: readonly { readonly id?: string; readonly login: string | null }[];
  /** How to mention them; null: there is nobody to be mentioned. */
  readonly mention: string | null;
  /** A team that only its members can see; so may be one that could not be read. */
  readonly isSecret?: boolean;
  /** What is to be kept; null: it is kept already, or not known. */
  readonly pin: Pin | null;
  /** That the name changed hands; null: it did not. */
  readonly moved: Moved | null;
  readonly problems: readonly string[];
  /** When the list of a team's members was read, by our clock (milliseconds since the epoch); absent: no list decides. */
  readonly readAt?: number;
};

export type Names = {
  /**
   * @param names in lower case for logins; teams as `org/slug`
   * @returns by name in lower case
   * @throws {TryLater}
   */
  meant(
    installation: number,
    names: readonly string[],
    known: KnownNames,
  ): Promise<ReadonlyMap<string, Meant>>;
};

/** What is known of names already. */
type KnownNames = {
  /** People and bots, as they are called now. */
  readonly acting: readonly Actor[];
  readonly pins: ReadonlyMap<string, Pin>;
  /** Lists of members that were read too long ago; absent: none. */
  readonly again?: Again | undefined;
};

/** Lists of these teams (`org/slug`, lower case) that were read before an instant (milliseconds since the epoch) are read anew. */
export type Again = { readonly teams: ReadonlySet<string>; readonly since: number };

const isTeam = (name: string): boolean => name.includes('/');
const isBot = (name: string): boolean => name.endsWith('[bot]');

export function createNames(accounts: Accounts, teams: Teams): Names {
  return {
    async meant(installation, names, { acting, pins, again }) {
      const since = (name: string): number | undefined =>
        again?.teams.has(textKey(name)) === true ? again.since : undefined;
      const logins = names.filter((name) => !isTeam(name) && !isBot(name)).map((name) => textKey(name));
      const fresh = names.some((name) => pins.get(textKey(name))?.isCurrent === false);
      const people = acting.filter(({ kind }) => kind === 'person');
      const [now, found] = await Promise.all([
        accounts.byLogin(installation, [...new Set(logins)].sort(), people, fresh),
        Promise.all(
          names.filter(isTeam).map(async (name): Promise<[string, FoundTeam]> => {
            const [org = '', slug = ''] = name.split('/');
            return [textKey(name), await teams.read(installation, org, slug, since(name))];
          }),
        ),
      ]);
      const byTeam = new Map(found);
      const places = names.map((name) => placeOf(name, { now, byTeam, acting, pins }));
      const away = places.flatMap(({ pin, has }) =>
        pin?.node != null && pin.account !== has?.id ? [pin.node] : [],
      );
      const called = await accounts.namesOf(installation, [...new Set(away)].sort(), again?.since);
      const all = await Promise.all(
        places.map(async (place) => {
          const nameNow = called.get(place.pin?.node ?? '') ?? null;
          if (place.team === null) return accountMeant(place, nameNow);
          const [org = '', slug = ''] = nameNow?.split('/') ?? [];
          const elsewhere =
            nameNow === null ? null : await teams.read(installation, org, slug, since(place.name));
          return teamMeant(place, place.team, nameNow, elsewhere);
        }),
      );
      return new Map(all.map((each) => [textKey(each.name), each]));
    },
  };
}

type Place = {
  readonly name: string;
  /** Whom it means; null: not known. */
  readonly pin: Pin | null;
  readonly isNew: boolean;
  /** Who has the name; null: nobody; undefined: not known. */
  readonly has: Account | null | undefined;
  readonly team: FoundTeam | null;
};

type Known = {
  readonly now: ReadonlyMap<string, Account | null>;
  readonly byTeam: ReadonlyMap<string, FoundTeam>;
  readonly acting: readonly Actor[];
  readonly pins: ReadonlyMap<string, Pin>;
};

function placeOf(name: string, { now, byTeam, acting, pins }: Known): Place {
  const key = textKey(name);
  const team = byTeam.get(key) ?? null;
  const before = pins.get(key) ?? null;
  const has = team === null ? (isBot(key) ? botOf(key, acting, before) : now.get(key)) : team.team;
  if (before?.isCurrent === true) return { name, pin: before, isNew: false, has, team };
  // Nobody has it: then it still means who had it, wherever they are now. A team may be hidden, and come to be seen.
  if (has == null && (before !== null || team !== null || has === undefined)) {
    const isNew = before !== null && has === null;
    return { name, pin: before === null ? null : { ...before, isCurrent: isNew }, isNew, has, team };
  }
  const pin = { name: key, account: has?.id ?? null, node: has?.node ?? null, isCurrent: true };
  return { name, pin, isNew: true, has, team };
}

/** Bots are not looked up: the first that is seen under the name is meant, or the last, where the policy is written again. */
function botOf(name: string, acting: readonly Actor[], before: Pin | null): Account | undefined {
  const seen = acting.filter(
    ({ kind, id, login }) => kind === 'bot' && id !== undefined && sameText(login, name),
  );
  const actor = before === null ? seen[0] : seen.at(-1);
  return actor?.id === undefined ? undefined : { id: actor.id, node: null };
}

function accountMeant({ name, pin, isNew, has }: Place, nameNow: string | null): Meant {
  const kept = isNew ? pin : null;
  const base = { name, pin: kept, problems: [] };
  // Not known by an id: whoever has the name.
  if (pin === null)
    return { ...base, account: undefined, people: [{ login: name }], mention: name, moved: null };
  const { account } = pin;
  if (account === null) {
    const moved = has == null ? null : ({ kind: 'came', name, nameNow: null } as const);
    return { ...base, account, people: [], mention: has == null ? name : null, moved };
  }
  const isThere = has === undefined || has?.id === account;
  if (isThere)
    return { ...base, account, people: [{ id: account, login: name }], mention: name, moved: null };
  const moved: Moved = {
    kind: has === null ? 'renamed' : 'taken',
    name,
    nameNow: pin.node === null ? undefined : nameNow,
  };
  return {
    ...base,
    account,
    people: [{ id: account, login: nameNow }],
    mention: nameNow,
    moved,
  };
}

function teamMeant(
  { name, pin, isNew }: Place,
  team: FoundTeam,
  nameNow: string | null,
  elsewhere: FoundTeam | null,
): Meant {
  const kept = isNew ? pin : null;
  // A bot is no member by a team.
  const people = ({ members }: FoundTeam): Meant['people'] => members.filter(({ login }) => !isBot(login));
  const problems = team.problem === null ? [] : [team.problem];
  const known = (elsewhere ?? team).team;
  const isSecret = known?.isSecret === true;
  const readAt = Math.min(team.readAt, elsewhere?.readAt ?? team.readAt);
  const base = { name, account: undefined, pin: kept, isSecret: known === null || isSecret, readAt };
  if (pin === null || pin.account === team.team?.id || team.isHidden)
    return { ...base, people: people(team), mention: name, moved: null, problems };
  const isThere =
    elsewhere !== null && nameNow !== null && (elsewhere.team?.id ?? pin.account) === pin.account;
  if (isThere && sameText(nameNow, name))
    return { ...base, people: people(elsewhere), mention: name, moved: null, problems: [] };
  const isTaken = team.team !== null;
  if (!isThere && !isTaken) return { ...base, people: [], mention: null, moved: null, problems };
  return {
    ...base,
    people: isThere ? people(elsewhere) : [],
    // Its new name stands in no policy that people can read.
    mention: isThere && !isSecret ? nameNow : null,
    moved: {
      kind: isTaken ? 'taken' : 'renamed',
      name: `@${name}`,
      // Nor is it told here.
      nameNow: !isThere ? null : isSecret ? undefined : `@${nameNow}`,
    },
    problems: isThere && elsewhere.problem !== null ? [elsewhere.problem] : [],
  };
}
