/** Teams come, change and go. */
import { identify, remember, } from '../model/index.js';
import { showAccount, showRepository, showTeam } from '../show/index.js';
export function createTeam(world, sender, organization, name, parent, secret = false) {
    const team = {
        ...identify(world, 'T'),
        kind: 'Team',
        organization,
        name,
        slug: slugOf(name),
        parent,
        secret,
        createdAt: world.clock.now(),
        members: new Map(),
    };
    organization.teams.push(remember(world, team));
    if (sender !== null)
        announceTeam(world, sender, team, 'created');
    return team;
}
function slugOf(name) {
    return name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '');
}
export function changeTeam(world, sender, team, change) {
    const changes = change.name === undefined ? {} : { name: { from: team.name } };
    team.name = change.name ?? team.name;
    team.slug = slugOf(team.name);
    team.parent = change.parent === undefined ? team.parent : change.parent;
    announceTeam(world, sender, team, 'edited', changes);
}
export function deleteTeam(world, sender, team) {
    team.organization.teams.splice(team.organization.teams.indexOf(team), 1);
    for (const repository of world.repositories)
        repository.teams.delete(team);
    world.nodes.delete(team.nodeId);
    announceTeam(world, sender, team, 'deleted');
}
export function grantTeam(world, sender, team, repository, role) {
    if (role === null)
        repository.teams.delete(team);
    else
        repository.teams.set(team, role);
    announceTeam(world, sender, team, role === null ? 'removed_from_repository' : 'added_to_repository', null, repository);
}
function announceTeam(world, sender, team, action, changes = null, repository = null) {
    world.announce({
        event: 'team',
        action,
        sender,
        organization: team.organization,
        payload: () => ({
            team: showTeam(world, team),
            ...(changes === null ? {} : { changes }),
            ...(repository === null ? {} : { repository: showRepository(world, repository) }),
        }),
    });
}
/** A pending member has been invited and has not accepted: no event, no rights. */
export function addToTeam(world, sender, team, user, state = 'active') {
    team.members.set(user, { role: 'member', state });
    if (state === 'active')
        announceMembership(world, sender, team, user, 'added');
}
export function removeFromTeam(world, sender, team, user) {
    if (team.members.delete(user))
        announceMembership(world, sender, team, user, 'removed');
}
function announceMembership(world, sender, team, user, action) {
    world.announce({
        event: 'membership',
        action,
        sender,
        organization: team.organization,
        payload: () => ({ scope: 'team', member: showAccount(world, user), team: showTeam(world, team) }),
    });
}
