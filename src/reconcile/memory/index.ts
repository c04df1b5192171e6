/** What is remembered between two evaluations of an item: the last decision, and who holds the lock. */
export {
  after,
  digestOf,
  type Known,
  openOf,
  type Recent,
  recentOf,
  recentShape,
  type RecentPull,
  saidEver,
  saidLately,
  type Stands,
  withSaid,
} from './last-decision.ts';
export { jiraWhileMine, laneOf, viewWhile, whileMine } from './lock.ts';
export { recordedOf, recordNew } from './spoken.ts';
export { type Notebook, readOnly, writing, type WritingNotebook } from './notebook.ts';
