/** What holds the merge of a pull request back, by the issues that it links. */
import type { Policy } from '../../policy/index.ts';
import { isDecidedInJira } from '../gates/index.ts';
import type { IssueLink, PullRequest } from '../history/index.ts';
import type { IssueState } from '../replay/index.ts';
import type { Circumstances } from './judge.ts';
import { mostIssues } from './limits.ts';
import type { JudgedLink, Linked } from './linked.ts';
import { isUnreached } from './pull-in-jira.ts';
import { blocksMerge } from './pull-labels.ts';
import { uncountedOf } from './uncounted.ts';
import type { PullReason, Uncounted } from '../pull-verdict.ts';

/** It links more issues than are judged for one pull request. */
export function tooManyOf(
  { onGitHub, unjudged, count }: Linked,
  { jira }: Circumstances,
): readonly PullReason[] {
  const inJira = jira?.tooMany ?? null;
  const isBeyond = onGitHub.some((link) => unjudged.has(link));
  return [
    ...(isBeyond ? [{ kind: 'too-many' as const, where: 'github' as const, count, most: mostIssues }] : []),
    ...(inJira === null ? [] : [{ kind: 'too-many' as const, where: 'jira' as const, ...inJira }]),
  ];
}

/** The gates of its issues that are not open, and the issues that could not be read. */
export function reasonsOfGates(judged: readonly JudgedLink[], { work }: Policy): readonly PullReason[] {
  return judged.flatMap(({ issue, title, verdict, gates }): PullReason[] => {
    if (verdict === null) return [{ kind: 'unreadable', issue }];
    return gates
      .filter(({ open, gate }) => !open && blocksMerge(gate, work.pullRequest))
      .map((gate) => ({ kind: 'gate', issue, title, gate, holders: gate.holders }));
  });
}

/** Why it has no issue, although the policy asks for one; null: it has one, or the policy does not ask. */
export function lackOfIssue(
  pull: PullRequest,
  { onGitHub, inJira }: Linked,
  judged: readonly JudgedLink[],
  {
    issues,
    circumstances,
  }: { readonly issues: readonly IssueState[]; readonly circumstances: Circumstances },
): Extract<PullReason, { kind: 'no-issue' }> | null {
  const { policy } = circumstances;
  if (!policy.pullRequests.requireIssue) return null;
  const undecided = inJira.length === 0 ? [] : undecidedInJira(policy);
  const uncounted = judged.flatMap(({ issue: link, verdict }): readonly Uncounted[] => {
    const issue = issues.find((each) => each.item.id === link.id);
    if (issue === undefined || verdict === null || isUnreached(link, circumstances)) return [];
    const because = uncountedOf(policy, pull, { link, issue, verdict });
    return because === null ? [] : [because];
  });
  const counts = ({ id }: IssueLink): boolean => !uncounted.some(({ issue }) => issue.id === id);
  if (onGitHub.some(counts) || (inJira.some(counts) && undecided.length === 0)) return null;
  return { kind: 'no-issue', undecided, uncounted, elsewhere: pull.elsewhere ?? null };
}

/** What holds merging back and is not decided in Jira is decided on an issue of GitHub, and on nothing else. */
function undecidedInJira(policy: Policy): readonly string[] {
  return policy.gates
    .filter((gate) => blocksMerge(gate, policy.work.pullRequest) && !isDecidedInJira(policy, gate.name))
    .map(({ name }) => name);
}
