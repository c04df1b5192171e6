/** A pull request as it stood right before it was merged. */
import type { Observed, PullRequest } from '../../handoff/index.ts';
import { pullFactsAsOf, type PullFacts } from '../facts/index.ts';

/**
 * Facts of a merged pull request just before its merge: what was said in that second counts, and what the merge closed is
 * still open. Null: it was not merged.
 */
export function factsBeforeMerge(facts: PullFacts): PullFacts | null {
  const { mergedAt } = facts.pullRequest;
  if (mergedAt === null) return null;
  const open = (pull: PullRequest): PullRequest =>
    pull.item.id === facts.pullRequest.item.id
      ? { ...pull, state: 'open', mergedAt: null, mergedBy: null }
      : pull;
  const issues = facts.issues.map((issue): Observed => {
    const { history, displayed } = issue;
    const moments = history.moments.filter(
      (moment) => !(moment.kind === 'closed' && moment.through !== 'person' && moment.at >= mergedAt),
    );
    const last = moments.findLast(({ kind }) => kind === 'closed' || kind === 'reopened');
    const isClosed = last?.kind === 'closed';
    return {
      ...issue,
      history: { ...history, moments },
      displayed: {
        ...displayed,
        state: isClosed ? 'closed' : 'open',
        closedReason: isClosed ? last.reason : null,
        pullRequests: displayed.pullRequests.map(open),
      },
    };
  });
  return pullFactsAsOf({ ...facts, pullRequest: open(facts.pullRequest), issues }, mergedAt);
}
