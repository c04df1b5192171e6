/** Branches and what is pushed to them, with all that follows from a push. */
import { type FileChanges } from '../git.ts';
import { type Branch, type Commit, type LinkedBranch, type Issue, type PullRequest, type Repository, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export type Push = {
    readonly message?: string;
    readonly files?: FileChanges;
    /** Starts over from this commit instead of the branch's tip: a force push. */
    readonly onto?: string;
};
/** Pushes one commit to a branch (made from the default branch where it is new). */
export declare function push(world: World, viewer: Viewer, repository: Repository, branchName: string, change: Push): Commit;
/** Moves (or makes) a branch, and tells everybody whom it concerns. */
export declare function moveBranch(world: World, viewer: Viewer, repository: Repository, name: string, oid: string): void;
/** Makes a branch at a commit. */
export declare function createBranch(world: World, viewer: Viewer, repository: Repository, name: string, oid: string): Branch;
/** Removes a branch; open pull requests from it are closed. */
export declare function deleteBranch(world: World, viewer: Viewer, repository: Repository, name: string): void;
/** Makes a branch from an issue ("Create a branch" in the issue's sidebar). */
export declare function linkBranch(world: World, viewer: Viewer, issue: Issue, repository: Repository, name: string, oid: string): LinkedBranch;
/** Links an issue to a pull request by hand ("Development" in the sidebar), or takes the link away. */
export declare function connect(world: World, viewer: Viewer, pull: PullRequest, issue: Issue, linked: boolean): void;
