/** The pull requests that name an issue of Jira: what happened to them leads to looks at it, and counts for its gates. */
import { isDeepStrictEqual } from 'node:util';

import { isDecidedInJira, type IssueLink, type Observed, type PullRequest } from '../../../handoff/index.ts';
import { keyOf, later, wantOf } from '../../../items.ts';
import type { Gate, Policy } from '../../../policy/index.ts';
import type { Item } from '../../../tracker.ts';
import type { Notebook, LastDecision, RecentPull, WritingNotebook } from '../../memory/index.ts';
import { sameText } from '../../../same-text.ts';
import { byKey } from '../../../store/index.ts';

type PullItem = Extract<Item, { kind: 'pull-request' }>;
type Place = Pick<PullItem, 'installation' | 'repository'>;

/** Keeps how a pull request stands, for the issues that it names: what happened to it leads to looks at what depends on it. */
export async function keepPull(
  { pen, lastDecisionOf, namingAny }: WritingNotebook,
  item: PullItem,
  {
    pullRequest,
    policy,
    site,
    keys,
  }: {
    readonly pullRequest: PullRequest;
    readonly policy: Policy;
    readonly site: string;
    readonly keys: readonly string[];
  },
): Promise<void> {
  const pull = recentPullOf(pullRequest, policy, keys);
  const recent = await lastDecisionOf(keyOf(item));
  if (isDeepStrictEqual(recent.pull, pull)) return;
  const dropped = (recent.pull?.keys ?? []).filter((key) => !keys.includes(key));
  const { installation, repository } = item;
  const inJira = (issue: string): Item => ({ kind: 'jira-issue', installation, repository, site, issue });
  for (const key of keys) await pen.addNamed(site, keyOf(inJira(key)), inJira(key), [byKey(key)]);
  const others = (await namingAny(site, [...keys, ...dropped])).filter(
    (each) => isIn(each, item) && keyOf(each) !== keyOf(item) && dependsOnPulls(each, policy),
  );
  const wanted = [...[...keys, ...dropped].map(inJira), ...others];
  await pen.want(wanted.map((each) => wantOf(each, { priority: later })));
  // Only now: a look that breaks off before is taken again.
  await pen.keepRecent(keyOf(item), { ...recent, pull } satisfies LastDecision);
}

export function recentPullOf(
  {
    item: { repository, number, id, url },
    author,
    state,
    openedAt,
    mergedAt,
    pushedAt,
    isFromFork = false,
  }: PullRequest,
  policy: Policy,
  keys: readonly string[],
): RecentPull {
  // Where pushes do not matter, none is a change.
  const pushed = policy.gates.some(({ staleOn }) => staleOn.includes('push')) ? pushedAt : null;
  return {
    repository,
    number,
    id,
    url,
    author,
    state,
    openedAt,
    mergedAt,
    pushedAt: pushed,
    keys,
    isFromFork,
  };
}

const isIn = (item: Item, { installation, repository }: Place): boolean =>
  item.installation === installation && sameText(item.repository, repository);

/** True when what somebody else's pull request is and does can change what is said of an item. */
function dependsOnPulls({ kind }: Item, policy: Policy): boolean {
  const dependsOn = (gate: Gate): boolean =>
    gate.independentOf.includes('pull-request-authors') || gate.staleOn.includes('push');
  const decided = policy.gates.filter(({ name }) => isDecidedInJira(policy, name));
  if (kind === 'issue') return decided.some((gate) => gate.readyWhen.mergedPullRequest || dependsOn(gate));
  return kind === 'pull-request' && decided.some(dependsOn);
}

/** A repository's pull requests that name an issue by any of these names; those that were closed without a merge do not any more. */
export async function namingPulls(
  { namingAny }: Pick<Notebook, 'namingAny'>,
  place: Place,
  site: string,
  names: readonly string[],
): Promise<readonly PullItem[]> {
  const naming = await namingAny(site, names);
  return naming.filter((each) => each.kind === 'pull-request' && isIn(each, place)) as PullItem[];
}

/** The same, as they were when they were looked at last. */
export async function pullsNaming(
  notebook: Notebook,
  place: Place,
  site: string,
  names: readonly string[],
): Promise<readonly RecentPull[]> {
  const own = await namingPulls(notebook, place, site, names);
  const recents = await Promise.all(own.map((each) => notebook.lastDecisionOf(keyOf(each))));
  const pulls = recents.flatMap(({ pull }) => (pull?.author === undefined ? [] : [pull]));
  return pulls.filter(countsForIssue);
}

/** Anybody can open one from a fork of a public repository: it counts for itself, and for others once it is merged. */
export const countsForIssue = ({ isFromFork, state }: RecentPull): boolean => !isFromFork || state !== 'open';

/** An issue of Jira with the pull requests that count for its gates; `fresh`: those that were just read. */
export function withPulls(
  issue: Observed,
  kept: readonly RecentPull[],
  fresh: readonly PullRequest[],
): Observed {
  const { tracker, repository, number, id } = issue.history.item;
  const closes: readonly IssueLink[] = [{ tracker, repository, number, id }];
  const older = kept
    .filter((pull) => !fresh.some(({ item }) => item.id === pull.id))
    .map((pull) => pullOf(pull, closes));
  // What is said on them is said of issues on GitHub.
  const newer = fresh.map((pull): PullRequest => ({
    ...pull,
    closes,
    linked: always(pull, closes),
    moments: [],
    checks: [],
  }));
  return { ...issue, displayed: { ...issue.displayed, pullRequests: [...older, ...newer] } };
}

/** Which issue of Jira was named when is asked of what is said on a pull request alone. */
const always = (
  { openedAt }: Pick<PullRequest, 'openedAt'>,
  issues: readonly IssueLink[],
): PullRequest['linked'] => [{ from: openedAt, to: null, issues }];

function pullOf(
  { repository, number, id, url, author, state, openedAt, mergedAt, pushedAt }: RecentPull,
  closes: readonly IssueLink[],
): PullRequest {
  return {
    item: { tracker: 'github', repository, number, id, url, title: '' },
    author,
    state,
    openedAt,
    mergedAt,
    // Its own look finds out when it was pushed, where that matters.
    pushedAt: pushedAt ?? openedAt,
    closes,
    linked: always({ openedAt }, closes),
    labels: [],
    headSha: '',
    moments: [],
    checks: [],
  };
}
