export {
  createInbox,
  type Inbox,
  type InboxMetrics,
  type InboxOptions,
  type Look,
  type Turn,
} from './inbox.ts';
export { createMemoryWorkSet } from './memory.ts';
export type { Clock } from './clock.ts';
export type { Claim, DeadLetter, Want, WorkSet, WorkSetMetrics } from './work-set.ts';
