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
export { consentsOf, criteriaVerdicts, lackOf, missingOf, takeFilling } from './requirements.ts';
export { endWaivers, settle } from './settle.ts';
export {
  isDecidedInJira,
  isInJira,
  isStatus,
  leave,
  nameOf,
  opensAt,
  playSign,
  policyInJira,
  policyWithoutJira,
  type Standing,
  standsAfter,
  standsBefore,
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
} from './stage.ts';
export {
  approvingRoles,
  isBound,
  listEditOf,
  rejectApproval,
  removedOf,
  standing,
  startTrack,
  takeAgainst,
  takeAgainstCriterion,
  takeEdit,
  takesBack,
  type Track,
  undoApprovals,
} from './track.ts';
export { batonGates, batonsOf, readyGates } from './turn.ts';
