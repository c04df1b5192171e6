import type { JsonObject } from '../json.ts';
import { type Actor, type Comment, type Item, type PullRequest, type Reaction, type Repository, type World } from '../model/index.ts';
export declare function itemPage(world: World, item: Item): string;
export declare function issueUrl(world: World, item: Item): string;
/** How an author stands to the repository. */
export declare function association(repository: Repository, author: Actor): string;
export declare function showReactions(url: string, reactions: readonly Reaction[]): JsonObject;
export declare function showReaction(world: World, reaction: Reaction): JsonObject;
export declare function showIssue(world: World, item: Item): JsonObject;
export declare function pullLinks(world: World, pull: PullRequest): JsonObject;
export declare function pullUrl(world: World, pull: PullRequest): string;
export declare function commentPage(world: World, comment: Comment): string;
export declare function showComment(world: World, comment: Comment): JsonObject;
