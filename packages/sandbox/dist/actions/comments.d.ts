/** Comments and reactions. */
import { type Comment, type Item, type Reaction, type ReactionContent, type Remark, type Review, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export declare function comment(world: World, viewer: Viewer, item: Item, body: string): Comment;
export declare function editComment(world: World, viewer: Viewer, target: Comment, body: string): void;
/** The comment is gone from the timeline; that somebody's comment was deleted stays. */
export declare function deleteComment(world: World, viewer: Viewer, target: Comment): void;
export declare function minimizeComment(_world: World, viewer: Viewer, target: Comment | Remark, reason: string): void;
export declare function unminimizeComment(_world: World, viewer: Viewer, target: Comment | Remark): void;
/** Reacts; one reaction of a kind by each. `made` is false when it was there already. */
export declare function react(world: World, viewer: Viewer, on: Item | Comment | Review | Remark, content: ReactionContent): {
    reaction: Reaction;
    made: boolean;
};
/** Takes one's own reaction back; null when there is none. */
export declare function unreact(_world: World, viewer: Viewer, on: Item | Comment | Review | Remark, content: ReactionContent): Reaction | null;
