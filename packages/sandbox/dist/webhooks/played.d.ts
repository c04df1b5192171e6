/** The webhooks that are played: the actions of each event, and what an App needs to subscribe to it ("Webhook events and payloads"). */
type Played = {
    /** One of these permissions, at least for reading; an empty list: every App hears of it, unasked. */
    readonly permissions: readonly string[];
    /** Empty: the event has no actions. */
    readonly actions: readonly string[];
};
export declare const playedWebhooks: Readonly<Record<string, Played>>;
export {};
