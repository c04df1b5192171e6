/** Merges that went round a gate: found afterwards, by what was linked and how the gates stood when it was merged. */
import type { Gate } from '../../policy/index.ts';
import { isExempting } from './exemptions.ts';
import { type MomentOf, type Period, isMeant, mayShow } from '../history/index.ts';
import { type IssueState, isSameIssue, linksAt, type PullState } from '../replay/index.ts';
import { judge, type Circumstances } from './judge.ts';
import { blocksMerge, gatesOnPull } from './pull-labels.ts';
import { isDecidedInJira, sinceEver } from '../gates/index.ts';
import type { Bypass, Verdict } from '../verdict.ts';
import { checkName, exemptTitle } from '../effect.ts';
import { includesText } from '../../same-text.ts';

/** Judges an issue, and finds the merges that went round its gates. */
export function judgeWithMerges(issue: IssueState, circumstances: Circumstances): Verdict {
  const verdict = judge(issue, circumstances);
  if (verdict.kind === 'no-gates') return verdict;
  const bypasses = [...issue.pulls, ...issue.former].flatMap((pull) =>
    bypassesBy(pull, { issue, verdict }, circumstances, enforced),
  );
  return bypasses.length === 0 ? verdict : { ...verdict, bypasses };
}

const wasOpen = (times: readonly Period[], at: number): boolean =>
  times.some(({ from, to }) => from <= at && (to === null || at <= to));

/** Gates in other modes hold nothing back. */
const enforced = ({ mode }: Gate): boolean => mode === 'enforce';

/**
 * The gates that a merge went round.
 * @param verdict of then, or of any time since
 * @param counts which gates are asked
 */
export function bypassesBy(
  pull: PullState,
  {
    issue,
    verdict,
  }: {
    readonly issue: IssueState;
    readonly verdict: Pick<Verdict & { kind: 'gates' }, 'kind' | 'gates' | 'answers'>;
  },
  circumstances: Circumstances,
  counts: (gate: Gate) => boolean,
): readonly Bypass[] {
  const { pullRequest } = pull;
  const { policy, inForceSince, times = sinceEver } = circumstances;
  const at = pullRequest.mergedAt;
  // What the policy asked for before it was changed is not known.
  if (at === null || at < Math.max(inForceSince, times.changedAt)) return [];
  if (linksAt(policy, pullRequest, at)?.some((link) => isSameIssue(link, issue.item)) !== true) return [];
  if (isExempt(pull, at, circumstances)) return [];
  const round = verdict.gates.filter(
    ({ gate, openTimes }) =>
      counts(gate) &&
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

/**
 * True when the policy left the pull request alone when it was merged: by a label that somebody put there who may, or, as
 * its check said, by its author or its paths. A check that said something else knew of a person's push to a bot's branch.
 */
function isExempt(
  { pullRequest, state }: PullState,
  mergedAt: number,
  { policy, members }: Pick<Circumstances, 'policy' | 'members'>,
): boolean {
  const { exempt } = policy;
  const { author, checks, openedAt } = pullRequest;
  const words = state.words.filter(({ at }) => at <= mergedAt);
  const opened = { at: openedAt, by: author };
  const isByLabel = exempt.labels.some((label) => {
    const last = words.findLast(
      (word): word is MomentOf<'labeled' | 'unlabeled'> =>
        (word.kind === 'labeled' || word.kind === 'unlabeled') && includesText([label], word.label),
    );
    return last?.kind === 'labeled' && isExempting(last, { policy, members, opened });
  });
  const check = checks.find(({ name }) => name === checkName);
  const saysExempt = check?.conclusion === 'success' && check.title?.startsWith(exemptTitle) === true;
  const isByAuthor = isMeant(members, exempt.authors, author) && (check === undefined || saysExempt);
  return isByLabel || isByAuthor || (exempt.paths.length > 0 && saysExempt);
}
