/** What a decision needs beside the item itself: the policy in force, members, sub-issues, issue types, what Jira decides, the time. */
export { type Deps, type Looking } from './deps.ts';
export { earliest } from './earliest.ts';
export {
  heldInJira,
  heldInJiraToTry,
  membersInJira,
  missingAgain,
  namedBy,
  namingPulls,
  nobody,
  pullsNaming,
  readInJira,
  readIssue,
  readMembersInJira,
  unknownSite,
  viewFor,
  withPulls,
} from './in-jira/index.ts';
export { asksForTypes } from './issue-types.ts';
export {
  createBases,
  createInForce,
  fileUrl,
  type FoundBase,
  type InForce,
  isSameFile,
  type Proposer,
  timesToTry,
} from './policy/index.ts';
export { presentOf } from './present.ts';
export {
  membersFor,
  noteFormer,
  pullWithRecorded,
  readMembers,
  recordAgainstOnPull,
  recordHeard,
  remembering,
} from './remember.ts';
export { withoutSecretTeams } from './secret-teams.ts';
export {
  lookAtDivision,
  lookFirst,
  noteWhetherAsked,
  standsAlike,
  standsOf,
  tellGone,
  tellWaiters,
  tellWithoutPolicy,
  withSubIssues,
  withSubIssuesToTry,
} from './sub-issues.ts';
