/** Organisations, teams and people. */
import type { Organization, Team, User } from '../../model/index.ts';
import { notFound, notForIntegrations, Refusal } from '../../refusal.ts';
import { showAccount, showFullTeam, showProfile, showTeam } from '../../show/index.ts';
import { membersOf, teamsBelow } from '../../teams.ts';
import { demandMembers } from '../../viewer.ts';
import { ok, page, param, type Call, type Routes } from '../call.ts';
import { findUser } from './issues.ts';
import { sameText } from '../../same-text.ts';

/** An organisation whose members and teams the viewer may read: a member, or an App with `members: read`. */
function organizationOf(call: Call): Organization {
  const login = param(call, 'org');
  const found = call.world.people.find(
    (one): one is Organization => one.kind === 'Organization' && sameText(one.login, login),
  );
  if (found === undefined) throw notFound();
  const { viewer } = call;
  if (viewer.kind !== 'installation' && !(viewer.kind === 'user' && found.members.has(viewer.user)))
    throw notFound();
  demandMembers(viewer, found);
  return found;
}

function teamOf(call: Call): Team {
  const team = organizationOf(call).teams.find((one) => one.slug === param(call, 'team_slug'));
  if (team === undefined) throw notFound();
  return team;
}

function userOf(call: Call): User {
  const user = findUser(call.world, param(call, 'username'));
  if (user === undefined) throw notFound();
  return user;
}

function membership(call: Call) {
  const team = teamOf(call);
  const user = userOf(call);
  const own = team.members.get(user);
  // Members of child teams are members, by inheritance.
  const inherited = membersOf(team, 'all').includes(user);
  if (own === undefined && !inherited) throw notFound();
  return ok({
    state: own?.state ?? 'active',
    role: own?.role ?? 'member',
    url: `${call.world.baseUrl}/organizations/${team.organization.id}/team/${team.id}/memberships/${user.login}`,
  });
}

export const organizationRoutes: Routes = {
  'GET /orgs/{org}/teams': (call) =>
    page(call, organizationOf(call).teams, (team) => showTeam(call.world, team)),
  'GET /orgs/{org}/teams/{team_slug}': (call) => ok(showFullTeam(call.world, teamOf(call))),
  'GET /orgs/{org}/teams/{team_slug}/teams': (call) =>
    page(call, teamsBelow(teamOf(call)), (team) => showTeam(call.world, team)),
  'GET /orgs/{org}/teams/{team_slug}/members': (call) =>
    page(call, membersOf(teamOf(call), 'all'), (user) => showAccount(call.world, user)),
  'GET /orgs/{org}/teams/{team_slug}/memberships/{username}': membership,
  'GET /orgs/{org}/members': (call) => {
    const role = call.query.get('role') ?? 'all';
    const members = [...organizationOf(call).members].filter(
      ([user, held]) => !user.deleted && (role === 'all' || held === role),
    );
    return page(call, members, ([user]) => showAccount(call.world, user));
  },
  'GET /users/{username}': (call) => {
    const login = param(call, 'username');
    const bot = call.world.apps.find((app) => sameText(app.bot.login, login))?.bot;
    const found =
      bot ?? call.world.people.find((one) => one.kind !== 'Mannequin' && sameText(one.login, login));
    if (found === undefined || found.kind === 'Mannequin' || ('deleted' in found && found.deleted))
      throw notFound();
    return ok(showProfile(call.world, found));
  },
  'GET /user': (call) => {
    if (call.viewer.kind === 'installation') throw notForIntegrations();
    if (call.viewer.kind !== 'user') throw new Refusal('UNAUTHORIZED', 'Requires authentication');
    return ok(showProfile(call.world, call.viewer.user));
  },
};
