/** Linked issues that stand for no new work, so that a pull request which needs an issue needs another one. */
import type { Policy } from '../../policy/index.ts';
import type { IssueLink, PullRequest } from '../history/index.ts';
import { type IssueState, linkedSince } from '../replay/index.ts';
import type { Uncounted } from '../pull-verdict.ts';
import type { Verdict } from '../verdict.ts';

/**
 * Why a linked issue does not count as the issue that a pull request needs; null: it counts. One that was open when it was
 * linked counts also after it was closed as completed: its pull requests may be merged in any order.
 */
export function uncountedOf(
  { pullRequests: { closedIssues } }: Policy,
  pull: PullRequest,
  {
    link,
    issue,
    verdict,
  }: { readonly link: IssueLink; readonly issue: IssueState; readonly verdict: Verdict },
): Uncounted | null {
  if (issue.author.self) return { issue: link, because: 'own' };
  const { state, closedReason } = issue.displayed;
  if (closedIssues === 'allow' || pull.state !== 'open' || state === 'open') return null;
  if (closedReason === 'not_planned' || closedReason === 'duplicate')
    return { issue: link, because: closedReason };
  const closed = issue.state.words.findLast(({ kind }) => kind === 'closed');
  if (closed !== undefined && closed.at > linkedSince(pull, link)) return null;
  return { issue: link, because: isAccepted(verdict) ? 'accepted' : 'completed' };
}

/** True when it was closed with the word of those who have a say in that. */
function isAccepted(verdict: Verdict): boolean {
  if (verdict.kind !== 'gates') return false;
  const holding = verdict.gates.filter(({ gate }) => gate.blocks.some(({ kind }) => kind === 'close'));
  return holding.length > 0 && holding.every(({ open }) => open);
}
