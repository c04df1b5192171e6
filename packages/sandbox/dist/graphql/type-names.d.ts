/** Which GraphQL type a thing is. */
import type { Entity, EventType } from '../model/index.ts';
export declare const eventTypeNames: Readonly<Record<EventType, string>>;
export declare function typeNameOf(source: Entity): string;
/** `LabeledEvent` → `LABELED_EVENT`, as `itemTypes` spells it. */
export declare function itemTypeOf(typeName: string): string;
