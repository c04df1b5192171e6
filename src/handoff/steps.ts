/** What is played of an issue: its text's revisions, what was said, and what happened to its pull requests and parts. */
import type { Policy } from '../policy/index.ts';
import type { Held } from './held.ts';
import type { PullRequest } from './history.ts';
import type { IssueState } from './issue-state.ts';
import type { Step } from './replay.ts';
import { isNamed } from './scope.ts';
import { isInJira } from './signs.ts';
import { unfinishedSteps } from './sub-issues.ts';

/** The issues of a pull request that count under a policy: its own repository's, and those listed. */
export function countingLinks(policy: Policy, { item, closes }: PullRequest): PullRequest['closes'] {
  return closes.filter(
    (link) =>
      link.repository.toLowerCase() === item.repository.toLowerCase() ||
      isNamed(policy.pullRequests.linkedRepositories, link.repository),
  );
}

/** Everything that happened to an issue and its pull requests, to be played. */
export function stepsOf(policy: Policy, issue: IssueState): readonly Step[] {
  const steps: Step[] = issue.state.revisions.map((revision, index) => ({
    kind: 'revision',
    at: revision.at,
    index,
  }));
  for (const word of issue.state.words) steps.push({ kind: 'word', at: word.at, word, on: null });
  for (const pull of issue.pulls) {
    const { pullRequest } = pull;
    const links = countingLinks(policy, pullRequest);
    // Those of an issue of Jira name it, whatever they close here.
    if (!isInJira(issue.item) && !links.some((link) => link.id === issue.item.id)) continue;
    if (links.length === 1) {
      for (const word of pull.state.words)
        if (word.kind === 'spoken') steps.push({ kind: 'word', at: word.at, word, on: pullRequest });
    }
    if (pullRequest.state === 'merged')
      steps.push({ kind: 'merged', at: pullRequest.mergedAt ?? pullRequest.openedAt, pullRequest });
    if (pullRequest.state !== 'closed')
      steps.push({
        kind: 'pushed',
        at: pullRequest.pushedAt ?? Math.max(pullRequest.openedAt, issue.state.lastMoment),
        pullRequest,
      });
  }
  const { subIssues } = issue.displayed;
  if (subIssues !== null && asksForSubIssues(policy))
    steps.push(...unfinishedSteps(issue.item.repository, subIssues));
  return steps;
}

/** True when some gate waits for the parts of its issue. */
export function asksForSubIssues({ gates }: Policy): boolean {
  return gates.some(({ requires }) => requires.subIssues);
}

/** When gates that are decided elsewhere opened and closed there. */
export function stepsOfHeld({ gates }: Held): readonly Step[] {
  return [...gates].flatMap(([gate, { openTimes }]) =>
    openTimes.flatMap(({ from, to }): Step[] => [
      { kind: 'held', at: from, gate, open: true },
      ...(to === null ? [] : [{ kind: 'held' as const, at: to, gate, open: false }]),
    ]),
  );
}
