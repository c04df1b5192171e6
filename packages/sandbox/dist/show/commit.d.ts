import { type FileChange } from '../git.ts';
import type { JsonObject } from '../json.ts';
import type { Actor, Blob, Commit, Repository, World } from '../model/index.ts';
export declare function emailOf(actor: Actor): string;
export declare function showCommit(world: World, commit: Commit): JsonObject;
/** A single commit also says what it changed. */
export declare function showCommitWithFiles(world: World, commit: Commit): JsonObject;
export declare function showFile(world: World, commit: Commit, file: FileChange): JsonObject;
/** A commit as the `push` and `merge_group` events tell of it. */
export declare function showPushedCommit(world: World, commit: Commit): JsonObject;
export declare function showContent(world: World, repository: Repository, path: string, blob: Blob, revision: string): JsonObject;
