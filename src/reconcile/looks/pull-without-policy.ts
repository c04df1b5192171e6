/** What a pull request shows where no policy can be applied: there is none, or it is broken. */
import {
  brokenPolicyReport,
  checkEffects,
  checkName,
  policyFixReport,
  noPolicyReport,
  type Effect,
  type PullRequest,
} from '../../handoff/index.ts';
import { keyOf } from '../../items.ts';
import type { Observation } from '../../tracker.ts';
import { changesOf, type Deps, type InForce, type Looking } from '../facts/index.ts';
import { nothingChanged, noPolicyVerdict, record } from '../ledger/index.ts';
import { after, lastDecisionOf } from '../memory/index.ts';
import { keepKnown, knownOf } from './retrying.ts';
import { write } from './write.ts';

type Kind = 'pull-request' | 'merge-group';
type NoPolicy = Exclude<InForce, { kind: 'policy' }>;

/** What is written where no policy can be applied. */
export async function endOfPolicy(
  deps: Deps,
  looking: Looking<Kind>,
  {
    seen,
    inForce,
    policyEffects,
  }: {
    readonly seen: Extract<Observation, { kind: 'pull-request' }>;
    readonly inForce: NoPolicy;
    /** What shows the policy that the pull request proposes. */
    readonly policyEffects: readonly Effect[];
  },
): Promise<void> {
  const check = await checkWithoutPolicy(deps, looking, inForce, seen.pullRequest);
  const effects = [...check, ...policyEffects];
  const verdict = noPolicyVerdict(inForce);
  const before = await lastDecisionOf(deps.store, keyOf(looking.item));
  await write(deps, looking, effects, { inForce, verdict, before, isLocked: false });
  const known = knownOf(seen, inForce);
  if (effects.length === 0) {
    await keepKnown(deps, looking.item, before, known);
    return nothingChanged(deps, looking, verdict);
  }
  const recent = { ...after(before, effects, { verdict, text: '' }, deps.now()), known };
  await record(deps, looking, { inForce, verdict, effects }, recent);
}

/** What the check shows there. */
async function checkWithoutPolicy(
  deps: Pick<Deps, 'reads' | 'isRequired'>,
  looking: Looking<Kind>,
  inForce: NoPolicy,
  pull: PullRequest,
): Promise<readonly Effect[]> {
  if (pull.state !== 'open') return [];
  if (inForce.kind === 'broken') {
    const report =
      (await changesOf({ ...deps, ...looking }, pull, {})) === 'policy'
        ? policyFixReport
        : brokenPolicyReport;
    return checkEffects(pull.checks, report(pull.headSha, inForce.url));
  }
  // A repository that never had a policy never sees a check of ours, unless a rule waits for one: nobody else can report it.
  const isShown = pull.checks.some((check) => check.name === checkName);
  const isWaitedFor = isShown || (await deps.isRequired(looking.item.installation, looking.repository));
  return isWaitedFor ? checkEffects(pull.checks, noPolicyReport(pull.headSha)) : [];
}
