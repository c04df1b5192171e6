/** A merge queue: one group per pull request, tested on a commit of its own, merged when the required checks pass there. */
import { identify, remember, } from '../model/index.js';
import { timestamp } from '../clock.js';
import { commitOf } from '../git.js';
import { Refusal, unprocessable } from '../refusal.js';
import { baseOid, emailOf } from '../show/index.js';
import { actorOf, demand } from '../viewer.js';
import { requestSuites } from './checks.js';
import { missingCheck } from './required-checks.js';
import { completeMerge, writeMerge } from './merging.js';
import { announceItem, record } from './record.js';
function queueOf(world, pull) {
    const { repository, baseRef: branch } = pull;
    const known = repository.queues.get(branch);
    if (known !== undefined)
        return known;
    const queue = remember(world, {
        ...identify(world, 'MQ'),
        kind: 'MergeQueue',
        repository,
        branch,
        entries: [],
    });
    repository.queues.set(branch, queue);
    return queue;
}
export function entryOf(pull) {
    return pull.repository.queues.get(pull.baseRef)?.entries.find((entry) => entry.pullRequest === pull);
}
/** Puts a pull request in the queue; its own required checks must have passed. */
export function enqueue(world, viewer, pull) {
    const { repository } = pull;
    demand(viewer, repository, { role: 'write', app: { merge_queues: 'write' } }, 'EnqueuePullRequest');
    const protection = repository.protections.get(pull.baseRef);
    if (!protection?.mergeQueue)
        throw unprocessable('The base branch has no merge queue');
    if (pull.state !== 'open' || pull.draft)
        throw unprocessable('Pull request is not mergeable');
    if (entryOf(pull) !== undefined)
        throw unprocessable('Pull request is already in the queue');
    const missing = missingCheck(repository, protection.requiredChecks, pull.headOid);
    if (missing !== null)
        throw new Refusal('UNPROCESSABLE', missing.why);
    const queue = queueOf(world, pull);
    const baseOidNow = queue.entries.at(-1)?.headOid ?? baseOid(pull);
    const head = writeMerge(world, viewer, pull, baseOidNow, {});
    const entry = remember(world, {
        ...identify(world, 'MQE'),
        kind: 'MergeQueueEntry',
        queue,
        pullRequest: pull,
        enqueuer: actorOf(viewer),
        enqueuedAt: world.clock.now(),
        baseOid: baseOidNow,
        headOid: head.oid,
        headRef: `gh-readonly-queue/${pull.baseRef}/pr-${pull.number}-${baseOidNow}`,
    });
    queue.entries.push(entry);
    record(world, viewer, pull, 'added_to_merge_queue', {});
    announceItem(world, actorOf(viewer), pull, 'enqueued');
    requestSuites(world, viewer, repository, head.oid, entry.headRef, null);
    announceGroup(world, viewer, entry, 'checks_requested', null);
    return entry;
}
export function dequeue(world, viewer, pull, reason) {
    demand(viewer, pull.repository, { role: 'write', app: { merge_queues: 'write' } }, 'DequeuePullRequest');
    const entry = entryOf(pull);
    if (entry === undefined)
        throw unprocessable('Pull request is not in the queue');
    leave(world, viewer, entry, reason);
}
function leave(world, viewer, entry, reason) {
    const { entries } = entry.queue;
    entries.splice(entries.indexOf(entry), 1);
    world.nodes.delete(entry.nodeId);
    record(world, viewer, entry.pullRequest, 'removed_from_merge_queue', { reason });
    announceItem(world, actorOf(viewer), entry.pullRequest, 'dequeued', { reason });
    announceGroup(world, viewer, entry, 'destroyed', reason === 'MERGE' ? 'merged' : 'dequeued');
}
/** Merges from the front of the queue whatever has passed, and throws out what has failed. */
export function advanceQueues(world, viewerOf) {
    for (const repository of world.repositories) {
        for (const queue of repository.queues.values()) {
            for (let entry = queue.entries[0]; entry !== undefined; entry = queue.entries[0]) {
                const required = repository.protections.get(queue.branch)?.requiredChecks ?? [];
                const missing = missingCheck(repository, required, entry.headOid);
                if (missing !== null && !missing.failed)
                    break;
                const viewer = viewerOf(entry);
                leave(world, viewer, entry, missing === null ? 'MERGE' : 'CI_FAILURE');
                if (missing === null)
                    completeMerge(world, viewer, entry.pullRequest, commitOf(repository, entry.headOid), entry.baseOid);
            }
        }
    }
}
function announceGroup(world, viewer, entry, action, reason) {
    const { repository, branch } = entry.queue;
    world.announce({
        event: 'merge_group',
        action,
        sender: actorOf(viewer),
        repository,
        payload: () => {
            const commit = commitOf(repository, entry.headOid);
            const person = { name: commit.author.login, email: emailOf(commit.author) };
            return {
                ...(reason === null ? {} : { reason }),
                merge_group: {
                    head_sha: entry.headOid,
                    head_ref: `refs/heads/${entry.headRef}`,
                    base_sha: entry.baseOid,
                    base_ref: `refs/heads/${branch}`,
                    head_commit: {
                        id: commit.oid,
                        tree_id: commit.treeOid,
                        message: commit.message,
                        timestamp: timestamp(commit.at),
                        author: person,
                        committer: person,
                    },
                },
            };
        },
    });
}
