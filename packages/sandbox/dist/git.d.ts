import { type Actor, type Commit, type Repository, type Tree, type World } from './model/index.ts';
/** What a push does to files: text or bytes to write, null to remove. */
export type FileChanges = Readonly<Record<string, string | Buffer | null>>;
export type CommitDraft = {
    readonly tree: Tree;
    readonly parents: readonly string[];
    readonly message: string;
    readonly author: Actor;
};
export declare function writeCommit(world: World, repository: Repository, draft: CommitDraft): Commit;
export declare function applyChanges(world: World, repository: Repository, tree: Tree, changes: FileChanges): Tree;
export declare function commitOf(repository: Repository, oid: string): Commit;
/** A branch's name, `refs/heads/…`, `heads/…`, `HEAD`, a full or an abbreviated oid → commit. */
export declare function resolveRevision(repository: Repository, revision: string): Commit | undefined;
/** A commit and all before it, newest first as far as parents tell. */
export declare function ancestry(repository: Repository, oid: string): Set<string>;
/** Commits reachable from `head` and not from `base`, oldest first. */
export declare function commitsBetween(repository: Repository, base: string, head: string): Commit[];
/** The newest commit that both have. */
export declare function mergeBase(repository: Repository, one: string, other: string): string | null;
export type FileChange = {
    readonly path: string;
    readonly previousPath: string | null;
    readonly status: 'added' | 'removed' | 'modified' | 'renamed';
    readonly oid: string;
    readonly additions: number;
    readonly deletions: number;
};
/** What changed from one tree to another. A file that went and a like one that came are a rename. */
export declare function changedFiles(repository: Repository, before: Tree, after: Tree): FileChange[];
/** A three-way merge by file, or null where both sides changed one file in different ways. */
export declare function mergeTrees(base: Tree, ours: Tree, theirs: Tree): Tree | null;
