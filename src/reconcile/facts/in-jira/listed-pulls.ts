/** The pull requests that name an issue of Jira, as GitHub lists them now: for whoever has no records of earlier evaluations. */
import { isDecidedInJira, type Observed } from '../../../handoff/index.ts';
import type { Reads } from '../../../github/index.ts';
import { inPortions } from '../../../in-portions.ts';
import { includesText } from '../../../same-text.ts';
import type { JiraPart, Policy } from '../../../policy/index.ts';
import type { Item } from '../../../tracker.ts';
import type { RecentPull } from '../../memory/index.ts';
import { namesOf } from '../../../jira/index.ts';
import { namedBy, readDescriptionOf } from './named.ts';
import { countsForIssue, recentPullOf } from './naming-pulls.ts';

type Where = Pick<Extract<Item, { kind: 'jira-issue' }>, 'installation' | 'repository' | 'issue'>;

export type ListedPulls = {
  /** Those that count for the issue's gates. */
  readonly pulls: readonly RecentPull[];
  /** All that name it, also those that do not count. */
  readonly naming: readonly RecentPull[];
  /** What was not looked through, in sentences. */
  readonly problems: readonly string[];
};

/** How many open pull requests are looked through, and how many merged ones. */
const mostListed = 1_000;
/** How many that name the issue are read: the open ones, then those that changed last. */
const mostNaming = 50;

/**
 * Looks through a repository's open and merged pull requests for those that name an issue, by the key that was asked for or
 * the one that it has now.
 * @throws {TryLater}
 */
export async function pullsListed(
  reads: Pick<Reads, 'listByName' | 'pullRequests'>,
  { installation, repository, issue: key }: Where,
  {
    policy,
    part,
    observed,
  }: { readonly policy: Policy; readonly part: JiraPart; readonly observed: Observed },
): Promise<ListedPulls> {
  const names = [key, ...namesOf(observed)];
  const bodies = part.keysIn.includes('body');
  const listed = await reads.listByName(installation, repository, { bodies, most: mostListed });
  if (listed === null) return { pulls: [], naming: [], problems: [] };
  const ids: string[] = [];
  for (const { id, title, branch, body } of listed.pulls) {
    if (bodies) await inPortions(readDescriptionOf(body));
    const keys = namedBy({ item: { title }, says: { branch, body } }, part);
    if (keys.some((each) => includesText(names, each))) ids.push(id);
  }
  const read = await reads.pullRequests({ installation, repository }, ids.slice(0, mostNaming));
  const naming = read.map((pull) => recentPullOf(pull, policy, [key]));
  const problems = [
    ...(['open', 'merged'] as const).flatMap((kind) => leftOut(kind, listed.left[kind], key)),
    ...(ids.length > mostNaming
      ? [`${ids.length} pull requests name ${key}: ${mostNaming} of them were read.`]
      : []),
  ];
  const isPushMissed =
    policy.gates.some((gate) => isDecidedInJira(policy, gate.name) && gate.staleOn.includes('push')) &&
    naming.some(({ state, pushedAt }) => state === 'open' && pushedAt === null);
  return {
    pulls: naming.filter(countsForIssue),
    naming,
    problems: [...problems, ...(isPushMissed ? [pushMissed] : [])],
  };
}

const pushMissed =
  'GitHub doesn’t tell a person when commits were pushed: whether a push asks for a new approval is not known here.';

const leftOut = (kind: string, left: number, key: string): readonly string[] =>
  left === 0
    ? []
    : [
        `The ${mostListed} ${kind} pull requests that changed last were searched for ${key}. Whether one of the ${left} others names it is not known.`,
      ];
