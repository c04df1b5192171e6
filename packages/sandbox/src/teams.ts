/** Who is in a team, and what it may do. Members of child teams are members; whoever has not accepted the invitation is not. */
import type { Repository, RoleName, Team, User, World } from './model/index.ts';

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

/** The repositories that a team reaches, by itself or by a team above it, and as what. */
export function grantedTo(world: World, team: Team): ReadonlyMap<Repository, RoleName> {
  const roles = new Map<Repository, RoleName>();
  for (let above: Team | null = team; above !== null; above = above.parent) {
    for (const repository of world.repositories) {
      const role = repository.teams.get(above);
      if (role !== undefined && !roles.has(repository)) roles.set(repository, role);
    }
  }
  return roles;
}
