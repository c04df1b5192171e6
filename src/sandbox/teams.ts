/** Who is in a team. Members of child teams are members; whoever has not accepted the invitation is not. */
import type { Team, User } from './model/index.ts';

export function teamsBelow(team: Team): Team[] {
  return team.organization.teams.filter((one) => {
    for (let above = one.parent; above !== null; above = above.parent) if (above === team) return true;
    return false;
  });
}

export function membersOf(team: Team, reach: 'immediate' | 'all'): User[] {
  const teams = reach === 'all' ? [team, ...teamsBelow(team)] : [team];
  const active = teams.flatMap((one) =>
    [...one.members].filter(([, { state }]) => state === 'active').map(([user]) => user),
  );
  return [...new Set(active)].filter((user) => !user.deleted);
}
