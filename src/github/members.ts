/** Who holds which role today: logins, teams with their child teams, and permissions on the repository. */
import { z } from 'zod';

import type { Moment } from '../handoff/index.ts';
import { permissions, type Permission, type Policy, type Principal } from '../policy/index.ts';
import type { Item, Membership } from '../tracker.ts';
import { createRemembered } from '../cache.ts';
import type { GitHub } from './client.ts';
import { read, readAll, type RestAnswer } from './rest.ts';

export type Roles = {
  /**
   * A bot holds a role only where its own login is named: never through a team or a permission.
   * @param people logins to ask about, beside those who speak in the moments
   * @throws {TryLater} when a team or a permission could not be read now
   */
  of(
    item: Pick<Item, 'installation' | 'repository'>,
    policy: Policy,
    moments: readonly Moment[],
    people: readonly string[],
  ): Promise<Membership>;
  /**
   * What somebody may do in a repository; null: nothing, or it may not be read.
   * @throws {TryLater}
   */
  readonly permissionOf: (
    installation: number,
    repository: string,
    login: string,
  ) => Promise<Permission | null>;
  /** To be called when a team of the organization changed; without a slug, for all its teams. */
  readonly forgetTeams: (org: string, slug?: string) => void;
  /** To be called when permissions in a repository may have changed; without a login, for everybody. */
  readonly forgetPermissions: (repository: string, login?: string) => void;
  readonly forgetInstallation: (installation: number) => void;
};

const minutes = 60_000;
/** Events tell of changes; this is for those that were lost. */
const lasts = 10 * minutes;

type Found<T> = { readonly value: T; readonly problem: string | null };

export function createRoles(github: GitHub, now: () => number): Roles {
  const teams = createRemembered<Found<readonly string[]>>(2_000, lasts, now);
  const held = createRemembered<Found<Permission | null>>(20_000, lasts, now);

  const readTeam = (installation: number, org: string, slug: string): Promise<Found<readonly string[]>> =>
    teams.read(`${installation} ${org}/${slug}`.toLowerCase(), async () => {
      const route = 'GET /orgs/{org}/teams/{team_slug}/members';
      const rest = await github.rest(installation);
      const answer = await readAll(rest, route, { org, team_slug: slug });
      if (answer.kind === 'found') return { value: z.array(member).parse(answer.data), problem: null };
      return { value: [], problem: teamProblem(`@${org}/${slug}`, org, answer) };
    });

  const readPermission = (
    installation: number,
    repository: string,
    username: string,
  ): Promise<Found<Permission | null>> =>
    held.read(`${installation} ${repository} ${username}`.toLowerCase(), async () => {
      const [owner, repo] = repository.split('/');
      const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
      const rest = await github.rest(installation);
      const answer = await read(rest, route, { owner, repo, username });
      if (answer.kind === 'found')
        return { value: strongest(collaborator.parse(answer.data)), problem: null };
      const forbidden = answer.kind === 'forbidden';
      const problem = forbidden
        ? `Who may write in ${repository} could not be read: ${answer.message}`
        : null;
      return { value: null, problem };
    });

  return {
    async of({ installation, repository }, policy, moments, people) {
      const today = new Map<string, Set<string>>();
      const problems = new Set<string>();
      const hold = (login: string, role: string): void => {
        const roles = today.get(login.toLowerCase()) ?? new Set();
        today.set(login.toLowerCase(), roles.add(role));
      };
      await Promise.all(
        policy.roles.flatMap((role) =>
          role.members.map(async (principal) => {
            if (principal.kind === 'login') return hold(principal.login, role.name);
            const team = await readTeam(installation, principal.org, principal.slug);
            if (team.problem !== null) problems.add(team.problem);
            for (const login of team.value) if (!isBot(login)) hold(login, role.name);
          }),
        ),
      );
      const open = policy.roles.filter((role) => role.permission !== null);
      const asked = open.length === 0 ? [] : peopleIn(moments, people);
      await Promise.all(
        asked.map(async (login) => {
          const missing = open.filter((role) => today.get(login)?.has(role.name) !== true);
          if (missing.length === 0) return;
          const { value, problem } = await readPermission(installation, repository, login);
          if (problem !== null) problems.add(problem);
          for (const role of missing) {
            if (value !== null && role.permission !== null && reaches(value, role.permission)) {
              hold(login, role.name);
            }
          }
        }),
      );
      return {
        today,
        recorded: new Map(),
        mentions: new Map(policy.roles.map((role) => [role.name, role.members.map(mentionOf)])),
        problems: [...problems].sort(),
      };
    },
    permissionOf: async (installation, repository, login) =>
      (await readPermission(installation, repository, login)).value,
    forgetTeams(org, slug) {
      const team = `${org}/${slug ?? ''}`.toLowerCase();
      teams.forget((key) => {
        const name = key.slice(key.indexOf(' ') + 1);
        return slug === undefined ? name.startsWith(team) : name === team;
      });
    },
    forgetPermissions(repository, login) {
      const start = `${repository} ${login ?? ''}`.toLowerCase();
      held.forget((key) => {
        const name = key.slice(key.indexOf(' ') + 1);
        return login === undefined ? name.startsWith(start) : name === start;
      });
    },
    forgetInstallation(installation) {
      teams.forget((key) => key.startsWith(`${installation} `));
      held.forget((key) => key.startsWith(`${installation} `));
    },
  };
}

const member = z.object({ login: z.string() }).transform(({ login }) => login.toLowerCase());
const collaborator = z.object({ permission: z.string(), role_name: z.string().optional() });

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

/** Persons who spoke, and those asked for; lower case, each once. */
function peopleIn(moments: readonly Moment[], people: readonly string[]): readonly string[] {
  const spoke = moments.filter(({ by }) => by.kind === 'person').map(({ by }) => by.login);
  const all = [...spoke, ...people].map((login) => login.toLowerCase());
  return [...new Set(all)].filter((login) => !isBot(login) && /^[a-z\d][\w-]*$/.test(login));
}

function isBot(login: string): boolean {
  return login.endsWith('[bot]');
}

function mentionOf(principal: Principal): string {
  return principal.kind === 'login' ? principal.login : `${principal.org}/${principal.slug}`;
}

function teamProblem(
  team: string,
  org: string,
  answer: Exclude<RestAnswer<unknown>, { kind: 'found' }>,
): string {
  if (answer.kind === 'missing') {
    return `The team ${team} was not found, or Baton may not see it: check its name, and that Baton is installed on ${org}.`;
  }
  return `The members of ${team} could not be read: Baton needs the permission "Members: read" on ${org} (${answer.message}).`;
}
