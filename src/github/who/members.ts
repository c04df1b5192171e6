/** Who holds which role today: logins, teams with their child teams, and permissions on the repository. */
import { z } from 'zod';

import { personOf, type Actor, type Moment } from '../../handoff/index.ts';
import { namesIn, permissions, type Permission, type Policy, type Role } from '../../policy/index.ts';
import type { Again, Asking, Item, Membership } from '../../tracker.ts';
import { createLruCache } from '../../lru-cache.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { createAccounts } from './accounts.ts';
import { type GitHub, read } from '../client/index.ts';
import { createNames, type Meant } from './names.ts';
import { createTeams } from './teams.ts';
import { textKey } from '../../same-text.ts';

export type Roles = {
  /**
   * Whoever is asked about holds a role by the account's id, whatever it is called. A bot holds a role only where its own
   * login is named: never through a team or a permission.
   * @throws {TryLater} when an account, a team or a permission could not be read now
   */
  of(item: Pick<Item, 'installation' | 'repository'>, policy: Policy, asking: Asking): Promise<Membership>;
  /**
   * What somebody may do in a repository; null: nothing, or it may not be read.
   * @throws {TryLater}
   */
  readonly permissionOf: (
    installation: number,
    repository: string,
    person: Pick<Actor, 'id' | 'login'>,
  ) => Promise<Permission | null>;
  /** To be called when a team of the organization changed; without a slug, for all its teams. */
  readonly forgetTeams: (org: string, slug?: string) => void;
  /** To be called when permissions in a repository may have changed; without a login, for everybody. */
  readonly forgetPermissions: (repository: string, login?: string) => void;
  /** To be called when somebody's permissions may have changed, wherever. */
  readonly forgetPermissionsOf: (login: string) => void;
  readonly forgetInstallation: (installation: number) => void;
};

const minutes = 60_000;
/** Events tell of changes; this is for those that were lost. */
const lasts = 10 * minutes;

type Person = Pick<Actor, 'id' | 'login'>;

/** `account`: whose permission it is; null: GitHub does not say. */
type HeldPermission = {
  readonly value: Permission | null;
  readonly account: string | null;
  readonly problem: string | null;
  /** When that began to be read, by our clock (milliseconds since the epoch). */
  readonly readAt: number;
};

/** So often lists are read again for the sake of people who would be refused: for one of them, and for all of an installation. */
const doubts = { aPerson: minutes, most: 30, within: minutes };

export function createRoles(github: GitHub, now: () => number): Roles {
  const accounts = createAccounts(github, now);
  const teams = createTeams(github, now, lasts);
  const names = createNames(accounts, teams);
  const permissionsHeld = createTtlCache<HeldPermission>(20_000, lasts, now);

  const readPermission = (
    installation: number,
    repository: string,
    { login, id }: Person,
    since?: number,
  ): Promise<HeldPermission> => {
    const ask = async (): Promise<HeldPermission> => {
      const readAt = now();
      const username = textKey(login);
      const [owner, repo] = repository.split('/');
      const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
      const rest = await github.rest(installation);
      const answer = await read(rest, route, { owner, repo, username });
      if (answer.kind === 'found') {
        const found = collaborator.parse(answer.data);
        const account = found.user == null ? null : String(found.user.id);
        return { value: strongest(found), account, problem: null, readAt };
      }
      const forbidden = answer.kind === 'forbidden';
      const problem = forbidden
        ? `Who may write in ${repository} could not be read: ${answer.message}`
        : null;
      return { value: null, account: null, problem, readAt };
    };
    // By the id, too: a login that changed hands is another account's.
    return permissionsHeld.read(
      `${installation} ${repository} ${login} ${id ?? ''}`.toLowerCase(),
      ask,
      since,
    );
  };

  const doubted = createLruCache<number>(20_000);
  /** By installation: when its lists were read again because of such a doubt, in the last while. */
  const spent = createLruCache<readonly number[]>(10_000);

  /** A stranger's doubts cost no more than a few requests, whoever they say they are. */
  function mayRead(installation: number, { people, why }: Again): boolean {
    if (why === 'opens') return true;
    const at = now();
    const keyOf = (person: Person): string => `${installation} ${personOf(person)}`;
    const lately = (spent.get(String(installation)) ?? []).filter((each) => each > at - doubts.within);
    const isNew = (person: Person): boolean =>
      (doubted.get(keyOf(person)) ?? Number.NEGATIVE_INFINITY) <= at - doubts.aPerson;
    if (lately.length >= doubts.most || !people.some(isNew)) return false;
    spent.set(String(installation), [...lately, at]);
    for (const person of people) doubted.set(keyOf(person), at);
    return true;
  }

  /** The teams that decide about roles (`org/slug`, lower case). */
  const teamsOf = (policy: Policy, roles: readonly string[]): ReadonlySet<string> =>
    new Set(
      policy.roles
        .filter(({ name }) => roles.includes(name))
        .flatMap(({ members }) => members)
        .flatMap((each) => (each.kind === 'team' ? [`${each.org}/${each.slug}`.toLowerCase()] : [])),
    );

  return {
    async of({ installation, repository }, policy, { moments = [], people = [], seen = [], pins, again }) {
      const began = now();
      /** Milliseconds that the tracker's clock is ahead of ours. */
      const ahead = github.now() - began;
      const anew = again !== undefined && mayRead(installation, again) ? again : null;
      const since = anew === null ? undefined : anew.since - ahead;
      // What was read after everything that is asked about is newer than all of it.
      const theirs = (readAt: number): number =>
        readAt >= began ? Number.POSITIVE_INFINITY : readAt + ahead;
      const readAt = {
        roles: new Map<string, number>(),
        permissions: new Map<string, number>(),
        named: new Map<string, Set<string>>(),
      };
      const today = new Map<string, Set<string>>();
      const byReading = new Map<string, Set<string>>();
      const problems = new Set<string>();
      const hold = (key: string, role: string, where = today): void => {
        where.set(key, (where.get(key) ?? new Set()).add(role));
      };
      const acting = [...moments.map(({ by }) => by), ...seen];
      const teams =
        anew === null || since === undefined ? undefined : { teams: teamsOf(policy, anew.roles), since };
      const meant = await names.meant(installation, namesIn(policy), { acting, pins, again: teams });
      for (const role of policy.roles)
        for (const each of membersOf(role, meant)) {
          for (const problem of each.problems) problems.add(problem);
          const isList = each.readAt !== undefined;
          if (isList) {
            const before = readAt.roles.get(role.name) ?? Number.POSITIVE_INFINITY;
            readAt.roles.set(role.name, Math.min(before, theirs(each.readAt)));
          }
          for (const person of each.people) {
            const id = person.id === undefined ? [] : [personOf({ login: '', id: person.id })];
            for (const key of [...id, ...(person.login === null ? [] : [textKey(person.login)])]) {
              hold(key, role.name);
              if (!isList) readAt.named.set(key, (readAt.named.get(key) ?? new Set()).add(role.name));
            }
          }
        }
      const open = policy.roles.filter((role) => role.permission !== null);
      const asked = open.length === 0 ? [] : peopleIn(moments, people);
      await Promise.all(
        asked.map(async (person) => {
          const missing = open.filter((role) => today.get(personOf(person))?.has(role.name) !== true);
          if (missing.length === 0) return;
          const isDoubted = anew?.people.some((each) => personOf(each) === personOf(person)) === true;
          const read = await readPermission(installation, repository, person, isDoubted ? since : undefined);
          const { value, account, problem } = read;
          readAt.permissions.set(personOf(person), theirs(read.readAt));
          if (problem !== null) problems.add(problem);
          if (isAnothers(account, person)) return;
          for (const role of missing) {
            if (value !== null && role.permission !== null && reaches(value, role.permission)) {
              hold(personOf(person), role.name);
              if (value === 'read') hold(personOf(person), role.name, byReading);
            }
          }
        }),
      );
      const all = [...meant.values()];
      return {
        today,
        byReading,
        recorded: new Map(),
        mentions: new Map(
          policy.roles.map((role) => [
            role.name,
            membersOf(role, meant).flatMap(({ mention }) => mention ?? []),
          ]),
        ),
        named: new Map(
          all.flatMap(({ name, account }): [string, string | null][] =>
            account === undefined || name.includes('/') ? [] : [[name, account]],
          ),
        ),
        secret: new Set(
          all.flatMap(({ isSecret, name, mention }) =>
            isSecret === true ? [textKey(name), textKey(mention ?? name)] : [],
          ),
        ),
        moved: all.flatMap(({ moved }) => moved ?? []),
        pins: all.flatMap(({ pin }) => pin ?? []),
        problems: [...problems].sort(),
        readAt,
        inRoles: new Map(policy.roles.map((role) => [role.name, holdersOf(role, meant)])),
      };
    },
    permissionOf: async (installation, repository, person) => {
      const { value, account } = await readPermission(installation, repository, person);
      return isAnothers(account, person) ? null : value;
    },
    forgetTeams(org, slug) {
      teams.forget(org, slug);
      // Of one whose members alone changed, the name is what it was.
      if (slug === undefined) accounts.forget(() => true);
    },
    forgetPermissions(repository, login) {
      const start = `${repository} ${login ?? ''}`.toLowerCase();
      permissionsHeld.deleteWhere((key) => {
        const name = key.slice(key.indexOf(' ') + 1);
        return name.startsWith(login === undefined ? start : `${start} `);
      });
    },
    forgetPermissionsOf(login) {
      permissionsHeld.deleteWhere((key) => key.split(' ')[2] === textKey(login));
    },
    forgetInstallation(installation) {
      accounts.forget((each) => each === installation);
      teams.forgetInstallation(installation);
      permissionsHeld.deleteWhere((key) => key.startsWith(`${installation} `));
    },
  };
}

/** What the members of a role mean. */
function membersOf({ members }: Role, meant: ReadonlyMap<string, Meant>): readonly Meant[] {
  return members.flatMap((principal) => {
    const name = principal.kind === 'login' ? principal.login : `${principal.org}/${principal.slug}`;
    return meant.get(textKey(name)) ?? [];
  });
}

/**
 * The accounts of a role that are known by their ids, each once, in the same order every time; and the permission that gives
 * it.
 */
const holdersOf = (role: Role, meant: ReadonlyMap<string, Meant>): readonly string[] => [
  ...[
    ...new Set(membersOf(role, meant).flatMap(({ people }) => people.flatMap(({ id }) => id ?? []))),
  ].toSorted(),
  ...(role.permission === null ? [] : [role.permission]),
];

/** True when the login is somebody else's by now. */
const isAnothers = (account: string | null, { id }: Person): boolean =>
  account !== null && id !== undefined && account !== id;

const collaborator = z.object({
  permission: z.string(),
  role_name: z.string().optional(),
  user: z.object({ id: z.number() }).nullish(),
});

/**
 * `role_name` is the exact role, or a custom one's name; `permission` is the nearest of admin, write, read and none
 * (GitHub: "Get repository permissions for a user").
 */
function strongest({ permission, role_name }: z.output<typeof collaborator>): Permission | null {
  return permissions.findLast((each) => each === permission || each === role_name) ?? null;
}

function reaches(held: Permission, wanted: Permission): boolean {
  return permissions.indexOf(held) >= permissions.indexOf(wanted);
}

/** Persons who spoke, and those asked for, each once. */
function peopleIn(moments: readonly Moment[], people: readonly Person[]): readonly Person[] {
  const spoke = moments.filter(({ by }) => by.kind === 'person').map(({ by }) => by);
  const all = new Map([...spoke, ...people].map((person) => [personOf(person), person]));
  return [...all.values()].filter(({ login }) => /^[a-z\d][\w-]*$/i.test(login));
}
