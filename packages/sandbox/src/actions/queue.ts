/** A merge queue: one group per pull request, tested on a commit of its own, merged when the required checks pass there. */
import {
  identify,
  remember,
  type MergeQueue,
  type MergeQueueEntry,
  type PullRequest,
  type World,
} from '../model/index.ts';
import { timestamp } from '../clock.ts';
import { commitOf } from '../git.ts';
import { Refusal, unprocessable } from '../refusal.ts';
import { baseOid, emailOf } from '../show/index.ts';
import { actorOf, demand, type Viewer } from '../viewer.ts';
import { requestSuites } from './checks.ts';
import { missingCheck, requiredOn } from './required-checks.ts';
import { completeMerge, writeMerge } from './merging.ts';
import { announceItem, record } from './record.ts';

function queueOf(world: World, pull: PullRequest): MergeQueue {
  const { repository, baseRef: branch } = pull;
  const known = repository.queues.get(branch);
  if (known !== undefined) return known;
  const queue: MergeQueue = remember(world, {
    ...identify(world, 'MQ'),
    kind: 'MergeQueue',
    repository,
    branch,
    entries: [],
  });
  repository.queues.set(branch, queue);
  return queue;
}

export function entryOf(pull: PullRequest): MergeQueueEntry | undefined {
  return pull.repository.queues.get(pull.baseRef)?.entries.find((entry) => entry.pullRequest === pull);
}

/** Puts a pull request in the queue; its own required checks must have passed. */
export function enqueue(world: World, viewer: Viewer, pull: PullRequest): MergeQueueEntry {
  const { repository } = pull;
  demand(viewer, repository, { role: 'write', app: { merge_queues: 'write' } }, 'EnqueuePullRequest');
  const protection = repository.protections.get(pull.baseRef);
  if (!protection?.mergeQueue) throw unprocessable('The base branch has no merge queue');
  if (pull.state !== 'open' || pull.draft) throw unprocessable('Pull request is not mergeable');
  if (entryOf(pull) !== undefined) throw unprocessable('Pull request is already in the queue');
  const missing = missingCheck(repository, requiredOn(world, repository, pull.baseRef), pull.headOid);
  if (missing !== null) throw new Refusal('UNPROCESSABLE', missing.why);
  const queue = queueOf(world, pull);
  const baseOidNow = queue.entries.at(-1)?.headOid ?? baseOid(pull);
  const head = writeMerge(world, viewer, pull, baseOidNow, {});
  const entry: MergeQueueEntry = remember(world, {
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

export function dequeue(world: World, viewer: Viewer, pull: PullRequest, reason: string): void {
  demand(viewer, pull.repository, { role: 'write', app: { merge_queues: 'write' } }, 'DequeuePullRequest');
  const entry = entryOf(pull);
  if (entry === undefined) throw unprocessable('Pull request is not in the queue');
  leave(world, viewer, entry, reason);
}

function leave(world: World, viewer: Viewer, entry: MergeQueueEntry, reason: string): void {
  const { entries } = entry.queue;
  entries.splice(entries.indexOf(entry), 1);
  world.nodes.delete(entry.nodeId);
  record(world, viewer, entry.pullRequest, 'removed_from_merge_queue', { reason });
  announceItem(world, actorOf(viewer), entry.pullRequest, 'dequeued', { reason });
  announceGroup(world, viewer, entry, 'destroyed', reason === 'MERGE' ? 'merged' : 'dequeued');
}

/** Merges from the front of the queue whatever has passed, and throws out what has failed. */
export function advanceQueues(world: World, viewerOf: (entry: MergeQueueEntry) => Viewer): void {
  for (const repository of world.repositories) {
    for (const queue of repository.queues.values()) {
      for (let entry = queue.entries[0]; entry !== undefined; entry = queue.entries[0]) {
        const required = requiredOn(world, repository, queue.branch);
        const missing = missingCheck(repository, required, entry.headOid);
        if (missing !== null && !missing.failed) break;
        const viewer = viewerOf(entry);
        leave(world, viewer, entry, missing === null ? 'MERGE' : 'CI_FAILURE');
        if (missing === null)
          completeMerge(world, viewer, entry.pullRequest, commitOf(repository, entry.headOid), entry.baseOid);
      }
    }
  }
}

function announceGroup(
  world: World,
  viewer: Viewer,
  entry: MergeQueueEntry,
  action: 'checks_requested' | 'destroyed',
  reason: string | null,
): void {
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
