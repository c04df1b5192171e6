/** A look at an issue of Jira that pull requests name: it is moved on with the work, and what its gates do not allow is told or undone. */
import { isDeepStrictEqual } from 'node:util';

import { flowOf, foldIssue, judge, policyInJira, type Flow } from '../handoff/index.ts';
import type { Turn } from '../inbox/index.ts';
import { namesOf, partsOf, type JiraSight, type JiraView } from '../jira/index.ts';
import { keyOf } from '../items.ts';
import type { Policy } from '../policy/index.ts';
import { namedStore, recentStore } from '../store/index.ts';
import type { Item, Repository } from '../tracker.ts';
import { alone } from './alone.ts';
import type { Deps } from './deps.ts';
import {
  answer,
  isAnswered,
  isOpen,
  nothingAnswered,
  takeUp,
  type Answered,
  type Hand,
} from './jira-breach.ts';
import { membersInJira, nobody, viewFor } from './jira.ts';
import { namingPulls, pullsNaming, withPulls } from './naming-pulls.ts';
import type { RecentPull } from './recent.ts';
import { about, nothingChanged } from './record.ts';
import { viewWhile } from './while-mine.ts';

type JiraItem = Extract<Item, { kind: 'jira-issue' }>;

/** How each pull request was shown on it, by its name. */
type Shown = Readonly<Record<string, { readonly url: string; readonly isOver: boolean }>>;

/** What is kept of one, of one repository. */
type Kept = { readonly shown?: Shown };

/** What one look saw, and what is to be done about it. */
type Judged = JiraSight & { readonly pulls: readonly RecentPull[]; readonly flow: Flow | null };

/** Looks at an issue of Jira, for one repository whose pull requests name it. @throws {TryLater} */
export async function lookAtJiraIssue(deps: Deps, item: JiraItem, turn: Turn): Promise<void> {
  const { tracker, log } = deps;
  const seen = await tracker.readRepository(item.installation, item.repository);
  if (seen === null || seen.isArchived) return nothingChanged(deps, { item, turn }, null);
  const { repository } = seen;
  const inForce = await deps.inForce(item.installation, repository, seen.policy);
  const part = inForce.kind === 'policy' ? inForce.policy.jira : null;
  if (inForce.kind !== 'policy' || part === null || part.site !== item.site)
    return nothingChanged(deps, { item, turn }, null);
  const { policy, since } = inForce;
  // A policy that only observes writes nothing there either.
  const isSilent = policy.gates.every(({ mode }) => mode === 'observe');
  const view = isSilent ? null : await viewFor(deps, policy, repository);
  if (view === null || !isVisible(view, item)) return nothingChanged(deps, { item, turn }, null);

  const see = (): Promise<Judged | null> => judgedNow(deps, { item, repository }, view, policy, since);
  const judged = await see();
  if (judged === null) return nothingChanged(deps, { item, turn }, null);
  const what = await act(deps, item, view, judged, see);
  await linkAll(deps, item, view, judged.pulls);
  await forgetUnnamed(deps, item, namesOf(judged.observed));
  const line = { ...about({ item, turn }), jira: what };
  log[what === null ? 'debug' : 'info'](line, 'looked at an issue of Jira');
}

/** What is so now, and what follows from it; null: there is no such issue, or it may not be seen. */
async function judgedNow(
  deps: Deps,
  looking: { readonly item: JiraItem; readonly repository: Repository },
  view: JiraView,
  policy: Policy,
  inForceSince: number,
): Promise<Judged | null> {
  const { item } = looking;
  const found = await view.look(item.issue);
  if (found === null) return null;
  const { observed, status } = found;
  const pulls = await pullsNaming(deps, item, item.site, namesOf(observed));
  const { members } = await membersInJira(deps, looking, view, policy, [observed], nobody);
  const issue = foldIssue(withPulls(observed, pulls, []));
  const now = Math.max(deps.tracker.now(), issue.state.lastMoment);
  const known = policyInJira(await view.named(policy));
  const verdict = judge(issue, { policy: known, members, now, inForceSince });
  return { ...found, pulls, flow: flowOf({ policy, issue, verdict, status, pulls, inForceSince }) };
}

const isVisible = ({ projects }: JiraView, { issue }: JiraItem): boolean =>
  projects.includes(partsOf(issue).project);

/** Shows each pull request on the issue, once, and once more when it is over or does not name it any more. */
async function linkAll(
  { store, now }: Deps,
  item: JiraItem,
  view: JiraView,
  pulls: readonly RecentPull[],
): Promise<void> {
  const kept = recentStore<Kept>(store.db);
  const before = (await kept.recent(keyOf(item)))?.shown ?? {};
  const gone = Object.entries(before).map(([name, { url }]) => [name, { url, isOver: true }] as const);
  const there = pulls.map(
    ({ repository, number, url, state }) =>
      [`${repository}#${number}`, { url, isOver: state !== 'open' }] as const,
  );
  const shown: Shown = { ...Object.fromEntries(gone), ...Object.fromEntries(there) };
  for (const [name, { url, isOver }] of Object.entries(shown)) {
    if (before[name]?.isOver === isOver) continue;
    await view.link(item.issue, { id: `baton:${name}`, url, title: name, isOver });
  }
  if (!isDeepStrictEqual(shown, before)) await kept.keepRecent(keyOf(item), { shown }, now());
}

/** What happens to an issue that no pull request names any more leads to no look. */
async function forgetUnnamed(deps: Deps, item: JiraItem, names: readonly string[]): Promise<void> {
  const all = [item.issue, ...names];
  const isNamed = async (): Promise<boolean> => (await namingPulls(deps, item, item.site, all)).length > 0;
  if (await isNamed()) return;
  const named = namedStore<Item>(deps.store.db);
  await named.forgetNamed(keyOf(item));
  // One that came to name it in between took it for known.
  if (await isNamed()) await named.addNamed(item.site, keyOf(item), item, [item.issue]);
}

/**
 * Does what is to be done, if anything: one look at a time, of all repositories whose pull requests name the issue.
 * @returns what was done, for the log; null: nothing
 */
async function act(
  deps: Deps,
  item: JiraItem,
  view: JiraView,
  judged: Judged,
  see: () => Promise<Judged | null>,
): Promise<string | null> {
  const by = keyOf(item);
  // By Jira's id: an issue that was moved is named by several keys.
  const place = `jira-issue ${item.site} ${judged.id}`;
  const kept = recentStore<Answered>(deps.store.db);
  const read = async (): Promise<Answered> => (await kept.recent(place)) ?? nothingAnswered;
  const isDone = (answered: Answered, flow: Flow | null): boolean =>
    flow === null || (flow.kind === 'violation' && isAnswered(answered, flow, by));
  const before = await read();
  if (!isOpen(before) && isDone(before, judged.flow)) return null;
  return alone(deps, place, by, async (isStill) => {
    const hand: Hand = {
      view: viewWhile(view, isStill),
      key: item.issue,
      by,
      now: deps.tracker.now(),
      keep: (answered) => kept.keepRecent(place, answered, deps.now()),
    };
    const found = await read();
    // What another look did may not have been there to be seen.
    const now = isOpen(found) ? await see() : judged;
    if (now === null) return null;
    const answered = isOpen(found) ? await takeUp(hand, found, now) : found;
    const { flow, status } = now;
    if (flow === null || isDone(answered, flow)) return isOpen(found) ? 'taken up' : null;
    if (flow.kind === 'violation') return answer(hand, answered, flow, status.id);
    const came = await hand.view.move(item.issue, flow.to, status.id);
    return `moved with the ${flow.because}: ${came}`;
  });
}
