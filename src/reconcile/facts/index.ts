/** What a decision needs beside the item itself: the policy in force, members, sub-issues, issue types, the time. */
export { createBases, type FoundBase, type Proposer } from './bases.ts';
export { type Deps, type Looking } from './deps.ts';
export { earliest } from './earliest.ts';
export { createInForce, fileUrl, type InForce, isSameFile } from './in-force.ts';
export { asksForTypes } from './issue-types.ts';
export { timesToTry } from './policy-times.ts';
export { presentOf } from './present.ts';
export {
  membersFor,
  noteFormer,
  pullWithRecorded,
  readMembers,
  recordAgainstOnPull,
  recordedOf,
  recordHeard,
  recordNew,
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
