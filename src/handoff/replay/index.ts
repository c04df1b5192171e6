/** An item's history played over all gates, moment by moment. */
export { foldIssue, type IssueState, openingOf, partiesOf, type PlayedIssue } from './issue-state.ts';
export { hadPartIn } from './parties.ts';
export {
  jiraLinksAt,
  joinEqualTimes,
  isSameIssue,
  linkedSince,
  linksAt,
  mergeLinkedTimes,
  wasOnlyLinkInJira,
  wasLinked,
  wasOnlyLink,
} from './links.ts';
export { inOrder, type Play, replay, type Replay, type Replaying, startReplay } from './replay.ts';
export type { PullState, Step } from './step.ts';
export { asksForSubIssues, countingLinks, stepsOf, stepsInJira } from './steps.ts';
