export * from './history.ts';
export * from './members.ts';
export * from './effect.ts';
export { decisionsIn, membersIf, opensMore, type Doubt, type Judged } from './doubt.ts';
export * from './verdict.ts';
export * from './pull-verdict.ts';
export { cardMarker, isCardBody, saidIn, type Said } from './own.ts';
export { commandsIn } from './commands.ts';
export { nearMissIn } from './near-miss.ts';
export { mostIssues } from './limits.ts';
export { fold, nothing } from './fold.ts';
export type { PullState } from './replay.ts';
export { foldIssue, type IssueState } from './issue-state.ts';
export { judge, type Circumstances } from './judge.ts';
export { judgeWithMerges } from './bypass.ts';
export { sinceEver, type PolicyTimes } from './stage.ts';
export { inOneGo, isSameIssue, linksAt, together } from './links.ts';
export { asksForSubIssues, countingLinks } from './steps.ts';
export { standingOf, standingWithoutGates } from './standing.ts';
export { judgePull } from './judge-pull.ts';
export { actsOn, pace, type Pace } from './pace.ts';
export { checkEffects, checkOnPull, planIssue, planPull, whileLocked, type Plan } from './plan.ts';
export {
  brokenPolicyReport,
  givenUpReport,
  mendingReport,
  noPolicyReport,
  tryingAgainReport,
} from './words/check.ts';
export { isBlocking, sharedReport, strictest, type AtCommit } from './words/shared.ts';
export { whyIssue } from './words/why.ts';
export { movedInProposal } from './words/moved.ts';
export { noPolicyCard } from './words/card.ts';
export { onWorkday } from './calendar.ts';
export { escalationAfter, nextPrompt, saidNow, waitingOf, type Waiting } from './reminders.ts';
export { ruleNames } from './words/rules.ts';
export { promptBody, type Prompted } from './words/reminders.ts';
export { digestIssue, rolesInDigest, type DigestPart } from './words/digest.ts';
export { differences } from './trial.ts';
export { trialSection, trialTitle, type Trial, type Tried, type TriedIssue } from './words/trial.ts';
export { onboardingIssue } from './words/onboarding.ts';
export { isDecidedInJira, isInJira, isStatus, policyInJira } from './signs.ts';
export { proseOf } from './prose.ts';
export { readText } from './texts.ts';
export { flowOf, type BreachInJira, type Flow } from './flow.ts';
export { breachInJira, crossedInJira, type CameOfIt } from './words/in-jira.ts';
export { heldBy, type Held } from './held.ts';
export { shownOnIssue } from './shown.ts';
export { mayShow, visibilityOf, type Visibility } from './visibility.ts';
