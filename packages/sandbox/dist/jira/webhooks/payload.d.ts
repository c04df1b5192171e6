/**
 * The bodies of webhooks ("Webhooks" for Jira Cloud, "Managing webhooks" for Jira Data Center). They speak version 2 of
 * the API on both flavours, with times in the time zone of whoever acted.
 */
import type { JsonObject } from '../../json.ts';
import type { Happening, Site } from '../model/index.ts';
export type Payload = {
    readonly event: string;
    readonly body: JsonObject;
};
/** The events that are played. */
export declare const playedEvents: readonly string[];
/** What a happening is told as: Data Center tells of a comment twice. */
export declare function payloadsOf(site: Site, happening: Happening): Payload[];
