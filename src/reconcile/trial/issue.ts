/** One issue under two policies: the one in force, and the one that is tried. Read only; nothing is recorded. */
import {
  asksForSubIssues,
  differences,
  foldIssue,
  type TriedIssue,
  type Verdict,
} from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import {
  gatherEach,
  judgeIssueFacts,
  placeOf,
  presentOf,
  toTry,
  whileReached,
  type Deps,
  type InForce,
  type IssueFacts,
} from '../facts/index.ts';
import { readOnly } from '../memory/index.ts';
import type { TrialItem } from './progress.ts';

/** What trying takes: it only reads. */
export type Trying = Pick<Deps, 'reads' | 'store' | 'jira' | 'now'>;

export type Comparison = { readonly proposed: Policy; readonly inForce: InForce };

/** Plays both policies over one issue; null: it is not there. @throws {TryLater} */
export async function tryOn(
  deps: Trying,
  { installation, repository }: Pick<TrialItem, 'installation' | 'repository'>,
  number: number,
  { proposed, inForce }: Comparison,
): Promise<TriedIssue | null> {
  const item = { kind: 'issue', installation, repository, number } as const;
  const seen = await deps.reads.observe(item);
  if (seen.kind !== 'issue') return null;
  const notebook = readOnly(deps.store);
  const place = placeOf(deps, { item, repository: seen.repository });
  const now = presentNow(deps, foldIssue(seen.issue).state.lastMoment);
  const trying = toTry(whileReached(proposed), inForce, now);
  const today = inForce.kind === 'policy' ? { ...inForce, policy: whileReached(inForce.policy) } : null;
  const policies = today === null ? ([trying] as const) : ([trying, today] as const);
  const [then, before = null] = await gatherEach(notebook, place, policies, seen);
  // Other looks at the repository have no use for them.
  if (today === null || !asksForSubIssues(today.policy)) deps.reads.forgetSubIssues(seen.repository.name);
  const found = differences(before && verdictOn(deps, before), verdictOn(deps, then), then.issue.displayed);
  const { state } = then.issue.displayed;
  const { title } = then.issue.history.item;
  return { name: `#${number}`, url: null, title, state, differences: found };
}

/** What a decision would come to now, if no event led to it. */
export function verdictOn({ reads }: Pick<Deps, 'reads'>, facts: IssueFacts): Verdict {
  return judgeIssueFacts(facts, { causes: [], told: reads.now() }).verdict;
}

const presentNow = ({ reads }: Pick<Deps, 'reads'>, last: number): number =>
  presentOf({ causes: [] }, [last], reads.now());
