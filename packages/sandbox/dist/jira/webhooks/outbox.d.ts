import type { Clock } from '../../clock.ts';
import type { JsonObject } from '../../json.ts';
import type { JiraFaultBox } from '../faults.ts';
import type { Flavour } from '../model/index.ts';
export type Webhook = {
    readonly name: string;
    url: string;
    secret: string | null;
    readonly events: ReadonlySet<string>;
    /** Keys of projects, as its JQL filter would say; null: all. */
    readonly projects: ReadonlySet<string> | null;
};
export type JiraDelivery = {
    readonly webhook: string;
    readonly event: string;
    /** The issue's key; null: the body names none. */
    readonly issue: string | null;
    /** The same for every attempt: `X-Atlassian-Webhook-Identifier`. */
    readonly identifier: string;
    /** Which attempt this was beyond the first: `X-Atlassian-Webhook-Retry`. */
    readonly retry: number;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload: JsonObject;
    /** Null: it is still to go out; 0: there was no answer. */
    statusCode: number | null;
    response: string | null;
};
export type Outbox = {
    readonly deliveries: JiraDelivery[];
    post(webhook: Webhook, event: string, issue: string | null, payload: JsonObject, secondary: boolean): void;
    /** Sends again what Jira would. */
    retry(): void;
    /** Resolves when nothing is under way. */
    settled(): Promise<void>;
    stop(): void;
};
export declare function createOutbox(flavour: Flavour, clock: Clock, faults: JiraFaultBox): Outbox;
