/** What people and Apps can do here, whoever asks for it: each action changes the world and announces what it did. */
export {
  addMember,
  createMannequin,
  createOrganization,
  createUser,
  removeMember,
  renameUser,
} from './accounts.ts';
export {
  changeReach,
  createApp,
  installApp,
  permit,
  reachOf,
  suspendInstallation,
  uninstallApp,
} from './apps.ts';
export { assign, setAssignees, unassign } from './assignees.ts';
export {
  accessLasts,
  answersChallenge,
  authorize,
  endUserAccess,
  findCode,
  issueCode,
  issueUserAccess,
  refreshLasts,
  refreshUserAccess,
  revoke,
  revokeByUser,
  type UserTokens,
} from './authorizations.ts';
export { identifyBranch } from './branches.ts';
export {
  type CheckChange,
  type CheckOutput,
  createRun,
  findRun,
  rerequestRun,
  rerequestSuite,
  updateRun,
} from './checks.ts';
export {
  comment,
  deleteComment,
  editComment,
  minimizeComment,
  react,
  unminimizeComment,
  unreact,
} from './comments.ts';
export { deleteIssue, lockItem, pinIssue, transferIssue } from './issue-moves.ts';
export { type Closing, closeItem, editItem, openIssue, reopenItem } from './issues.ts';
export {
  type LabelDraft,
  addLabels,
  createLabel,
  deleteLabel,
  findLabel,
  labelsNamed,
  removeLabels,
  setLabels,
  updateLabel,
} from './labels.ts';
export { copyCommits } from './landing.ts';
export { type MergeOrder, merge, mergeable } from './merging.ts';
export {
  type PullDraft,
  type ReviewDraft,
  editPull,
  editReview,
  openPull,
  requestReview,
  review,
  setDraft,
} from './pulls.ts';
export { type Push, connect, createBranch, deleteBranch, linkBranch, moveBranch, push } from './pushes.ts';
export { advanceQueues, dequeue, enqueue, entryOf } from './queue.ts';
export { closingIssues, closingPulls, findItem, findRepository } from './references.ts';
export { type RemarkDraft, deleteRemark, editRemark, remark } from './remarks.ts';
export { archiveRepository, createRepository, renameRepository, setCollaborator } from './repositories.ts';
export { hasProtection, missingCheck, requiredOn, rulesetsOn, runsOn } from './required-checks.ts';
export { addSubIssue, moveSubIssue, removeSubIssue } from './sub-issues.ts';
export { addToTeam, changeTeam, createTeam, deleteTeam, grantTeam, removeFromTeam } from './teams.ts';
export { deleteRevision } from './writing.ts';
