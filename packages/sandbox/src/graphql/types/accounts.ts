/** People, bots, organisations, teams, Apps. */
import type {
  OrganizationTeamArgs,
  OrganizationTeamsArgs,
  OrganizationMembersWithRoleArgs,
  TeamMembersArgs,
  TeamChildTeamsArgs,
  TeamAncestorsArgs,
  TeamRepositoriesArgs,
} from '@octokit/graphql-schema';
import { timestamp } from '../../clock.ts';
import type { Actor, App, Bot, Mannequin, Organization, Team, User } from '../../model/index.ts';
import { showAccount } from '../../show/index.ts';
import { grantedTo, membersOf, teamsBelow } from '../../teams.ts';
import { canSee, demandMembers, rankOf } from '../../viewer.ts';
import { connection } from '../connection.ts';
import type { Fields } from '../context.ts';

const actorFields: Fields<Actor> = {
  id: (actor) => actor.nodeId,
  databaseId: (actor) => actor.id,
  login: (actor) => (actor.kind === 'Bot' ? actor.login.replace(/\[bot\]$/, '') : actor.login),
  url: (actor, _, { world }) => showAccount(world, actor)['html_url'],
  resourcePath: (actor) => `/${actor.login}`,
  avatarUrl: (actor, _, { world }) => showAccount(world, actor)['avatar_url'],
  createdAt: (actor) => timestamp(actor.createdAt),
  updatedAt: (actor) => timestamp(actor.createdAt),
};

const user: Fields<User | Bot> = {
  ...actorFields,
  // The viewer is of type User even where it is a bot, and then it says its whole login.
  login: (person) => person.login,
  name: (person) => (person.kind === 'User' ? person.name : null),
  isViewer: (person, _, { viewer }) => viewer.kind === 'user' && viewer.user === person,
  isSiteAdmin: () => false,
};

const organization: Fields<Organization> = {
  ...actorFields,
  name: (one) => one.login,
  team: (one, args: OrganizationTeamArgs, { viewer }) => {
    demandMembers(viewer, one);
    return one.teams.find((team) => team.slug === args.slug) ?? null;
  },
  teams: (one, args: OrganizationTeamsArgs, { viewer }) => {
    demandMembers(viewer, one);
    return connection(
      one.teams.filter(
        (team) =>
          (!args.rootTeamsOnly || team.parent === null) &&
          (args.privacy == null || (args.privacy === 'SECRET') === team.secret),
      ),
      args,
      'teams',
    );
  },
  membersWithRole: (one, args: OrganizationMembersWithRoleArgs, { viewer }) => {
    demandMembers(viewer, one);
    return connection([...one.members.keys()], args, 'membersWithRole');
  },
  viewerIsAMember: (one, _, { viewer }) => viewer.kind === 'user' && one.members.has(viewer.user),
};

const team: Fields<Team> = {
  id: (one) => one.nodeId,
  databaseId: (one) => one.id,
  name: (one) => one.name,
  slug: (one) => one.slug,
  combinedSlug: (one) => `${one.organization.login}/${one.slug}`,
  description: () => null,
  privacy: (one) => (one.secret ? 'SECRET' : 'VISIBLE'),
  organization: (one) => one.organization,
  parentTeam: (one) => one.parent,
  childTeams: (one, args: TeamChildTeamsArgs) =>
    connection(
      teamsBelow(one).filter((child) => args.immediateOnly === false || child.parent === one),
      args,
      'childTeams',
    ),
  ancestors: (one, args: TeamAncestorsArgs) => {
    const above: Team[] = [];
    for (let parent = one.parent; parent !== null; parent = parent.parent) above.push(parent);
    return connection(above, args, 'ancestors');
  },
  members: (one, args: TeamMembersArgs) => {
    const own = membersOf(one, 'immediate');
    const all = membersOf(one, 'all');
    const chosen =
      args.membership === 'IMMEDIATE'
        ? own
        : args.membership === 'CHILD_TEAM'
          ? all.filter((member) => !own.includes(member))
          : all;
    return connection(chosen, args, 'members');
  },
  repositories: (one, args: TeamRepositoriesArgs, { world, viewer }) => {
    const roles = grantedTo(world, one);
    const name = (args.query ?? '').toLowerCase();
    const shownTo = world.repositories.filter(
      (each) => roles.has(each) && each.name.toLowerCase().includes(name) && canSee(viewer, each),
    );
    const { edges, ...rest } = connection(shownTo, args, 'repositories');
    return {
      ...rest,
      edges: edges.map((edge) => ({
        ...edge,
        permission: rankOf(roles.get(edge.node) ?? 'none').toUpperCase(),
      })),
    };
  },
  url: (one, _, { world }) => `${world.baseUrl}/orgs/${one.organization.login}/teams/${one.slug}`,
};

const app: Fields<App> = {
  id: (one) => one.nodeId,
  databaseId: (one) => one.id,
  name: (one) => one.name,
  slug: (one) => one.slug,
  url: (one, _, { world }) => `${world.baseUrl}/apps/${one.slug}`,
};

const mannequin: Fields<Mannequin> = { ...actorFields, email: () => null };

export const accountTypes = {
  User: user,
  Bot: actorFields as Fields<Bot>,
  Mannequin: mannequin,
  Organization: organization,
  Team: team,
  App: app,
};
