/** What a viewer gets to see over GraphQL. */
import type { Access, Actor, Entity, Item, Repository, World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
/** A deleted account is shown as null. */
export declare function shown<A extends Actor>(actor: A | null): A | null;
/** Throws where an App lacks the permission to read something of a private repository. */
export declare function demandReading(viewer: Viewer, repository: Repository, permission: string, access?: Access): void;
export declare function permissionFor(item: Item): string;
export declare function visibleItems<I extends Item>(viewer: Viewer, items: readonly I[]): I[];
/** A node by its id. Throws NOT_FOUND where there is none, or none that the viewer may know of. */
export declare function findNode(world: World, viewer: Viewer, id: string): Entity;
/** The same, of certain kinds only. */
export declare function findNodeOf<K extends Entity['kind']>(world: World, viewer: Viewer, id: string, kinds: readonly K[]): Extract<Entity, {
    kind: K;
}>;
