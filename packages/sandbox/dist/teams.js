export function teamsBelow(team) {
    return team.organization.teams.filter((one) => {
        for (let above = one.parent; above !== null; above = above.parent)
            if (above === team)
                return true;
        return false;
    });
}
export function membersOf(team, reach) {
    const teams = reach === 'all' ? [team, ...teamsBelow(team)] : [team];
    const active = teams.flatMap((one) => [...one.members].filter(([, { state }]) => state === 'active').map(([user]) => user));
    return [...new Set(active)].filter((user) => !user.deleted);
}
/** The repositories that a team reaches, by itself or by a team above it, and as what. */
export function grantedTo(world, team) {
    const roles = new Map();
    for (let above = team; above !== null; above = above.parent) {
        for (const repository of world.repositories) {
            const role = repository.teams.get(above);
            if (role !== undefined && !roles.has(repository))
                roles.set(repository, role);
        }
    }
    return roles;
}
