/** Playing a policy over what already happened: what it would have blocked, reopened and asked for. */
export { type Blocked, type Outcome, outcomeOf } from './outcome.ts';
