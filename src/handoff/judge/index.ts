/** From what happened to what is true now: verdicts of issues and pull requests, violations, whose turn it is. */
export { bypassesBy, judgeWithMerges } from './bypass.ts';
export { type Call, type CalledMarker, callsOf, type Handoff, calledMarker } from './called.ts';
export { decisionsIn, type Doubt, type Judged, membersIf, opensMore } from './doubt.ts';
export { type ViolationInJira, type Flow, flowOf } from './flow.ts';
export { judgePull } from './judge-pull.ts';
export { gateVerdict } from './gate-verdict.ts';
export { allStepsOf, changesAt, type Circumstances, judge, playOf, turnsOf, withoutGates } from './judge.ts';
export { answerSizes, mostIssues, needsComment } from './limits.ts';
export {
  escalationAfter,
  nextPrompt,
  type NextPrompt,
  saidNow,
  type Waiting,
  waitingOf,
} from './reminders.ts';
export { standingOf, standingWithoutGates } from './standing.ts';
export { type Change, type Difference, differences, type StateUnderPolicy, type Undoing } from './trial.ts';
export { allForbidding, lastFew } from './violations.ts';
