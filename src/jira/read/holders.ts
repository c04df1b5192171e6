/** Who holds which role in Jira: accounts, groups and project roles that the policy names. */
import { createLruCache } from '../../lru-cache.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import type { JiraHolders, Policy } from '../../policy/index.ts';
import { isAccount, type Pins } from './accounts.ts';
import type { JiraReading } from '../client/index.ts';
import type { JiraActors, JiraUser, Named } from '../shapes.ts';
import { sameText } from '../../same-text.ts';

/** Jira tells nobody of a change of its groups: it is seen this many milliseconds later. */
const lasts = 5 * 60_000;

/** What is older than so many milliseconds opens nothing any more. */
const fresh = 60_000;
/** How often an account's groups are read again within that time, because of what it did without a role. */
const mostDoubts = 6;

/** An account, and whether it is an app's. */
export type Account = Pick<JiraUser, 'id' | 'key'> & {
  readonly isApp: boolean;
  /** It did something that nobody judged yet. */
  readonly isNew?: boolean;
  /** Ids of what of it comes to what opens a gate. */
  readonly opening?: readonly string[];
};

/** Where somebody acted, and which roles are asked for. */
type Under = {
  readonly project: string;
  readonly policy: Policy;
  readonly pins: Pins;
  /**
   * The roles that open something: who acted just now is not judged by a list older than a minute, nor refused by one from
   * before they acted.
   */
  readonly deciding: ReadonlySet<string>;
};

/** What makes somebody hold a role. */
type Holding = {
  readonly holders: JiraHolders;
  /** Who is in the project roles that the policy names. */
  readonly inRoles: readonly JiraActors[];
  readonly pins: Pins;
};

export type Holders = {
  /**
   * The roles of each of these accounts. An app holds a role only where the policy names it
   * by itself.
   * @throws {TryLater} when that cannot be read now
   */
  rolesOf(
    under: Under,
    accounts: readonly Account[],
  ): Promise<{
    readonly roles: ReadonlyMap<Account, ReadonlySet<string>>;
    /** What stood in the way of knowing, in sentences for people. */
    readonly problems: readonly string[];
  }>;
};

const nameOf = ({ id, key }: Account): string => `${id} ${key ?? ''}`;

const names = (all: readonly string[], { id, name }: Named): boolean =>
  all.some((each) => sameText(each, id) || sameText(each, name));

export function createHolders(
  jira: Pick<JiraReading, 'groupsOf' | 'roles' | 'actorsIn'>,
  now: () => number,
): Holders {
  const groups = createTtlCache<readonly Named[]>(20_000, lasts, now);
  const actors = createTtlCache<JiraActors | null>(1_000, lasts, now);

  const ids = createTtlCache<readonly Named[] | null>(1_000, lasts, now);
  const firstSeen = createLruCache<number>(20_000);
  const doubts = createLruCache<readonly number[]>(20_000);

  const groupsOf = (account: Account, since: number): Promise<readonly Named[]> =>
    groups.read(nameOf(account), async () => (await jira.groupsOf(account)) ?? [], since);
  const actorsIn = (project: string, role: string, since: number): Promise<JiraActors | null> =>
    actors.read(
      `${project} ${role.toLowerCase()}`,
      async () => {
        const all = await ids.read(project, () => jira.roles(project));
        const found = all?.find(({ id, name }) => sameText(id, role) || sameText(name, role));
        return found === undefined ? null : jira.actorsIn(project, found.id);
      },
      since,
    );

  /** When the last of what it did, and what may open a gate, was seen here first; null: nothing, or too often. */
  function doubtedSince(account: Account, began: number): number | null {
    let since: number | null = null;
    for (const id of account.opening ?? []) {
      const key = `${nameOf(account)} ${id}`;
      const seen = firstSeen.get(key);
      if (seen === undefined) {
        const lately = (doubts.get(nameOf(account)) ?? []).filter((at) => at > now() - fresh);
        if (lately.length >= mostDoubts) continue;
        doubts.set(nameOf(account), [...lately, now()]);
        firstSeen.set(key, began);
      }
      since = Math.max(since ?? 0, seen ?? began);
    }
    return since;
  }

  /** @param since not by a list of groups that was read before */
  async function holds(
    account: Account,
    { holders, inRoles, pins }: Holding,
    since: number,
  ): Promise<boolean> {
    if (holders.accounts.some((each) => isAccount(pins, each, account))) return true;
    if (account.isApp) return false;
    if (inRoles.some(({ users }) => users.some((each) => sameText(each, account.id)))) return true;
    const ofRoles = inRoles.flatMap((role) => role.groups);
    if (holders.groups.length + ofRoles.length === 0) return false;
    const own = await groupsOf(account, since);
    return own.some(
      (group) =>
        names(holders.groups, group) ||
        ofRoles.some((each) => sameText(each.id, group.id) || sameText(each.name, group.name)),
    );
  }

  return {
    async rolesOf({ project, policy, pins, deciding }, accounts) {
      const roles = new Map<Account, Set<string>>();
      const problems = new Set<string>();
      const all = Object.entries(policy.jira?.roles ?? {});
      const began = now();
      /** @param since what was read before is read again, for roles that decide */
      async function read(of: readonly Account[], since: (account: Account) => number): Promise<void> {
        for (const [role, holders] of all) {
          const from = (account: Account): number =>
            deciding.has(role) ? since(account) : Number.NEGATIVE_INFINITY;
          const inRoles: JiraActors[] = [];
          for (const name of holders.projectRoles) {
            const found = await actorsIn(project, name, Math.max(...of.map(from)));
            if (found === null)
              problems.add(`Jira shows no project role ${name} in ${project}: nobody counts by it.`);
            else inRoles.push(found);
          }
          for (const account of of)
            if (await holds(account, { holders, inRoles, pins }, from(account)))
              roles.set(account, (roles.get(account) ?? new Set()).add(role));
        }
      }
      await read(accounts, ({ isNew = false }) => (isNew ? began - fresh : Number.NEGATIVE_INFINITY));
      const isRefused = (account: Account): boolean =>
        all.some(([role]) => deciding.has(role) && roles.get(account)?.has(role) !== true);
      for (const account of accounts.filter(isRefused)) {
        const since = doubtedSince(account, began);
        if (since !== null) await read([account], () => since);
      }
      return { roles, problems: [...problems] };
    },
  };
}
