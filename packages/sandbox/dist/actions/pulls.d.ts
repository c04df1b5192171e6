import { type PullRequest, type Repository, type Review, type Team, type User, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export type PullDraft = {
    readonly title: string;
    readonly body?: string;
    readonly head: string;
    readonly base?: string;
    readonly draft?: boolean;
    /** The fork that the head branch is in; left out: the repository itself. */
    readonly headRepository?: Repository;
};
export declare function openPull(world: World, viewer: Viewer, repository: Repository, draft: PullDraft): PullRequest;
export declare function editPull(world: World, viewer: Viewer, pull: PullRequest, change: {
    title?: string;
    body?: string;
    base?: string;
}): void;
export declare function setDraft(world: World, viewer: Viewer, pull: PullRequest, draft: boolean): void;
export declare function requestReview(world: World, viewer: Viewer, pull: PullRequest, reviewer: User | Team, wanted: boolean): void;
export type ReviewDraft = {
    readonly event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';
    readonly body?: string;
};
export declare function review(world: World, viewer: Viewer, pull: PullRequest, draft: ReviewDraft): Review;
/** The text of a review is edited by its author, or by whoever can write ("Update a review for a pull request"). */
export declare function editReview(world: World, viewer: Viewer, target: Review, body: string): void;
