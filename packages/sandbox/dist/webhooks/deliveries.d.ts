import type { Clock } from '../clock.ts';
import type { FaultBox } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { App, Installation } from '../model/index.ts';
export type Delivery = {
    readonly id: number;
    /** The same for every attempt: `X-GitHub-Delivery`. */
    readonly guid: string;
    readonly app: string;
    readonly event: string;
    readonly action: string | null;
    readonly installationId: number;
    readonly repositoryId: number | null;
    readonly redelivery: boolean;
    readonly payload: JsonObject;
    readonly headers: Readonly<Record<string, string>>;
    /** Milliseconds since the epoch, by the sandbox's clock. */
    deliveredAt: number;
    /** Seconds. */
    duration: number;
    /** 0 where there was no answer; null: it is still to go out. */
    statusCode: number | null;
    /** `OK`, or why it failed, as GitHub words it. */
    status: string;
    response: {
        readonly headers: Readonly<Record<string, string>>;
        readonly body: string;
    } | null;
    readonly url: string;
};
export type Outbox = {
    readonly deliveries: Delivery[];
    /** Queues a payload for the App. */
    post(app: App, installation: Installation | null, event: string, action: string | null, repositoryId: number | null, payload: JsonObject): void;
    /** Sends a delivery once more, with its old GUID. */
    redeliver(app: App, delivery: Delivery): void;
    /** Resolves when nothing is queued or under way. */
    settled(): Promise<void>;
    /** Cuts what is under way, and drops what is queued. */
    stop(): void;
};
export declare function createOutbox(clock: Clock, faults: FaultBox): Outbox;
