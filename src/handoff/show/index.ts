/** What is true × what the tracker shows → what is to be written. */
export { actsOn, pace, type Pace } from './pace.ts';
export { checkEffects, checkOnPull, type Plan, planIssue, planPull, whileLocked } from './plan.ts';
export { unlessUntouched } from './untouched.ts';
export { shownOnIssue, shownOnPull } from './shown.ts';
