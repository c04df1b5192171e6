/** Judges a pull request: may it be merged, by the verdicts of the issues that it would close. */
import type { Mode, Policy } from '../../policy/index.ts';
import { isOnlyObserved } from '../gates/index.ts';
import { isMeant, samePerson, type Actor, type PullRequest } from '../history/index.ts';
import type { IssueState, PullState } from '../replay/index.ts';
import { exemptionBy } from './exemptions.ts';
import type { Circumstances } from './judge.ts';
import { judgeLink, linkedBy } from './linked.ts';
import { reasonsOfGates, lackOfIssue, tooManyOf } from './merge-reasons.ts';
import { answersOn } from './pull-answers.ts';
import { isUnreached, withWaiversHere } from './pull-in-jira.ts';
import { bestTracks, labelsOnPull } from './pull-labels.ts';
import type { Changes, PullReason, PullVerdict } from '../pull-verdict.ts';

/** Why it is exempt, and why not where it looks like it. */
function exemption(
  { pullRequest, state }: PullState,
  { policy, members }: Circumstances,
  changes: Changes,
): Pick<PullVerdict, 'pass' | 'unexempt' | 'strangers'> {
  const { exempt } = policy;
  const { author, labels, openedAt } = pullRequest;
  const without = (why: 'label' | 'author' | 'paths', what: string, by: Actor | null = null) => ({
    pass: { kind: 'exempt' as const, why, what, by },
    unexempt: [],
    strangers: null,
  });
  const opened = { at: openedAt, by: author };
  const { exemption: label, unexempt } = exemptionBy(labels, state.words, { policy, members, opened });
  if (label !== null) return without('label', label.label, label.by.by);
  const isByExempt = isMeant(members, exempt.authors, author);
  const strangers = isByExempt ? strangersIn(pullRequest) : null;
  if (isByExempt && strangers === null) return without('author', author.login);
  return changes === 'exempt-paths'
    ? without('paths', exempt.paths.join(', '))
    : { pass: null, unexempt, strangers };
}

/** Who else than its author pushed to a pull request; null: nobody. Where the tracker does not tell, somebody may have. */
function strangersIn({ author, pushers = [] }: PullRequest): PullVerdict['strangers'] {
  const other = pushers.find((each) => each === null || !samePerson(each, author));
  if (other === undefined && pushers.length > 0) return null;
  const known = pushers.find((each) => each !== null && !samePerson(each, author));
  return { author: author.login, by: known ?? null };
}

/**
 * Judges a pull request with the issues it would close, as far as they could be read.
 * @param changes what its files are, those that it is about now
 */
export function judgePull(
  pull: PullState,
  issues: readonly IssueState[],
  circumstances: Circumstances,
  changes: Changes,
): PullVerdict {
  const { policy } = circumstances;
  const { pullRequest } = pull;
  const linked = linkedBy(policy, pull);
  const { inJira, isAlone } = linked;
  const toJudge = [...linked.onGitHub.filter((link) => !linked.unjudged.has(link)), ...inJira];
  const alone = toJudge.map((link) => {
    const issue = issues.find((each) => each.item.id === link.id);
    return judgeLink(link, issue, { pull, isAlone, circumstances });
  });
  const judged = withWaiversHere(alone, circumstances);
  const { pass: exempt, unexempt, strangers } = exemption(pull, circumstances, changes);
  const lack = lackOfIssue(pullRequest, linked, judged, { issues, circumstances });
  const isLacking = lack !== null && changes !== 'policy' && (circumstances.jira?.tooMany ?? null) === null;
  const found = [
    ...tooManyOf(linked, circumstances),
    ...(isLacking ? [lack] : []),
    ...reasonsOfGates(judged, policy),
  ];
  // What holds it back is told before what only would.
  const reasons = (exempt === null ? found : []).toSorted(
    (one, other) => Number(binds(policy.mode, other)) - Number(binds(policy.mode, one)),
  );
  const shown = bestTracks(judged.map(({ tracks }) => tracks));
  const onIt = judged.find(({ issue }) => isAlone && issue === inJira[0])?.verdict ?? null;
  return {
    home: pullRequest.item.repository,
    conclusion: conclude(policy, reasons),
    pass: exempt ?? (reasons.length > 0 ? null : passBy(lack !== null, judged.length)),
    reasons,
    unexempt,
    strangers,
    issues: judged.map(({ issue, title, url, verdict, gates }) => ({ issue, title, url, verdict, gates })),
    ignored: linked.ignored,
    changesAt: onIt?.kind === 'gates' ? onIt.changesAt : null,
    unreached: judged.some(({ issue }) => isUnreached(issue, circumstances)),
    labels: shown.map(({ gate, open, status }) => ({ gate, open, status })),
    violations: labelsOnPull(pull, shown, circumstances),
    answers: answersOn(pull, judged, circumstances),
  };
}

/** Why nothing holds it back, where no exemption does that. */
function passBy(isPolicyOnly: boolean, issues: number): PullVerdict['pass'] {
  if (isPolicyOnly) return { kind: 'policy-only' };
  return issues === 0 ? { kind: 'no-issue-needed' } : { kind: 'gates-open' };
}

/** True when a reason holds the pull request back, and not only says so. */
function binds(mode: Mode, reason: PullReason): boolean {
  return (reason.kind === 'gate' ? reason.gate.gate.mode : mode) === 'enforce';
}

function conclude(policy: Policy, reasons: readonly PullReason[]): PullVerdict['conclusion'] {
  if (reasons.some((reason) => binds(policy.mode, reason))) return 'action_required';
  return reasons.length > 0 || isOnlyObserved(policy) ? 'neutral' : 'success';
}
