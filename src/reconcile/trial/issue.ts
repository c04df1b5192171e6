/** One issue under two policies: the one in force, and the one that is tried. Read only; nothing is recorded. */
import {
  differences,
  foldIssue,
  judge,
  sinceEver,
  type PolicyTimes,
  type Observed,
  type TriedIssue,
  type Verdict,
} from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Item, Observation } from '../../tracker.ts';
import {
  type Deps,
  type InForce,
  heldInJiraToTry,
  timesToTry,
  readMembers,
  remembering,
  withSubIssuesToTry,
  asksForTypes,
} from '../facts/index.ts';
import type { TrialItem } from './progress.ts';

export type Comparison = { readonly proposed: Policy; readonly inForce: InForce };

/** Plays both policies over one issue; null: it is not there. @throws {TryLater} */
export async function tryOn(
  deps: Deps,
  { installation, repository }: TrialItem,
  number: number,
  { proposed, inForce }: Comparison,
): Promise<TriedIssue | null> {
  const item = { kind: 'issue', installation, repository, number } as const;
  const seen = await deps.reads.observe(item);
  if (seen.kind !== 'issue') return null;
  const today = inForce.kind === 'policy' ? inForce.policy : null;
  const typed = await withTypes(deps, item, seen, today === null ? [proposed] : [proposed, today]);
  const { id } = seen.repository;
  const divided = await withSubIssuesToTry(
    deps,
    { item, repository: seen.repository },
    { ...seen, issue: typed.issue },
    { proposed, inForce: today },
  );
  const observed = await remembering(deps, item, seen.repository, divided.issue);
  const issue = foldIssue(observed);
  const present = Math.max(issue.state.lastMoment, deps.reads.now());
  const judged = async (policy: Policy, inForceSince: number, times: PolicyTimes): Promise<Verdict> => {
    const { members } = await readMembers(deps, item, id, policy, [observed], []);
    const place = { item, repository: seen.repository };
    const { held } = await heldInJiraToTry(deps, place, policy, [observed], members, inForceSince);
    return judge(issue, { policy, members, now: present, inForceSince, times, held });
  };
  // The first policy of a repository leaves alone what was done before it.
  const since = inForce.kind === 'policy' ? inForce.since : present;
  const times = inForce.kind === 'policy' ? inForce.times : sinceEver;
  const then = await judged(proposed, since, timesToTry(today, times, proposed, present));
  const now = today === null ? null : await judged(today, since, times);
  const { title } = observed.history.item;
  const { displayed } = observed;
  const found = differences(now, then, displayed);
  return { name: `#${number}`, url: null, title, state: displayed.state, differences: found };
}

/** The issue with its type, where a policy asks for types. */
async function withTypes(
  { reads }: Deps,
  item: Item,
  seen: Extract<Observation, { kind: 'issue' }>,
  policies: readonly Policy[],
): Promise<{ readonly issue: Observed }> {
  if (!policies.some(asksForTypes)) return seen;
  const typed = await reads.withTypes(item, seen);
  return typed.kind === 'issue' ? typed : seen;
}
