/** Which webhooks there are, who gets them, and their way out. */
export { audience, payloadFor } from './audience.js';
export { createOutbox } from './deliveries.js';
export { playedWebhooks } from './played.js';
