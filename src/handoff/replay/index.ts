/** An item's history played over all gates, moment by moment. */
export { foldIssue, type IssueState, openingOf, partiesAt, partiesOf } from './issue-state.ts';
export {
  inJiraAt,
  inOneGo,
  isSameIssue,
  linkedSince,
  linksAt,
  together,
  wasAloneInJira,
  wasLinked,
  wasMeant,
} from './links.ts';
export { inOrder, type PullState, replay, type Replay, type Step } from './replay.ts';
export { asksForSubIssues, countingLinks, stepsOf, stepsOfHeld } from './steps.ts';
