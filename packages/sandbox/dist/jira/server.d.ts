import { type Listening } from '../listening.ts';
import type { JiraFaultBox, SeenRequest } from './faults.ts';
import type { Site } from './model/index.ts';
import { type Token } from './tokens.ts';
export type LoggedRequest = SeenRequest & {
    /** Milliseconds since the epoch, by the sandbox's clock. */
    readonly at: number;
    /** The HTTP status; 0 where there was no answer. */
    readonly status: number;
};
export type Engine = {
    readonly site: Site;
    /** `/jira`, or empty. */
    readonly prefix: string;
    readonly tokens: readonly Token[];
    readonly faults: JiraFaultBox;
    readonly requests: LoggedRequest[];
    readonly unplayed: string[];
    readonly problems: string[];
};
export declare function createHttpServer(engine: Engine): Listening;
