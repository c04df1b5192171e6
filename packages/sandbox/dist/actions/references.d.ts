import type { Commit, Issue, Item, PullRequest, Repository, World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export declare function findRepository(world: World, owner: string, name: string): Repository | undefined;
export declare function findItem(repository: Repository, number: number): Item | undefined;
/** The issues that a text says it closes. */
export declare function issuesClosedBy(world: World, home: Repository, text: string): Issue[];
/** The issues that merging the pull request closes: by its body's words (towards the default branch only), and by hand. */
export declare function closingIssues(world: World, pull: PullRequest): Issue[];
/** The pull requests that close an issue, or did, oldest first. */
export declare function closingPulls(world: World, issue: Issue): PullRequest[];
/** Leaves a cross-reference on everything that a text of `source` names, once. */
export declare function crossReference(world: World, viewer: Viewer, source: Item, text: string): void;
/** A commit on the default branch leaves a "referenced" event on what its message names. */
export declare function crossReferenceCommit(world: World, viewer: Viewer, commit: Commit): void;
