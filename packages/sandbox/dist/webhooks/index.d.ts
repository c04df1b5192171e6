/** Which webhooks there are, who gets them, and their way out. */
export { audience, payloadFor } from './audience.ts';
export { type Delivery, type Outbox, createOutbox } from './deliveries.ts';
export { playedWebhooks } from './played.ts';
