/** People, organisations, teams, Apps and repositories come, change and go. What GitHub's settings pages do. */
import { generateKeyPairSync } from 'node:crypto';
import {
  identify,
  remember,
  type Access,
  type App,
  type Bot,
  type Installation,
  type Mannequin,
  type Organization,
  type Repository,
  type RoleName,
  type Team,
  type User,
  type World,
} from '../model/index.ts';
import { applyChanges, writeCommit, type FileChanges } from '../git.ts';
import { showAccount, showInstallation, showTeam } from '../show/account.ts';
import { showRepository, showRepositoryReference } from '../show/repository.ts';
import { identifyBranch } from './branches.ts';

export function createUser(world: World, login: string, name: string | null): User {
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

export function createTeam(
  world: World,
  sender: User | null,
  organization: Organization,
  name: string,
  parent: Team | null,
): Team {
  const team: Team = {
    ...identify(world, 'T'),
    kind: 'Team',
    organization,
    name,
    slug: slugOf(name),
    parent,
    createdAt: world.clock.now(),
    members: new Map(),
    repositories: new Map(),
  };
  organization.teams.push(remember(world, team));
  if (sender !== null) announceTeam(world, sender, team, 'created');
  return team;
}

export function slugOf(name: string): string {
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
  if (role === null) team.repositories.delete(repository);
  else team.repositories.set(repository, role);
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

export type RepositoryDraft = {
  readonly name: string;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly hasIssues?: boolean;
  /** What the first commit holds. */
  readonly files?: FileChanges;
};

export function createRepository(
  world: World,
  owner: User | Organization,
  draft: RepositoryDraft,
  author: User,
): Repository {
  const at = world.clock.now();
  const repository: Repository = {
    ...identify(world, 'R'),
    kind: 'Repository',
    owner,
    name: draft.name,
    private: draft.private ?? false,
    archived: false,
    hasIssues: draft.hasIssues ?? true,
    createdAt: at,
    pushedAt: at,
    updatedAt: at,
    defaultBranch: draft.defaultBranch ?? 'main',
    collaborators: new Map(),
    labels: [],
    items: new Map(),
    nextNumber: 1,
    branches: new Map(),
    commits: new Map(),
    blobs: new Map(),
    protections: new Map(),
    suites: [],
    queues: new Map(),
  };
  const tree = applyChanges(
    world,
    repository,
    new Map(),
    draft.files ?? { 'README.md': `# ${draft.name}\n` },
  );
  const first = writeCommit(world, repository, { tree, parents: [], message: 'Initial commit', author });
  identifyBranch(world, repository, repository.defaultBranch, first.oid);
  world.repositories.push(remember(world, repository));
  announceRepository(world, author, repository, 'created', {});
  for (const installation of world.installations) {
    if (installation.account === owner && installation.repositories === 'all')
      announceReach(world, author, installation, [repository], []);
  }
  return repository;
}

export function renameRepository(world: World, sender: User, repository: Repository, name: string): void {
  const from = repository.name;
  repository.name = name;
  announceRepository(world, sender, repository, 'renamed', { changes: { repository: { name: { from } } } });
}

export function archiveRepository(
  world: World,
  sender: User,
  repository: Repository,
  archived: boolean,
): void {
  repository.archived = archived;
  announceRepository(world, sender, repository, archived ? 'archived' : 'unarchived', {});
}

function announceRepository(
  world: World,
  sender: User,
  repository: Repository,
  action: string,
  more: { changes?: { repository: { name: { from: string } } } },
): void {
  world.announce({ event: 'repository', action, sender, repository, payload: () => ({ ...more }) });
}

export function setCollaborator(
  world: World,
  sender: User,
  repository: Repository,
  user: User,
  role: RoleName | null,
): void {
  const known = repository.collaborators.has(user);
  if (role === null) repository.collaborators.delete(user);
  else repository.collaborators.set(user, role);
  world.announce({
    event: 'member',
    action: role === null ? 'removed' : known ? 'edited' : 'added',
    sender,
    repository,
    payload: () => ({
      member: showAccount(world, user),
      ...(role === null
        ? {}
        : { changes: { permission: { to: typeof role === 'string' ? role : role.base } } }),
    }),
  });
}

export type AppDraft = {
  readonly slug: string;
  readonly name?: string;
  readonly owner: User | Organization;
  readonly permissions: Readonly<Record<string, Access>>;
  readonly events: readonly string[];
  readonly webhook: { readonly url: string | null; readonly secret: string | null };
};

export function createApp(world: World, draft: AppDraft): App {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const createdAt = world.clock.now();
  const bot: Bot = {
    ...identify(world, 'BOT'),
    kind: 'Bot',
    login: `${draft.slug}[bot]`,
    createdAt,
    app: () => app,
  };
  const app: App = {
    ...identify(world, 'A'),
    kind: 'App',
    slug: draft.slug,
    name: draft.name ?? draft.slug,
    owner: draft.owner,
    createdAt,
    bot,
    hookId: identify(world, 'H').id,
    privateKey,
    publicKey,
    permissions: { metadata: 'read', ...draft.permissions },
    events: draft.events,
    webhook: { ...draft.webhook, contentType: 'json' },
  };
  remember(world, bot);
  world.apps.push(remember(world, app));
  return app;
}

export function installApp(
  world: World,
  sender: User,
  app: App,
  account: User | Organization,
  repositories: 'all' | readonly Repository[],
): Installation {
  const installation: Installation = {
    ...identify(world, 'INS'),
    kind: 'Installation',
    app,
    account,
    createdAt: world.clock.now(),
    repositories: repositories === 'all' ? 'all' : new Set(repositories),
    permissions: app.permissions,
  };
  world.installations.push(remember(world, installation));
  announceInstallation(world, sender, installation, 'created');
  return installation;
}

export function uninstallApp(world: World, sender: User, installation: Installation): void {
  announceInstallation(world, sender, installation, 'deleted');
  world.installations.splice(world.installations.indexOf(installation), 1);
  world.nodes.delete(installation.nodeId);
  for (const [token, session] of world.tokens) {
    if (session.kind === 'installation' && session.installation === installation) world.tokens.delete(token);
  }
}

export function reachOf(world: World, installation: Installation): Repository[] {
  const { repositories } = installation;
  return world.repositories.filter(
    (one) => one.owner === installation.account && (repositories === 'all' || repositories.has(one)),
  );
}

function announceInstallation(world: World, sender: User, installation: Installation, action: string): void {
  world.announce({
    event: 'installation',
    action,
    sender,
    account: installation.account,
    onlyTo: installation,
    payload: () => ({
      installation: showInstallation(world, installation),
      repositories: reachOf(world, installation).map(showRepositoryReference),
      requester: null,
    }),
  });
}

/** Lets an installation reach more repositories, or fewer. */
export function changeReach(
  world: World,
  sender: User,
  installation: Installation,
  added: readonly Repository[],
  removed: readonly Repository[],
): void {
  const reach = new Set(reachOf(world, installation));
  for (const one of added) reach.add(one);
  for (const one of removed) reach.delete(one);
  installation.repositories = reach;
  announceReach(world, sender, installation, added, removed);
}

function announceReach(
  world: World,
  sender: User,
  installation: Installation,
  added: readonly Repository[],
  removed: readonly Repository[],
): void {
  for (const [action, some] of [
    ['added', added],
    ['removed', removed],
  ] as const) {
    if (some.length === 0) continue;
    world.announce({
      event: 'installation_repositories',
      action,
      sender,
      account: installation.account,
      onlyTo: installation,
      payload: () => ({
        installation: showInstallation(world, installation),
        repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
        repositories_added: action === 'added' ? some.map(showRepositoryReference) : [],
        repositories_removed: action === 'removed' ? some.map(showRepositoryReference) : [],
        requester: null,
      }),
    });
  }
}
