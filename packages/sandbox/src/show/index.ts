/** How things look in REST answers and in payloads of webhooks. */
export {
  showAccount,
  showApp,
  showFullTeam,
  showInstallation,
  showInstallationReference,
  showOrganization,
  showProfile,
  showTeam,
} from './account.ts';
export { runPage, showAnnotation, showRun, showRunInWebhook, showSuite } from './check.ts';
export {
  emailOf,
  showCommit,
  showCommitWithFiles,
  showContent,
  showFile,
  showPushedCommit,
} from './commit.ts';
export { isIssueEvent, showEvent, showTimelineEntry } from './event.ts';
export { association, commentPage, itemPage, showComment, showIssue, showReaction } from './item.ts';
export {
  baseOid,
  commitsOf,
  filesOfPull,
  remarkPage,
  showFullPull,
  showPull,
  showRemark,
  showReview,
} from './pull.ts';
export {
  nameWithOwner,
  repositoryPage,
  repositoryUrl,
  showFullRepository,
  showLabel,
  showRepository,
  showRepositoryReference,
  showRights,
} from './repository.ts';
