/** Branches and what is pushed to them, with all that follows from a push. */
import { ancestry, applyChanges, commitOf, commitsBetween, writeCommit } from '../git.js';
import { identify, remember, } from '../model/index.js';
import { Refusal, unprocessable } from '../refusal.js';
import { emailOf, repositoryPage, showPushedCommit } from '../show/index.js';
import { actorOf, demand } from '../viewer.js';
import { identifyBranch } from './branches.js';
import { requestSuites } from './checks.js';
import { shut } from './issues.js';
import { announceItem, record } from './record.js';
import { land, copyCommits, allPulls } from './landing.js';
const needed = { role: 'write', app: { contents: 'write' } };
const zeros = '0'.repeat(40);
/** Pushes one commit to a branch (made from the default branch where it is new). */
export function push(world, viewer, repository, branchName, change) {
    demand(viewer, repository, needed, 'CreateCommitOnBranch');
    const branch = repository.branches.get(branchName);
    const start = change.onto ?? branch?.oid ?? repository.branches.get(repository.defaultBranch)?.oid;
    const tree = start === undefined ? new Map() : commitOf(repository, start).tree;
    const commit = writeCommit(world, repository, {
        tree: applyChanges(world, repository, tree, change.files ?? {}),
        parents: start === undefined ? [] : [start],
        message: change.message ?? 'Change',
        author: actorOf(viewer),
    });
    moveBranch(world, viewer, repository, branchName, commit.oid);
    return commit;
}
/** Moves (or makes) a branch, and tells everybody whom it concerns. */
export function moveBranch(world, viewer, repository, name, oid) {
    const known = repository.branches.get(name);
    const before = known?.oid ?? null;
    if (before === oid)
        return;
    if (known === undefined)
        identifyBranch(world, repository, name, oid);
    else
        known.oid = oid;
    repository.pushedAt = world.clock.now();
    announcePush(world, viewer, repository, name, before, oid);
    if (before === null)
        announceRef(world, viewer, repository, name, 'create');
    requestSuites(world, viewer, repository, oid, name, before);
    for (const pull of pullsFrom(world, repository, name))
        updateHead(world, viewer, pull, oid);
    if (name === repository.defaultBranch)
        land(world, viewer, repository, before, oid);
}
/** Makes a branch at a commit. */
export function createBranch(world, viewer, repository, name, oid) {
    demand(viewer, repository, needed, 'CreateRef');
    if (repository.branches.has(name))
        throw new Refusal('UNPROCESSABLE', 'Reference already exists');
    if (!repository.commits.has(oid))
        throw unprocessable('Object does not exist');
    moveBranch(world, viewer, repository, name, oid);
    const branch = repository.branches.get(name);
    if (branch === undefined)
        throw new Error(`the branch ${name} was not made`);
    return branch;
}
/** Removes a branch; open pull requests from it are closed. */
export function deleteBranch(world, viewer, repository, name) {
    demand(viewer, repository, needed, 'DeleteRef');
    const branch = repository.branches.get(name);
    if (branch === undefined)
        throw unprocessable('Reference does not exist');
    if (name === repository.defaultBranch)
        throw unprocessable('Cannot delete the default branch');
    repository.branches.delete(name);
    world.nodes.delete(branch.nodeId);
    for (const item of repository.items.values()) {
        if (item.kind !== 'Issue')
            continue;
        const at = item.linkedBranches.findIndex((one) => one.branch === name && one.repository === repository);
        if (at !== -1)
            item.linkedBranches.splice(at, 1);
    }
    announcePush(world, viewer, repository, name, branch.oid, null);
    announceRef(world, viewer, repository, name, 'delete');
    for (const pull of allPulls(world)) {
        if (pull.headRepository !== repository || pull.headRef !== name)
            continue;
        record(world, viewer, pull, 'head_ref_deleted', {});
        shut(world, viewer, pull, 'completed', null);
    }
}
/** Makes a branch from an issue ("Create a branch" in the issue's sidebar). */
export function linkBranch(world, viewer, issue, repository, name, oid) {
    demand(viewer, repository, needed, 'CreateLinkedBranch');
    createBranch(world, viewer, repository, name, oid);
    const linked = remember(world, {
        ...identify(world, 'LB'),
        kind: 'LinkedBranch',
        issue,
        repository,
        branch: name,
    });
    issue.linkedBranches.push(linked);
    return linked;
}
function pullsFrom(world, repository, branch) {
    return allPulls(world).filter((pull) => pull.headRepository === repository && pull.headRef === branch && pull.state === 'open');
}
function updateHead(world, viewer, pull, oid) {
    const before = pull.headOid;
    copyCommits(world, pull.headRepository, pull.repository, oid);
    const forced = !ancestry(pull.repository, oid).has(before);
    pull.headOid = oid;
    if (forced)
        record(world, viewer, pull, 'head_ref_force_pushed', { before, after: oid });
    for (const commit of commitsBetween(pull.repository, before, oid))
        record(world, viewer, pull, 'committed', { commit });
    announceItem(world, actorOf(viewer), pull, 'synchronize', { before, after: oid });
}
function announcePush(world, viewer, repository, branch, before, after) {
    const sender = actorOf(viewer);
    world.announce({
        event: 'push',
        action: null,
        sender,
        repository,
        payload: () => {
            const forced = before !== null && after !== null && !ancestry(repository, after).has(before);
            const commits = after === null
                ? []
                : before === null
                    ? [commitOf(repository, after)]
                    : commitsBetween(repository, before, after);
            const tip = after === null ? null : commitOf(repository, after);
            return {
                ref: `refs/heads/${branch}`,
                before: before ?? zeros,
                after: after ?? zeros,
                pusher: { name: sender.login, email: emailOf(sender) },
                created: before === null,
                deleted: after === null,
                forced,
                base_ref: null,
                compare: `${repositoryPage(world, repository)}/compare/${(before ?? zeros).slice(0, 12)}...${(after ?? zeros).slice(0, 12)}`,
                commits: commits.map((commit) => showPushedCommit(world, commit)),
                head_commit: tip === null ? null : showPushedCommit(world, tip),
            };
        },
    });
}
function announceRef(world, viewer, repository, name, event) {
    world.announce({
        event,
        action: null,
        sender: actorOf(viewer),
        repository,
        payload: () => ({
            ref: name,
            ref_type: 'branch',
            pusher_type: 'user',
            ...(event === 'create' ? { master_branch: repository.defaultBranch, description: null } : {}),
        }),
    });
}
/** Links an issue to a pull request by hand ("Development" in the sidebar), or takes the link away. */
export function connect(world, viewer, pull, issue, linked) {
    demand(viewer, pull.repository, { role: 'triage', app: { pull_requests: 'write' } }, 'ConnectPullRequest');
    const at = pull.links.indexOf(issue);
    if ((at !== -1) === linked)
        return;
    if (linked)
        pull.links.push(issue);
    else
        pull.links.splice(at, 1);
    record(world, viewer, issue, linked ? 'connected' : 'disconnected', { source: pull });
    record(world, viewer, pull, linked ? 'connected' : 'disconnected', { source: issue });
}
