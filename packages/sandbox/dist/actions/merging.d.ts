import type { Commit, PullRequest, World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
/** False: a conflict; null: the pull request is not open. */
export declare function mergeable(pull: PullRequest): boolean | null;
/** The commit that merging would make, on top of `onto`; it is on no branch yet. Throws where the sides conflict. */
export declare function writeMerge(world: World, viewer: Viewer, pull: PullRequest, onto: string, order: MergeOrder): Commit;
export type MergeOrder = {
    readonly method?: 'merge' | 'squash' | 'rebase';
    readonly title?: string;
    readonly message?: string;
    /** The head that the merger has seen; another one is refused. */
    readonly sha?: string;
};
/** Merges, where the branch's protection lets it. Throws 405 with the reason, 409 where the head has moved. */
export declare function merge(world: World, viewer: Viewer, pull: PullRequest, order?: MergeOrder): Commit;
/** Moves the base branch to the merge, and closes what the pull request closes. */
export declare function completeMerge(world: World, viewer: Viewer, pull: PullRequest, commit: Commit, before: string): Commit;
