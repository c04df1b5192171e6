/** One gate, followed through an item's history: approvals and objections, and the status that they make. */
export { takeListEdit } from './criteria.ts';
export {
  waiversByGate,
  type DecidedInJira,
  decidedInJira,
  outcomeWhereJiraDecides,
  withoutText,
} from './decided-in-jira.ts';
export { isOnlyObserved } from './modes.ts';
export type { Questions } from './questions.ts';
export { Removals } from './removals.ts';
export { consentsOf, criteriaVerdicts, lackOf, missingOf, takeFilling } from './requirements.ts';
export { endWaivers, updateStatuses } from './statuses.ts';
export {
  isDecidedInJira,
  isInJira,
  isStatus,
  noteLeftStatus,
  nameOf,
  opensAt,
  playSign,
  policyInJira,
  policyWithoutJira,
  type StateInJira,
  stateAfter,
  stateBefore,
} from './signs.ts';
export {
  approve,
  approveByAct,
  type Approving,
  approvesAlone,
  evidenceOf,
  excludedFrom,
  type Parties,
  type PolicyTimes,
  sinceEver,
  type Stage,
  timesInJira,
} from './stage.ts';
export {
  approvingRoles,
  isBound,
  listEditOf,
  noteConsent,
  rejectApproval,
  removedOf,
  standingApprovals,
  startTrack,
  takeAgainst,
  takeAgainstCriterion,
  takeEdit,
  takesBack,
  type Track,
} from './track.ts';
export { batonGates, batonsOf, readyGates } from './turn.ts';
