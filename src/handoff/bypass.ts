/** Merges that went round a gate: found afterwards, by what was linked and how the gates stood when it was merged. */
import type { Policy } from '../policy/index.ts';
import { sameLogin, type Period } from './history.ts';
import type { IssueState } from './issue-state.ts';
import { judge, type Circumstances } from './judge.ts';
import { isSameIssue, linksAt } from './links.ts';
import { blocksMerge, gatesOnPull } from './pull-labels.ts';
import type { PullState } from './replay.ts';
import { isNamed } from './scope.ts';
import { isDecidedInJira } from './signs.ts';
import { sinceEver } from './stage.ts';
import type { Bypass, Verdict } from './verdict.ts';
import { mayShow } from './visibility.ts';
import { checkName } from './words/check.ts';

/** Judges an issue, and finds the merges that went round its gates. */
export function judgeWithMerges(issue: IssueState, circumstances: Circumstances): Verdict {
  const verdict = judge(issue, circumstances);
  if (verdict.kind === 'no-gates') return verdict;
  const bypasses = [...issue.pulls, ...issue.former].flatMap((pull) =>
    bypassesBy(pull, issue, verdict, circumstances),
  );
  return bypasses.length === 0 ? verdict : { ...verdict, bypasses };
}

const wasOpen = (times: readonly Period[], at: number): boolean =>
  times.some(({ from, to }) => from <= at && (to === null || at <= to));

function bypassesBy(
  pull: PullState,
  issue: IssueState,
  verdict: Verdict & { kind: 'gates' },
  circumstances: Circumstances,
): readonly Bypass[] {
  const { pullRequest } = pull;
  const { policy, inForceSince, times = sinceEver } = circumstances;
  const at = pullRequest.mergedAt;
  // What the policy asked for before it was changed is not known.
  if (pullRequest.state !== 'merged' || at === null || at < Math.max(inForceSince, times.changedAt))
    return [];
  if (linksAt(policy, pullRequest, at)?.some((link) => isSameIssue(link, issue.item)) !== true) return [];
  if (isExempt(policy, pull)) return [];
  const round = verdict.gates.filter(
    ({ gate, status, openTimes }) =>
      gate.mode === 'enforce' &&
      status !== 'not applicable' &&
      !isDecidedInJira(policy, gate.name) &&
      blocksMerge(gate, policy.work.pullRequest) &&
      !wasOpen(openTimes, at),
  );
  if (round.length === 0) return [];
  const isShown = mayShow(pullRequest.item, issue.item);
  // A label of its own opens a gate for a pull request alone.
  const { tracks } = gatesOnPull(pull, issue, verdict, circumstances);
  return round
    .filter(({ gate }) =>
      tracks.every((track) => track.gate.name !== gate.name || !wasOpen(track.openTimes, at)),
    )
    .map(({ gate }): Bypass => ({
      gate: gate.name,
      pullRequest: isShown ? { number: pullRequest.item.number, url: pullRequest.item.url } : null,
      at,
      by: isShown ? (pullRequest.mergedBy ?? null) : null,
    }));
}

/** True when the policy left the pull request alone: by its labels, its author, or, as its check said, by its paths. */
function isExempt({ exempt }: Policy, { pullRequest, state }: PullState): boolean {
  const { labels, author, checks } = pullRequest;
  const wasLabelled = state.words.some(
    (word) => word.kind === 'labeled' && isNamed(exempt.labels, word.label),
  );
  const saysExempt = checks.some(
    ({ name, conclusion, title }) =>
      name === checkName && conclusion === 'success' && title?.startsWith('Exempt') === true,
  );
  return (
    wasLabelled ||
    labels.some((label) => isNamed(exempt.labels, label)) ||
    exempt.authors.some((login) => sameLogin(login, author.login)) ||
    (exempt.paths.length > 0 && saysExempt)
  );
}
