/** Repositories come and change, and who may do what there. */
import {
  identify,
  remember,
  type Organization,
  type Repository,
  type RoleName,
  type User,
  type World,
} from '../model/index.ts';
import { applyChanges, writeCommit, type FileChanges } from '../git.ts';
import { showAccount } from '../show/index.ts';
import { identifyBranch } from './branches.ts';
import { announceReach } from './apps.ts';

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
    limited: false,
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
    teams: new Map(),
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
