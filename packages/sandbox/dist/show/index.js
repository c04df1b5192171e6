/** How things look in REST answers and in payloads of webhooks. */
export { showAccount, showApp, showFullTeam, showInstallation, showInstallationReference, showOrganization, showProfile, showTeam, } from './account.js';
export { runPage, showAnnotation, showRun, showRunInWebhook, showSuite } from './check.js';
export { emailOf, showCommit, showCommitWithFiles, showContent, showFile, showPushedCommit, } from './commit.js';
export { isIssueEvent, showEvent, showTimelineEntry } from './event.js';
export { association, commentPage, itemPage, showComment, showIssue, showReaction } from './item.js';
export { baseOid, commitsOf, filesOfPull, remarkPage, showFullPull, showPull, showRemark, showReview, } from './pull.js';
export { nameWithOwner, repositoryPage, repositoryUrl, showFullRepository, showLabel, showRepository, showRepositoryReference, } from './repository.js';
