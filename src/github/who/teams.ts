/** Who is in a team, and which team it is: a slug is free once its team is renamed or deleted. */
import { z } from 'zod';

import { createTtlCache } from '../../ttl-cache.ts';
import { type GitHub, read, readAll, type RestAnswer } from '../client/index.ts';

export type TeamMember = { readonly id: string; readonly login: string };

export type FoundTeam = {
  /** The team that has the slug; null: there is none, or GitHub does not tell. */
  readonly team: {
    readonly id: string;
    readonly node: string;
    /** Only its members can see it. GitHub: "About teams", team visibility. */
    readonly isSecret: boolean;
  } | null;
  /** Of child teams, too. */
  readonly members: readonly TeamMember[];
  /** What stood in the way, in a sentence for people; null: nothing. */
  readonly problem: string | null;
  /** Baton may not read it. */
  readonly isHidden: boolean;
  /** When that began to be read, by our clock (milliseconds since the epoch). */
  readonly readAt: number;
};

export type Teams = {
  /**
   * @param since what was read before this instant (milliseconds since the epoch) is read anew
   * @throws {TryLater} when it cannot be read now
   */
  read(installation: number, org: string, slug: string, since?: number): Promise<FoundTeam>;
  /** @param slug absent: all teams of the organization */
  readonly forget: (org: string, slug?: string) => void;
  readonly forgetInstallation: (installation: number) => void;
};

const member = z
  .object({ id: z.number(), login: z.string() })
  .transform(({ id, login }): TeamMember => ({ id: String(id), login: login.toLowerCase() }));
const itself = z
  .object({ id: z.number(), node_id: z.string(), privacy: z.string().optional() })
  .transform(({ id, node_id: node, privacy }) => ({ id: String(id), node, isSecret: privacy === 'secret' }));

/** @param lasts milliseconds after which a team is read again, although no event told of it */
export function createTeams(github: GitHub, now: () => number, lasts: number): Teams {
  const teams = createTtlCache<FoundTeam>(2_000, lasts, now);
  return {
    read: (installation, org, slug, since) => {
      const readTeam = async (): Promise<FoundTeam> => {
        const readAt = now();
        const route = 'GET /orgs/{org}/teams/{team_slug}';
        const rest = await github.rest(installation);
        const answer = await readAll(rest, `${route}/members`, { org, team_slug: slug });
        if (answer.kind !== 'found')
          return {
            team: null,
            members: [],
            problem: teamProblem(`@${org}/${slug}`, org, answer),
            isHidden: answer.kind === 'forbidden',
            readAt,
          };
        const members = z.array(member).parse(answer.data);
        // After its members: where another team took the slug in between, these are not its members.
        const found = await read(rest, route, { org, team_slug: slug });
        const team = found.kind === 'found' ? itself.parse(found.data) : null;
        return { team, members, problem: null, isHidden: false, readAt };
      };
      return teams.read(`${installation} ${org}/${slug}`.toLowerCase(), readTeam, since);
    },
    forget(org, slug) {
      const team = `${org}/${slug ?? ''}`.toLowerCase();
      teams.deleteWhere((key) => {
        const name = key.slice(key.indexOf(' ') + 1);
        return slug === undefined ? name.startsWith(team) : name === team;
      });
    },
    forgetInstallation: (installation) => teams.deleteWhere((key) => key.startsWith(`${installation} `)),
  };
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
