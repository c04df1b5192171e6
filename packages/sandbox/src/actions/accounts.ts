/** People and organisations come, and people join and leave. What GitHub's settings pages do. */
import {
  identify,
  remember,
  type Mannequin,
  type Organization,
  type User,
  type World,
} from '../model/index.ts';
import { showAccount } from '../show/index.ts';
import { sameText } from '../same-text.ts';

export function createUser(world: World, login: string, name: string | null): User {
  demandFree(world, login);
  const user: User = {
    ...identify(world, 'U'),
    kind: 'User',
    login,
    name,
    createdAt: world.clock.now(),
    deleted: false,
  };
  world.people.push(remember(world, user));
  return user;
}

/** The old login is free at once, for anybody (GitHub: "Changing your GitHub username"). No App is told. */
export function renameUser(world: World, user: User, login: string): void {
  demandFree(world, login);
  user.login = login;
}

function demandFree(world: World, login: string): void {
  const holder = world.people.find(
    (one) => sameText(one.login, login) && !(one.kind === 'User' && one.deleted),
  );
  if (holder !== undefined && holder.kind !== 'Mannequin') throw new Error(`The login ${login} is taken.`);
}

export function createMannequin(world: World, login: string): Mannequin {
  const mannequin: Mannequin = {
    ...identify(world, 'M'),
    kind: 'Mannequin',
    login,
    createdAt: world.clock.now(),
  };
  world.people.push(remember(world, mannequin));
  return mannequin;
}

export function createOrganization(
  world: World,
  login: string,
  baseRole: Organization['baseRole'],
): Organization {
  const organization: Organization = {
    ...identify(world, 'O'),
    kind: 'Organization',
    login,
    createdAt: world.clock.now(),
    members: new Map(),
    teams: [],
    baseRole,
  };
  world.people.push(remember(world, organization));
  return organization;
}

export function addMember(
  world: World,
  sender: User,
  organization: Organization,
  user: User,
  role: 'admin' | 'member',
): void {
  organization.members.set(user, role);
  announceMember(world, sender, organization, user, 'member_added', role);
}

/** Whoever leaves an organisation leaves its teams. */
export function removeMember(world: World, sender: User, organization: Organization, user: User): void {
  const role = organization.members.get(user) ?? 'member';
  organization.members.delete(user);
  for (const team of organization.teams) team.members.delete(user);
  announceMember(world, sender, organization, user, 'member_removed', role);
}

function announceMember(
  world: World,
  sender: User,
  organization: Organization,
  user: User,
  action: string,
  role: string,
): void {
  world.announce({
    event: 'organization',
    action,
    sender,
    organization,
    payload: () => ({
      membership: {
        url: `${world.baseUrl}/orgs/${organization.login}/memberships/${user.login}`,
        state: 'active',
        role,
        organization_url: `${world.baseUrl}/orgs/${organization.login}`,
        user: showAccount(world, user),
      },
    }),
  });
}
