/** Who is assigned. */
import type { Item, User, World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
/** Assigns; whoever is assigned already leaves no trace, whoever cannot be assigned is passed over. */
export declare function assign(world: World, viewer: Viewer, item: Item, users: readonly User[]): void;
export declare function unassign(world: World, viewer: Viewer, item: Item, users: readonly User[]): void;
/** Makes the assignees exactly these. */
export declare function setAssignees(world: World, viewer: Viewer, item: Item, users: readonly User[]): void;
