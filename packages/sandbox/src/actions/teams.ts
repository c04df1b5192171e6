/** Teams come, change and go. */
import {
  identify,
  remember,
  type Organization,
  type Repository,
  type RoleName,
  type Team,
  type User,
  type World,
} from '../model/index.ts';
import { showAccount, showRepository, showTeam } from '../show/index.ts';

export function createTeam(
  world: World,
  sender: User | null,
  organization: Organization,
  name: string,
  parent: Team | null,
  secret = false,
): Team {
  const team: Team = {
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
  if (sender !== null) announceTeam(world, sender, team, 'created');
  return team;
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

export function changeTeam(
  world: World,
  sender: User,
  team: Team,
  change: { name?: string; parent?: Team | null },
): void {
  const changes = change.name === undefined ? {} : { name: { from: team.name } };
  team.name = change.name ?? team.name;
  team.slug = slugOf(team.name);
  team.parent = change.parent === undefined ? team.parent : change.parent;
  announceTeam(world, sender, team, 'edited', changes);
}

export function deleteTeam(world: World, sender: User, team: Team): void {
  team.organization.teams.splice(team.organization.teams.indexOf(team), 1);
  for (const repository of world.repositories) repository.teams.delete(team);
  world.nodes.delete(team.nodeId);
  announceTeam(world, sender, team, 'deleted');
}

export function grantTeam(
  world: World,
  sender: User,
  team: Team,
  repository: Repository,
  role: RoleName | null,
): void {
  if (role === null) repository.teams.delete(team);
  else repository.teams.set(team, role);
  announceTeam(
    world,
    sender,
    team,
    role === null ? 'removed_from_repository' : 'added_to_repository',
    null,
    repository,
  );
}

function announceTeam(
  world: World,
  sender: User,
  team: Team,
  action: string,
  changes: { name?: { from: string } } | null = null,
  repository: Repository | null = null,
): void {
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
export function addToTeam(
  world: World,
  sender: User,
  team: Team,
  user: User,
  state: 'active' | 'pending' = 'active',
): void {
  team.members.set(user, { role: 'member', state });
  if (state === 'active') announceMembership(world, sender, team, user, 'added');
}

export function removeFromTeam(world: World, sender: User, team: Team, user: User): void {
  if (team.members.delete(user)) announceMembership(world, sender, team, user, 'removed');
}

function announceMembership(
  world: World,
  sender: User,
  team: Team,
  user: User,
  action: 'added' | 'removed',
): void {
  world.announce({
    event: 'membership',
    action,
    sender,
    organization: team.organization,
    payload: () => ({ scope: 'team', member: showAccount(world, user), team: showTeam(world, team) }),
  });
}
