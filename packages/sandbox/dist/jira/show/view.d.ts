/** To whom something is shown, and where from. */
import type { JsonObject } from '../../json.ts';
import type { Site } from '../model/index.ts';
export type View = {
    readonly site: Site;
    /** Version 3 shows long texts as ADF, version 2 as wiki text. */
    readonly api: '2' | '3';
    /** What `self` links begin with: the site, or the gateway. */
    readonly base: string;
    /** Times are told in it. */
    readonly timeZone: string;
};
export declare const self: (view: View, path: string) => string;
/** As Jira writes a time: `2019-02-15T19:11:18.321-0800`, in somebody's time zone. */
export declare function stamp(at: number, timeZone: string): string;
/** Minutes that a time zone is ahead of UTC, at a time. */
export declare function offsetOf(at: number, timeZone: string): number;
/** Pictures in the four sizes that Jira names. */
export declare function avatars(address: (size: string) => string): JsonObject;
