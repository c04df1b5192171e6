/** What a decision needs beside the item itself: the policy in force, members, sub-issues, issue types, what Jira decides, the time. */
export { issueFactsAsOf, pullFactsAsOf, withPushes } from './as-of.ts';
export { askedUntilNow } from './asked.ts';
export { changesOf, touchedPaths } from './changes.ts';
export { type Deps, type Looking } from './deps.ts';
export { earliest } from './earliest.ts';
export type { IssueFacts, PullFacts } from './facts.ts';
export { gather, gatherEach } from './gather.ts';
export {
  gatherInJira,
  type JiraReader,
  namedBy,
  namingPulls,
  pullsListed,
  readerOf,
  readIssue,
  unknownSite,
} from './in-jira/index.ts';
export { judgeIssueFacts, type JudgedPull, judgePullFacts } from './judged.ts';
export { type JudgedUnder, toTry, whileReached } from './judged-under.ts';
export { type Place, placeOf } from './place.ts';
export {
  createBases,
  createInForce,
  fileUrl,
  gateLabelsOf,
  type FoundBase,
  type InForce,
  isSameFile,
  type Proposer,
} from './policy/index.ts';
export { presentOf } from './present.ts';
export { createIsRequired } from './required-there.ts';
export { readRequirementAgain, whetherRequired } from './required.ts';
export { isIn, momentsOf, mostFormer, pageOf, pullsOf } from './said.ts';
export { heardAs, standsAlike, standsOf } from './stands.ts';
export { withoutSecretTeams } from './secret-teams.ts';
