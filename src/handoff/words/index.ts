/** Every text that people read of a verdict, one file for each place where it is shown. */
export { answerBody } from './answers.ts';
export { cardBody, noPolicyCard } from './card.ts';
export {
  brokenPolicyReport,
  givenUpReport,
  policyFixReport,
  noPolicyReport,
  pullReport,
  tryingAgainReport,
} from './check.ts';
export { digestIssue, type DigestPart, rolesInDigest } from './digest.ts';
export { approvalOf, clockOf, type Setting } from './holders.ts';
export { violationInJira, type ViolationOutcome, moveConflictInJira } from './in-jira.ts';
export { movedInProposal } from './moved.ts';
export { type Note, noteBody } from './notes.ts';
export { onboardingIssue } from './onboarding.ts';
export { nextPromptClause, promptBody, type Prompted } from './reminders.ts';
export { whyNotCounted } from './sentences.ts';
export { type AtCommit, isBlocking, sharedReport, strictest } from './shared.ts';
export { type Trial, trialSection, trialTitle, type Tried, type TriedIssue } from './trial.ts';
export { whyIssue, whyPull } from './why.ts';
