/** Whoever asks, and what they may do. */
import type {
  Access,
  Actor,
  App,
  Installation,
  Item,
  Organization,
  Repository,
  RoleName,
  User,
  World,
} from './model/index.ts';
import { notForIntegrations, notFound, Refusal } from './refusal.ts';

export type InstallationViewer = {
  readonly kind: 'installation';
  readonly installation: Installation;
  readonly permissions: Installation['permissions'];
  readonly repositories: 'all' | ReadonlySet<Repository>;
};

/** The App that acts in a person's name, and where it may. */
export type Through = { readonly app: App; readonly installations: readonly InstallationViewer[] };

export type UserViewer = {
  readonly kind: 'user';
  readonly user: User;
  /** Null: the person themselves. */
  readonly through: Through | null;
};

export type Viewer =
  | { readonly kind: 'anonymous' }
  | UserViewer
  | { readonly kind: 'app'; readonly app: App }
  /** An App that showed its client id and secret. */
  | { readonly kind: 'client'; readonly app: App }
  | InstallationViewer;

/** In whose name a viewer acts. An App's JWT, and nobody, act in no name. */
export function actorOf(viewer: Viewer): User | App['bot'] {
  if (viewer.kind === 'user') return viewer.user;
  if (viewer.kind === 'installation') return viewer.installation.app.bot;
  throw new Refusal('UNAUTHORIZED', 'Requires authentication');
}

/** The App through which a viewer acts, if any. */
export function appOf(viewer: Viewer): App | null {
  if (viewer.kind === 'user') return viewer.through?.app ?? null;
  return viewer.kind === 'installation' ? viewer.installation.app : null;
}

/** How a request log names a viewer. */
export function nameOf(viewer: Viewer): string {
  switch (viewer.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'user':
      return viewer.user.login;
    case 'app':
    case 'client':
      return viewer.app.slug;
    case 'installation':
      return viewer.installation.app.bot.login;
    default:
      return viewer satisfies never;
  }
}

const ranks = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Rank = (typeof ranks)[number];

/** The standard role that a role stands on. */
export function rankOf(role: RoleName | 'none'): Rank {
  return typeof role === 'string' ? role : role.base;
}

export function atLeast(role: RoleName | 'none', rank: Rank): boolean {
  return ranks.indexOf(rankOf(role)) >= ranks.indexOf(rank);
}

/** The strongest role of a person in a repository: everybody reads a public one. */
export function roleIn(repository: Repository, user: User): RoleName | 'none' {
  const own = explicitRoleIn(repository, user);
  return own === 'none' && !repository.private && !user.deleted ? 'read' : own;
}

/** The strongest role that a person was given: own it, collaborate, by teams (and their parents), by the organisation. */
export function explicitRoleIn(repository: Repository, user: User): RoleName | 'none' {
  const roles: (RoleName | 'none')[] = ['none'];
  const { owner } = repository;
  if (owner === user) roles.push('admin');
  const direct = repository.collaborators.get(user);
  if (direct !== undefined) roles.push(direct);
  if (owner.kind === 'Organization') {
    const member = owner.members.get(user);
    if (member === 'admin') roles.push('admin');
    if (member === 'member') roles.push(owner.baseRole);
    for (const team of owner.teams) {
      if (team.members.get(user)?.state !== 'active') continue;
      for (let above: typeof team | null = team; above !== null; above = above.parent) {
        const granted = repository.teams.get(above);
        if (granted !== undefined) roles.push(granted);
      }
    }
  }
  if (user.deleted) return 'none';
  return roles.reduce((best, role) => (stronger(role, best) ? role : best));
}

/** A custom role wins over the standard one that it stands on. */
function stronger(role: RoleName | 'none', than: RoleName | 'none'): boolean {
  const difference = ranks.indexOf(rankOf(role)) - ranks.indexOf(rankOf(than));
  return difference > 0 || (difference === 0 && typeof role !== 'string' && typeof than === 'string');
}

export function covers(
  viewer: Pick<InstallationViewer, 'installation' | 'repositories'>,
  repository: Repository,
): boolean {
  const reached = (set: 'all' | ReadonlySet<Repository>) => set === 'all' || set.has(repository);
  return (
    viewer.installation.account === repository.owner &&
    reached(viewer.installation.repositories) &&
    reached(viewer.repositories)
  );
}

/** By which installation an App acts there in a person's name. */
export function installationFor(
  { installations }: Through,
  repository: Repository,
): InstallationViewer | undefined {
  return installations.find((one) => covers(one, repository));
}

export function canSee(viewer: Viewer, repository: Repository): boolean {
  if (!repository.private) return true;
  if (viewer.kind === 'user')
    return (
      atLeast(roleIn(repository, viewer.user), 'read') &&
      (viewer.through === null || installationFor(viewer.through, repository) !== undefined)
    );
  return viewer.kind === 'installation' && covers(viewer, repository);
}

/** Throws 404 where a viewer must not even know of the repository. */
export function seeing(viewer: Viewer, repository: Repository | undefined, overGraphql?: string): Repository {
  if (repository === undefined || !canSee(viewer, repository)) throw notFound(overGraphql);
  return repository;
}

/** What an action takes: a role for a person, one of some permissions for an App. */
export type Need = {
  readonly role: Rank;
  readonly app: Readonly<Record<string, Access>>;
};

/** What writing about an item takes of an App: for a pull request, either permission will do. */
export function itemPermission(item: Item, access: Access): Need['app'] {
  return item.kind === 'Issue' ? { issues: access } : { pull_requests: access, issues: access };
}

/** True when the viewer holds what is needed. */
export function may(viewer: Viewer, repository: Repository, need: Need): boolean {
  if (viewer.kind === 'user')
    return atLeast(roleIn(repository, viewer.user), need.role) && appMay(viewer.through, repository, need);
  if (viewer.kind !== 'installation') return need.role === 'read' && !repository.private;
  if (!covers(viewer, repository)) return false;
  return Object.entries(need.app).some(([name, access]) => allows(viewer.permissions[name], access));
}

/**
 * "A user access token only has permissions that both the user and the app have", and reads what is public besides
 * ("Choosing permissions for a GitHub App").
 */
function appMay(through: Through | null, repository: Repository, need: Need): boolean {
  if (through === null || (need.role === 'read' && !repository.private && readsOnly(need))) return true;
  const installation = installationFor(through, repository);
  return installation !== undefined && may(installation, repository, need);
}

const readsOnly = ({ app }: Need): boolean => Object.values(app).every((access) => access === 'read');

/** Throws where an App, also one in a person's name, may not read an organization's members and teams. */
export function demandMembers(viewer: Viewer, organization: Organization): void {
  const installation =
    viewer.kind === 'user'
      ? viewer.through?.installations.find((one) => one.installation.account === organization)
      : viewer;
  if (viewer.kind === 'user' && viewer.through === null) return;
  if (installation === undefined) throw notForIntegrations();
  if (installation.kind !== 'installation') return;
  if (
    installation.installation.account !== organization ||
    !allows(installation.permissions['members'], 'read')
  )
    throw notForIntegrations();
}

export function allows(held: Access | undefined, wanted: Access): boolean {
  const order: readonly (Access | undefined)[] = [undefined, 'read', 'write', 'admin'];
  return order.indexOf(held) >= order.indexOf(wanted);
}

/** Throws GitHub's refusal when the viewer does not hold what is needed. `doing` is the GraphQL mutation's name. */
export function demand(viewer: Viewer, repository: Repository, need: Need, doing: string): void {
  seeing(viewer, repository);
  if (viewer.kind === 'anonymous') {
    if (need.role === 'read' && !repository.private) return;
    throw new Refusal('UNAUTHORIZED', 'Requires authentication');
  }
  if (!may(viewer, repository, need)) {
    if (viewer.kind !== 'user') throw notForIntegrations();
    if (atLeast(roleIn(repository, viewer.user), need.role)) throw notForIntegrations();
    throw new Refusal('FORBIDDEN', 'Must have admin rights to Repository.', {
      overGraphql: `${viewer.user.login} does not have the correct permissions to execute \`${doing}\``,
    });
  }
  if (repository.archived && !readsOnly(need)) {
    const message = 'Repository was archived so is read-only';
    throw new Refusal('FORBIDDEN', `${message}.`, { graphqlType: 'UNPROCESSABLE', overGraphql: message });
  }
}

/**
 * Throws GitHub's refusal where interactions are limited ("Limiting interactions in your repository"): whoever has write
 * access may still write. Whether an App may is not documented; here it may not.
 */
export function demandInteraction(viewer: Viewer, repository: Repository): void {
  if (!repository.limited) return;
  if (viewer.kind === 'user' && atLeast(roleIn(repository, viewer.user), 'write')) return;
  const why = 'Interactions on this repository have been restricted to collaborators only.';
  throw new Refusal('UNPROCESSABLE', 'Validation Failed', {
    errors: [{ resource: 'Issue', code: 'custom', message: `could not be created. ${why}` }],
    overGraphql: `could not be created. ${why}`,
  });
}

export function isAuthor(viewer: Viewer, author: Actor): boolean {
  return (viewer.kind === 'user' || viewer.kind === 'installation') && actorOf(viewer) === author;
}

/** An organisation's or a person's installation of an App, if there is one that covers the repository. */
export function installationOn(world: World, app: App, repository: Repository): Installation | undefined {
  return world.installations.find(
    (one) => one.app === app && covers({ installation: one, repositories: 'all' }, repository),
  );
}
