import { type FileChange } from '../git.ts';
import type { JsonObject } from '../json.ts';
import type { Commit, PullRequest, Remark, Review, World } from '../model/index.ts';
/** A pull request's commits, oldest first. */
export declare function commitsOf(pull: PullRequest): Commit[];
/** The tip of the base branch; for a merged pull request, as it was before the merge. */
export declare function baseOid(pull: PullRequest): string;
/** The files that a pull request changes against the commit where it left its base. */
export declare function filesOfPull(pull: PullRequest): FileChange[];
export declare function showPull(world: World, pull: PullRequest): JsonObject;
/** What a single pull request says beyond the list: whether it can merge, and its size. */
export declare function showFullPull(world: World, pull: PullRequest, mergeable: boolean | null): JsonObject;
/** REST shouts a review's state, webhooks do not. */
export declare function showReview(world: World, review: Review, where: 'rest' | 'webhook'): JsonObject;
export declare function remarkPage(world: World, remark: Remark): string;
/** Where in the diff it stands is told by its line alone: hunks are not played. */
export declare function showRemark(world: World, remark: Remark): JsonObject;
