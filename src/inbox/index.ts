export type { Consequences } from './consequences.ts';
export { createDeliveries, type Deliveries } from './deliveries.ts';
export { systemClock, type Clock } from './clock.ts';
export {
  createInbox,
  type Inbox,
  type InboxMetrics,
  type InboxOptions,
  type Look,
  type Turn,
} from './inbox.ts';
export { createKeptWorkSet, freeAll } from './kept.ts';
export type { Claim, DeadLetter, Want, WorkSet, WorkSetMetrics, WorkSetOptions } from './work-set.ts';
export { createWantedAlready } from './wanted-already.ts';
export { type Retry, retriesOf } from './retries.ts';
export { createPress } from './press.ts';
export type { Backoff } from './backoff.ts';
