/** Every text that people read of a verdict, one file for each place where it is shown. */
export { notTheirs, type Sentence, sentencesOf, tellingBody, textOfTelling } from './answers.ts';
export { cardBody, noPolicyCard } from './card.ts';
export {
  brokenPolicyReport,
  firstOfReason,
  givenUpReport,
  policyFixReport,
  noPolicyReport,
  pullHeadline,
  pullReport,
  tryingAgainReport,
} from './check.ts';
export { digestIssue, type DigestPart, rolesInDigest } from './digest.ts';
export { headline as issueHeadline, peopleWhoCanAct } from './headline.ts';
export { approvalOf, clockOf, notAskedActors, type Setting } from './holders.ts';
export {
  againInJira,
  violationInJira,
  violationKind,
  type ViolationOutcome,
  moveConflictInJira,
} from './in-jira.ts';
export { movedInProposal } from './moved.ts';
export { namesApprovers, type Note, noteText } from './notes.ts';
export { onboardingIssue, withRequired } from './onboarding.ts';
export { person as personName } from './people.ts';
export { nextPromptClause, promptBody, type Prompted } from './reminders.ts';
export { whyNotCounted } from './sentences.ts';
export { requirementSection, requirementStep, rulePage } from './required.ts';
export { roundOver, roundReport } from './round.ts';
export { type AtCommit, isBlocking, sharedReport, strictest } from './shared.ts';
export { statusName } from './statuses.ts';
export {
  gateStory,
  type GateStory,
  type IssueStory,
  type Past,
  type PullOfStory,
  storyOfIssue,
} from './story.ts';
export { triedNow } from './trial-now.ts';
export { type Trial, trialSection, trialTitle, type Tried, type TriedIssue } from './trial.ts';
export { timeIn } from './times.ts';
export { asOfSentence, whyIssue, whyPull, whyPullAlone } from './why.ts';
