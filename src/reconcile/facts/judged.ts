/** From what was gathered to what is true of it: a decision, a trial and an explanation come to the same by these. */
import {
  emptyState,
  fold,
  foldIssue,
  judgePull,
  judgeWithMerges,
  type IssueState,
  type PullState,
  type PullVerdict,
  type Verdict,
} from '../../handoff/index.ts';
import type { Turn } from '../../inbox/index.ts';
import type { IssueFacts, PullFacts } from './facts.ts';
import { presentOf } from './present.ts';

/** What led to the judgement, and what time the tracker's answers tell (milliseconds since the epoch). */
type When = Pick<Turn, 'causes'> & { readonly told: number };

export type JudgedIssue = {
  readonly issue: IssueState;
  readonly verdict: Verdict;
  /** By which time it was judged (milliseconds since the epoch). */
  readonly now: number;
};

export function judgeIssueFacts(facts: IssueFacts, { causes, told }: When): JudgedIssue {
  const issue = foldIssue(facts.issue);
  const now = presentOf({ causes }, [issue.state.lastMoment], told);
  return { issue, verdict: judgeWithMerges(issue, { ...facts, now }), now };
}

export type JudgedPull = {
  readonly pull: PullState;
  /** Those that it would close, and that it names in Jira. */
  readonly issues: readonly IssueState[];
  readonly verdict: PullVerdict;
  /** By which time it was judged (milliseconds since the epoch). */
  readonly now: number;
};

export function judgePullFacts(facts: PullFacts, { causes, told }: When): JudgedPull {
  const { pullRequest, inJira } = facts;
  const pull: PullState = { pullRequest, state: fold(emptyState, pullRequest.moments) };
  const issues = [...facts.issues, ...inJira.issues].map(foldIssue);
  const latest = [pull, ...issues].map(({ state }) => state.lastMoment);
  const now = presentOf({ causes }, [pullRequest.openedAt, ...latest], told);
  const circumstances = { ...facts, policy: inJira.policy, now, jira: { ...inJira, now } };
  return { pull, issues, verdict: judgePull(pull, issues, circumstances, facts.changes), now };
}
