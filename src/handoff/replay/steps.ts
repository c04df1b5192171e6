/** What is played of an issue: its text's revisions, what was said, and what happened to its pull requests and parts. */
import type { Policy } from '../../policy/index.ts';
import { type DecidedInJira, isInJira } from '../gates/index.ts';
import { type PullRequest, unfinishedSteps } from '../history/index.ts';
import type { IssueState } from './issue-state.ts';
import { onlyAgainst } from '../hear/index.ts';
import { linksThatCount, linksAt, isSameIssue, wasMergedFor, wasOnlyLink } from './links.ts';
import { closersAmong, closingsBy } from './merges.ts';
import type { PullState, Step } from './step.ts';

/** The issues of a pull request that count under a policy: its own repository's, and those listed. */
export function countingLinks(policy: Policy, pull: PullRequest): PullRequest['closes'] {
  return linksThatCount(policy, pull, pull.closes);
}

/**
 * What was said on a pull request, as it counts for an issue: all of it while that was the one issue that was linked. Of
 * what Baton once acted on, words against a gate stand whatever became of the links.
 */
function wordsAbout(policy: Policy, issue: IssueState, { pullRequest, state }: PullState): readonly Step[] {
  return state.words.flatMap((word): Step[] => {
    if (word.kind !== 'spoken') return [];
    const { at } = word;
    if (wasOnlyLink(policy, pullRequest, issue.item, at) || issue.heard.has(word.id))
      return [{ kind: 'word', at, word, on: pullRequest }];
    return issue.kept.has(word.id) ? [{ kind: 'word', at, word: onlyAgainst(word), on: pullRequest }] : [];
  });
}

/** Everything that happened to an issue and its pull requests, to be played. */
export function stepsOf(policy: Policy, issue: IssueState): readonly Step[] {
  const steps: Step[] = issue.state.revisions.map(({ at, order = 0 }, index) => ({
    kind: 'revision',
    at,
    order,
    index,
  }));
  for (const word of issue.state.words) {
    const order = 'order' in word && word.order !== undefined ? word.order : 0;
    steps.push({ kind: 'word', at: word.at, order, word, on: null });
  }
  const pulls = [...issue.pulls, ...issue.former];
  const hasClosed = pulls.length === 0 ? () => false : closersAmong(issue.state.words);
  for (const pull of pulls) {
    const { pullRequest } = pull;
    const links = countingLinks(policy, pullRequest);
    // Those of an issue of Jira name it, whatever they close here.
    const isLinked =
      isInJira(issue.item) ||
      (wasMergedFor(pullRequest, issue.item) ?? links.some((link) => link.id === issue.item.id));
    if (!isInJira(issue.item)) steps.push(...wordsAbout(policy, issue, pull));
    const mergedAt = pullRequest.mergedAt ?? pullRequest.openedAt;
    // What it says after its merge closes nothing.
    const then = isInJira(issue.item) ? null : linksAt(policy, pullRequest, mergedAt);
    const wasLinked = then?.some((one) => isSameIssue(one, issue.item)) ?? isLinked;
    if (pullRequest.state === 'merged' && (wasLinked || hasClosed(pullRequest)))
      steps.push({ kind: 'merged', id: pullRequest.item.id, at: mergedAt, by: pullRequest.author });
    if (isLinked && pullRequest.state !== 'closed' && !isStrangers(issue, pullRequest))
      steps.push({
        kind: 'pushed',
        at: pullRequest.pushedAt ?? Math.max(pullRequest.openedAt, issue.state.lastMoment),
        pullRequest,
      });
  }
  steps.push(...mergesThatClosed(issue));
  const { subIssues } = issue.displayed;
  if (subIssues !== null && asksForSubIssues(policy))
    steps.push(...unfinishedSteps(issue.item.repository, subIssues));
  return steps;
}

/**
 * Merges that the tracker names as what closed the issue, and that its pull requests do not tell of: it may be told before
 * the merge itself is, and it stays told when the description is edited afterwards.
 */
function mergesThatClosed({ state, pulls, former }: IssueState): readonly Step[] {
  const all = [...pulls, ...former].map(({ pullRequest }) => pullRequest);
  const isKnown = closingsBy(all.filter((pull) => pull.state === 'merged'));
  const steps: Step[] = [];
  for (const word of state.words)
    if (word.kind === 'closed' && word.through === 'pull-request' && !isKnown(word))
      steps.push({ kind: 'merged', id: word.pullRequest?.id ?? word.id, at: word.at, by: word.by });
  return steps;
}

/**
 * True when pushes do not count where another pull request is judged: anybody can send one from a fork, and would hold
 * that one back with each push.
 */
function isStrangers({ judgedFor }: IssueState, { item, isFromFork, state }: PullRequest): boolean {
  return judgedFor !== undefined && judgedFor !== item.id && isFromFork === true && state === 'open';
}

/** True when some gate waits for the parts of its issue. */
export function asksForSubIssues({ gates }: Policy): boolean {
  return gates.some(({ requires }) => requires.subIssues);
}

/** When gates that are decided elsewhere opened and closed there. */
export function stepsInJira({ gates }: DecidedInJira): readonly Step[] {
  return [...gates].flatMap(([gate, { openTimes }]) =>
    openTimes.flatMap(({ from, to }): Step[] => [
      { kind: 'in-jira', at: from, gate, open: true },
      ...(to === null ? [] : [{ kind: 'in-jira' as const, at: to, gate, open: false }]),
    ]),
  );
}
