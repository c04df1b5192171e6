/** Jira's webhooks: what each tells, and their way out. */
export { type JiraDelivery, type Webhook, createOutbox } from './outbox.ts';
export { payloadsOf, playedEvents } from './payload.ts';
