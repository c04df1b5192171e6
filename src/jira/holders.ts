/** Who holds which role in Jira: accounts, groups and project roles that the policy names. */
import { createRemembered } from '../cache.ts';
import type { JiraHolders, Policy } from '../policy/index.ts';
import { isAccount, type Pins } from './accounts.ts';
import type { Jira } from './client.ts';
import type { JiraActors, JiraUser, Named } from './shapes.ts';

/** Jira tells nobody of a change of its groups: it is seen this many milliseconds later. */
const lasts = 5 * 60_000;

/** An account, and whether it is an app's. */
export type Account = Pick<JiraUser, 'id' | 'key'> & { readonly isApp: boolean };

export type Holders = {
  /**
   * The roles of each of these accounts. An app holds a role only where the policy names it
   * by itself.
   * @throws {TryLater} when that cannot be read now
   */
  rolesOf(
    project: string,
    policy: Policy,
    accounts: readonly Account[],
    pins: Pins,
  ): Promise<{
    readonly roles: ReadonlyMap<Account, ReadonlySet<string>>;
    /** What stood in the way of knowing, in sentences for people. */
    readonly problems: readonly string[];
  }>;
};

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const names = (all: readonly string[], { id, name }: Named): boolean =>
  all.some((each) => same(each, id) || same(each, name));

export function createHolders(
  jira: Pick<Jira, 'groupsOf' | 'roles' | 'actorsIn'>,
  now: () => number,
): Holders {
  const groups = createRemembered<readonly Named[]>(20_000, lasts, now);
  const actors = createRemembered<JiraActors | null>(1_000, lasts, now);

  const groupsOf = (account: Account): Promise<readonly Named[]> =>
    groups.read(`${account.id} ${account.key ?? ''}`, async () => (await jira.groupsOf(account)) ?? []);
  const actorsIn = (project: string, role: string): Promise<JiraActors | null> =>
    actors.read(`${project} ${role.toLowerCase()}`, async () => {
      const found = (await jira.roles(project))?.find(({ id, name }) => same(id, role) || same(name, role));
      return found === undefined ? null : jira.actorsIn(project, found.id);
    });

  async function holds(
    account: Account,
    holders: JiraHolders,
    inRoles: readonly JiraActors[],
    pins: Pins,
  ): Promise<boolean> {
    if (holders.accounts.some((each) => isAccount(pins, each, account))) return true;
    if (account.isApp) return false;
    if (inRoles.some(({ users }) => users.some((each) => same(each, account.id)))) return true;
    const ofRoles = inRoles.flatMap((role) => role.groups);
    if (holders.groups.length + ofRoles.length === 0) return false;
    const own = await groupsOf(account);
    return own.some(
      (group) =>
        names(holders.groups, group) ||
        ofRoles.some((each) => same(each.id, group.id) || same(each.name, group.name)),
    );
  }

  return {
    async rolesOf(project, policy, accounts, pins) {
      const roles = new Map<Account, Set<string>>();
      const problems: string[] = [];
      for (const [role, holders] of Object.entries(policy.jira?.roles ?? {})) {
        const inRoles: JiraActors[] = [];
        for (const name of holders.projectRoles) {
          const found = await actorsIn(project, name);
          if (found === null)
            problems.push(`Jira shows no project role ${name} in ${project}: nobody counts by it.`);
          else inRoles.push(found);
        }
        for (const account of accounts)
          if (await holds(account, holders, inRoles, pins))
            roles.set(account, (roles.get(account) ?? new Set()).add(role));
      }
      return { roles, problems };
    },
  };
}
