import { type Commit, type PullRequest, type Repository, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export declare function allPulls(world: World): PullRequest[];
/** A fork's commits become known in the repository that the pull request is for. */
export declare function copyCommits(world: World, from: Repository, to: Repository, oid: string): void;
/** Commits have arrived on the default branch: their messages close issues, and pull requests they contain are merged. */
export declare function land(world: World, viewer: Viewer, repository: Repository, before: string | null, after: string): void;
/** Makes a pull request merged, with its events; the branch has been moved already. */
export declare function markMerged(world: World, viewer: Viewer, pull: PullRequest, commit: Commit, before: string): void;
