/** What was said on an issue and its pull requests, and under what it is kept. */
import type { Moment, Observed, PullRequest } from '../../handoff/index.ts';
import type { Repository } from '../../tracker.ts';
import { sameText } from '../../same-text.ts';

export const isIn = (issue: Observed, { name }: Pick<Repository, 'name'>): boolean =>
  sameText(issue.history.item.repository, name);

/** Under what is kept what was heard about an issue: its number, or the id of one in another repository. */
export const pageOf = (issue: Observed, repository: Pick<Repository, 'name'>): string =>
  isIn(issue, repository) ? String(issue.history.item.number) : issue.history.item.id;

/** How many pull requests that are not linked any more are read for one issue. */
export const mostFormer = 20;

/** Those that link an issue, and those that did. */
export const pullsOf = ({ displayed, former = [] }: Observed): readonly PullRequest[] => [
  ...displayed.pullRequests,
  ...former,
];

/** Everything that was said on an issue and its pull requests. */
export const momentsOf = (observed: Observed): readonly Moment[] => [
  ...observed.history.moments,
  ...pullsOf(observed).flatMap((pull) => pull.moments),
];
