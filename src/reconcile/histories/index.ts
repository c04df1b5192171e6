/** Reading many histories of a repository, a few at a time: what a policy, or a report, looks back on. */
export { createHistories, type PastItem, placeShape } from './histories.ts';
export { type OnWait, patiently } from './patiently.ts';
