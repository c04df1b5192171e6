/** What is remembered between two evaluations of an item, and the fences that stop one that lost its claim. */
export { createLookedAt, type LookedAt } from './looked-at.ts';
export {
  after,
  digestOf,
  type Known,
  openOf,
  type LastDecision,
  lastDecisionOf,
  lastDecisionShape,
  type RecentPull,
  saidEver,
  saidLately,
  type Stands,
  withSaid,
} from './last-decision.ts';
export { fencedJira, laneOf, fencedView, fencedWrites } from './fence.ts';
export { recordedOf, recordNew } from './spoken.ts';
export { type Notebook, readOnly, writing, type WritingNotebook } from './notebook.ts';
