/** The core, pure: from what a tracker recorded to what is true, and to what is written. Time and members come in as values. */
export * from './history/index.ts';
export * from './observed.ts';
export * from './effect.ts';
export * from './requirement.ts';
export * from './verdict.ts';
export * from './pull-verdict.ts';
export {
  type BoardBaton,
  type BoardEntry,
  issueEntry,
  keptOnBoard,
  pullEntry,
  stageTitle,
} from './board/index.ts';
export { endOf, onWorkday } from './calendar.ts';
export { commandsIn, nearMissIn, readCommands } from './commands/index.ts';
export {
  type DecidedInJira,
  decidedInJira,
  isDecidedInJira,
  isInJira,
  isStatus,
  policyInJira,
  type PolicyTimes,
  sinceEver,
  timesInJira,
} from './gates/index.ts';
export {
  type ViolationInJira,
  type Circumstances,
  decisionsIn,
  differences,
  type Doubt,
  escalationAfter,
  type Flow,
  flowOf,
  judge,
  type Judged,
  judgePull,
  judgeWithMerges,
  membersIf,
  mostIssues,
  nextPrompt,
  opensMore,
  saidNow,
  standingOf,
  standingWithoutGates,
  type Waiting,
  waitingOf,
} from './judge/index.ts';
export {
  asOf,
  batonTimesOf,
  type Course,
  courseOf,
  tellingCourse,
  type Fact,
  gateTimesOf,
  pullAsOf,
} from './course/index.ts';
export { ruleNames } from './phrases/index.ts';
export {
  asksForSubIssues,
  countingLinks,
  foldIssue,
  joinEqualTimes,
  isSameIssue,
  type IssueState,
  linksAt,
  type PullState,
  mergeLinkedTimes,
} from './replay/index.ts';
export {
  actsOn,
  checkEffects,
  checkOnPull,
  type Pace,
  pace,
  type Plan,
  planIssue,
  unlessUntouched,
  planPull,
  shownOnIssue,
  shownOnPull,
  whileLocked,
} from './show/index.ts';
export { memoizedPortions, proseOf } from './text/index.ts';
export {
  asOfSentence,
  type AtCommit,
  againInJira,
  violationInJira,
  violationKind,
  brokenPolicyReport,
  type ViolationOutcome,
  moveConflictInJira,
  digestIssue,
  type DigestPart,
  givenUpReport,
  isBlocking,
  policyFixReport,
  movedInProposal,
  noPolicyCard,
  noPolicyReport,
  onboardingIssue,
  promptBody,
  type Prompted,
  requirementSection,
  requirementStep,
  rolesInDigest,
  roundOver,
  roundReport,
  rulePage,
  sharedReport,
  statusName,
  strictest,
  type Trial,
  trialSection,
  trialTitle,
  type Tried,
  type TriedIssue,
  tryingAgainReport,
  whyIssue,
  whyPull,
  withRequired,
} from './words/index.ts';
