import type { Issue, World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
/**
 * Makes an issue a part of another one.
 * @param replaceParent takes it from the parent that it has; else that is refused
 */
export declare function addSubIssue(world: World, viewer: Viewer, parent: Issue, child: Issue, replaceParent?: boolean): void;
/** Takes an issue from its parent. */
export declare function removeSubIssue(world: World, viewer: Viewer, parent: Issue, child: Issue): void;
/** Puts a sub-issue right after, or right before, another one of the same parent. */
export declare function moveSubIssue(viewer: Viewer, parent: Issue, child: Issue, place: {
    readonly after: Issue;
} | {
    readonly before: Issue;
}): void;
/** What becomes of an issue's family when it is deleted: its parent loses it, and its own sub-issues have no parent. */
export declare function leaveFamily(issue: Issue): void;
/** An issue that was moved to another repository takes the place of the one it was. */
export declare function inheritFamily(from: Issue, to: Issue): void;
