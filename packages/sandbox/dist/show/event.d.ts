import type { JsonObject } from '../json.ts';
import type { Event, TimelineEntry, World } from '../model/index.ts';
/** `GET …/issues/{n}/events`: what happened, without comments, commits, reviews and cross-references. */
export declare function isIssueEvent(entry: TimelineEntry): entry is Event;
export declare function showEvent(world: World, event: Event): JsonObject;
export declare function showTimelineEntry(world: World, entry: TimelineEntry): JsonObject;
