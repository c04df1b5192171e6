/** Which installations hear of an announcement, and the payload that each gets. */
import type { JsonObject } from '../json.ts';
import type { Announcement, Installation, World } from '../model/index.ts';
export declare function audience(world: World, announcement: Announcement): Installation[];
/** The whole payload, frozen as things are now. */
export declare function payloadFor(world: World, announcement: Announcement, installation: Installation): JsonObject;
