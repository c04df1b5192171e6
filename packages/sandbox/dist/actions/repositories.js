/** Repositories come and change, and who may do what there. */
import { identify, remember, } from '../model/index.js';
import { applyChanges, writeCommit } from '../git.js';
import { showAccount } from '../show/index.js';
import { identifyBranch } from './branches.js';
import { announceReach } from './apps.js';
export function createRepository(world, owner, draft, author) {
    const at = world.clock.now();
    const repository = {
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
    const tree = applyChanges(world, repository, new Map(), draft.files ?? { 'README.md': `# ${draft.name}\n` });
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
export function renameRepository(world, sender, repository, name) {
    const from = repository.name;
    repository.name = name;
    announceRepository(world, sender, repository, 'renamed', { changes: { repository: { name: { from } } } });
}
export function archiveRepository(world, sender, repository, archived) {
    repository.archived = archived;
    announceRepository(world, sender, repository, archived ? 'archived' : 'unarchived', {});
}
function announceRepository(world, sender, repository, action, more) {
    world.announce({ event: 'repository', action, sender, repository, payload: () => ({ ...more }) });
}
export function setCollaborator(world, sender, repository, user, role) {
    const known = repository.collaborators.has(user);
    if (role === null)
        repository.collaborators.delete(user);
    else
        repository.collaborators.set(user, role);
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
