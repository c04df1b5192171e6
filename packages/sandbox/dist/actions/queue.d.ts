/** A merge queue: one group per pull request, tested on a commit of its own, merged when the required checks pass there. */
import { type MergeQueueEntry, type PullRequest, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export declare function entryOf(pull: PullRequest): MergeQueueEntry | undefined;
/** Puts a pull request in the queue; its own required checks must have passed. */
export declare function enqueue(world: World, viewer: Viewer, pull: PullRequest): MergeQueueEntry;
export declare function dequeue(world: World, viewer: Viewer, pull: PullRequest, reason: string): void;
/** Merges from the front of the queue whatever has passed, and throws out what has failed. */
export declare function advanceQueues(world: World, viewerOf: (entry: MergeQueueEntry) => Viewer): void;
