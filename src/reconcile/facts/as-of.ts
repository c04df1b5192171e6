/** Facts as they would have been gathered at an instant, as far as what is known now tells. Roles and rules stay today's. */
import { asOf, type Observed, type PullRequest, pullAsOf } from '../../handoff/index.ts';
import type { IssueFacts, PullFacts } from './facts.ts';

/** When GitHub does not tell when the commits of a pull request were pushed, it is as it was opened. */
const withPush = (pull: PullRequest): PullRequest =>
  pull.pushedAt === null ? { ...pull, pushedAt: pull.openedAt } : pull;

/** An issue, with what GitHub tells the App alone of its pull requests' pushes. */
export const withPushes = (issue: Observed): Observed => ({
  ...issue,
  displayed: { ...issue.displayed, pullRequests: issue.displayed.pullRequests.map(withPush) },
  ...(issue.former === undefined ? {} : { former: issue.former.map(withPush) }),
});

const openedAt = ({ history }: Observed): number => history.moments[0]?.at ?? Number.POSITIVE_INFINITY;

/** @returns null: it was not there yet @param at milliseconds since the epoch */
export const issueFactsAsOf = (facts: IssueFacts, at: number): IssueFacts | null =>
  openedAt(facts.issue) > at ? null : { ...facts, issue: asOf(withPushes(facts.issue), at) };

/** @returns null: it was not there yet @param at milliseconds since the epoch */
export function pullFactsAsOf(facts: PullFacts, at: number): PullFacts | null {
  const { pullRequest, issues } = facts;
  if (pullRequest.openedAt > at) return null;
  return {
    ...facts,
    pullRequest: pullAsOf(withPush(pullRequest), at),
    issues: issues.filter((issue) => openedAt(issue) <= at).map((issue) => asOf(withPushes(issue), at)),
  };
}
