/** What Baton does with each kind of item: issues, pull requests, repositories, labels, the digest, the first steps. */
export { lookAtDigest, wantDigest } from './digest.ts';
export { createPullsOfFailing } from './failing-issue.ts';
export { gateLabels } from './gate-labels.ts';
export { lookAtIssue } from './issue.ts';
export { lookAtOnboarding } from './onboarding.ts';
export { lookAtPull } from './pull-request.ts';
export { lookAtRequirement } from './required.ts';
export { lookAtRound } from './round.ts';
export { lookAtLabels, lookAtRepository } from './repository.ts';
export { lookAtDivision, tellGone } from './sub-issues.ts';
