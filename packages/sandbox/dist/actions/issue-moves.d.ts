/** What befalls an issue seldom: locked, pinned, moved, deleted. */
import { type Issue, type Item, type Repository, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export declare function lockItem(world: World, viewer: Viewer, item: Item, locked: boolean): void;
export declare function pinIssue(world: World, viewer: Viewer, issue: Issue, pinned: boolean): void;
/** Only whoever administers the repository can delete an issue. */
export declare function deleteIssue(world: World, viewer: Viewer, issue: Issue): void;
/** Moves an issue to another repository of the same owner: a new issue there, with its comments; labels of the same name stay. */
export declare function transferIssue(world: World, viewer: Viewer, issue: Issue, to: Repository): Issue;
