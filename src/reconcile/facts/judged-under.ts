/** A policy, as far as it matters for a decision: one in force, or one that is tried as if it came into force now. */
import { sinceEver, type PolicyTimes } from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import { timesToTry, type InForce } from './policy/index.ts';

type PolicyInForce = Extract<InForce, { kind: 'policy' }>;

/** See `InForce`. */
export type JudgedUnder = Pick<PolicyInForce, 'policy' | 'since' | 'times'> &
  // Absent: nobody knows who may read what it is written in.
  Partial<Pick<PolicyInForce, 'source' | 'bases'>>;

/** @param now milliseconds since the epoch */
export function toTry(proposed: Policy, inForce: InForce, now: number): JudgedUnder {
  // The first policy of a repository leaves alone what was done before it.
  const isFirst = inForce.kind !== 'policy';
  const today = isFirst ? null : inForce.policy;
  const times: PolicyTimes = isFirst ? sinceEver : inForce.times;
  return {
    policy: proposed,
    since: isFirst ? now : inForce.since,
    times: timesToTry(today, times, proposed, now),
  };
}

/** A trial or an explanation waits until Jira can be reached: what was read before is not what a policy would decide. */
export const whileReached = (policy: Policy): Policy =>
  policy.jira === null ? policy : { ...policy, jira: { ...policy.jira, onUnavailable: 'block' } };
