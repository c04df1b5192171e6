/** Jira's webhooks: what each tells, and their way out. */
export { createOutbox } from './outbox.js';
export { payloadsOf, playedEvents } from './payload.js';
