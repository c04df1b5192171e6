/** How something that happened gets into an item's timeline, and is told to the Apps. */
import type { JsonObject } from '../json.ts';
import { type Actor, type DetailsOf, type EventType, type Item, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
export declare function record<T extends EventType>(world: World, viewer: Viewer, item: Item, type: T, details: DetailsOf<T>): void;
/** Tells of an `issues` or `pull_request` event, whichever the item is. */
export declare function announceItem(world: World, sender: Actor, item: Item, action: string, more?: JsonObject): void;
