/** What follows when commits arrive in a repository, and on its default branch. */
import { ancestry, commitOf, commitsBetween } from '../git.js';
import { remember } from '../model/index.js';
import { actorOf } from '../viewer.js';
import { closeByWords, shut } from './issues.js';
import { record } from './record.js';
import { crossReferenceCommit, issuesClosedBy } from './references.js';
export function allPulls(world) {
    return world.repositories
        .flatMap((repository) => [...repository.items.values()])
        .filter((item) => item.kind === 'PullRequest');
}
/** A fork's commits become known in the repository that the pull request is for. */
export function copyCommits(world, from, to, oid) {
    if (from === to)
        return;
    for (const known of ancestry(from, oid)) {
        if (to.commits.has(known))
            continue;
        const commit = commitOf(from, known);
        to.commits.set(known, remember(world, { ...commit, repository: to, nodeId: `C_${to.id}_${known}` }));
        for (const blobOid of commit.tree.values()) {
            const blob = from.blobs.get(blobOid);
            if (blob !== undefined && !to.blobs.has(blobOid)) {
                to.blobs.set(blobOid, remember(world, { ...blob, repository: to, nodeId: `B_${to.id}_${blobOid}` }));
            }
        }
    }
}
/** Commits have arrived on the default branch: their messages close issues, and pull requests they contain are merged. */
export function land(world, viewer, repository, before, after) {
    const arrived = before === null ? [commitOf(repository, after)] : commitsBetween(repository, before, after);
    const reachable = ancestry(repository, after);
    for (const pull of allPulls(world)) {
        const contained = pull.repository === repository &&
            pull.state === 'open' &&
            pull.baseRef === repository.defaultBranch &&
            reachable.has(pull.headOid);
        if (contained && before !== null)
            markMerged(world, viewer, pull, commitOf(repository, after), before);
    }
    for (const commit of arrived) {
        crossReferenceCommit(world, viewer, commit);
        for (const issue of issuesClosedBy(world, repository, commit.message))
            closeByWords(world, viewer, issue, commit);
    }
}
/** Makes a pull request merged, with its events; the branch has been moved already. */
export function markMerged(world, viewer, pull, commit, before) {
    pull.merged = true;
    pull.mergedAt = world.clock.now();
    pull.mergedBy = actorOf(viewer);
    pull.mergeCommit = commit;
    pull.mergedBaseOid = before;
    record(world, viewer, pull, 'merged', { commit });
    shut(world, viewer, pull, 'completed', null);
}
