/**
 * Issues that wait for their sub-issues. How a sub-issue stands is what the last look at it found; so a look at an issue
 * asks GitHub for none of them, and a look at a sub-issue has those looked at again that have not heard how it stands.
 */
import { createHash } from 'node:crypto';

import {
  asksForSubIssues,
  standingOf,
  standingWithoutGates,
  type IssueState,
  type Observed,
  type IssueStanding,
  type SubIssue,
  type Verdict,
} from '../../handoff/index.ts';
import { keyOf, wantOf } from '../../items.ts';
import type { Policy } from '../../policy/index.ts';
import { recentStore, subIssueStore, type Waiter } from '../../store/index.ts';
import { TryLater, type Item, type Observation, type Repository } from '../../tracker.ts';
import type { Deps, Looking } from './deps.ts';
import { recentOf, type Recent, type Stands } from '../memory/index.ts';

type IssueItem = Extract<Item, { kind: 'issue' }>;

/** A digest of how an issue stands, as it is heard. */
const heardAs = (stands: Stands): string =>
  createHash('sha256').update(JSON.stringify(stands)).digest('base64');

/** How an issue stands for those that wait for it. */
export function standsOf(issue: IssueState, verdict: Verdict | null): Stands {
  const { state, closedReason } = issue.displayed;
  const closed = state === 'closed' ? (closedReason ?? 'completed') : null;
  const standing = verdict === null ? standingWithoutGates(issue) : standingOf(issue, verdict);
  return { ...standing, closed };
}

/** True when two looks found an issue to stand in the same way. */
export const standsAlike = (one: Stands | undefined, other: Stands): boolean =>
  one !== undefined && heardAs(one) === heardAs(other);

/** Has those looked at that wait for an issue and have not heard how it stands; to be called once that is kept. */
export async function tellWaiters({ store, want }: Deps, item: IssueItem, stands: Stands): Promise<void> {
  const heard = heardAs(stands);
  const waiters = await subIssueStore<Item>(store.db).waitingFor(keyOf(item));
  const deaf = waiters.filter((each) => each.heard !== heard);
  if (deaf.length > 0) await want(deaf.map((each) => wantOf(each.item)));
}

/** As `tellWaiters`, for an issue without a policy: how it stands is kept only where somebody waits for it. */
export async function tellWithoutPolicy(
  deps: Deps,
  { item }: Looking<'issue'>,
  issue: IssueState,
): Promise<void> {
  const { store, now } = deps;
  const waiters = await subIssueStore<Item>(store.db).waitingFor(keyOf(item));
  if (waiters.length === 0) return;
  const before = await recentOf(store, keyOf(item));
  const stands = standsOf(issue, null);
  if (!standsAlike(before.stands, stands))
    await recentStore(store.db).keepRecent(keyOf(item), { ...before, stands }, now());
  await tellWaiters(deps, item, stands);
}

/** Has those looked at that wait for an issue which is gone. */
export async function tellGone({ store, want }: Deps, item: IssueItem): Promise<void> {
  const waiters = await subIssueStore<Item>(store.db).waitingFor(keyOf(item));
  if (waiters.length > 0) await want(waiters.map((each) => wantOf(each.item)));
}

/** What was read, with the sub-issues of its issues. `unread`: those that have to be looked at first. */
export type Divided<O> = { readonly seen: O; readonly unread: readonly IssueItem[] };

type Seen = Exclude<Observation, { kind: 'gone' }>;
type Lookings = Looking<'issue' | 'pull-request' | 'merge-group'>;
type Place = Pick<Lookings, 'item' | 'repository'>;

/** Adds the sub-issues, and how each of them stands, where the policy asks for them. */
export async function withSubIssues<O extends Seen>(
  deps: Deps,
  looking: Lookings,
  seen: O,
  policy: Policy,
): Promise<Divided<O>> {
  if (!asksForSubIssues(policy)) return { seen, unread: [] };
  return divide(deps, looking, seen, (issue) => waiterOf(looking, seen, issue));
}

/** As `withSubIssues`, for policies that are only tried: nobody waits, and what was not looked at is not known. */
export async function withSubIssuesToTry<O extends Seen>(
  deps: Deps,
  looking: Place,
  seen: O,
  { proposed, inForce }: { readonly proposed: Policy; readonly inForce: Policy | null },
): Promise<O> {
  const isAsked = inForce !== null && asksForSubIssues(inForce);
  if (!isAsked && !asksForSubIssues(proposed)) return seen;
  const divided = await divide(deps, looking, seen, () => null);
  // Other looks at the repository have no use for them.
  if (!isAsked) deps.reads.forgetSubIssues(looking.repository.name);
  return divided.seen;
}

async function divide<O extends Seen>(
  deps: Deps,
  looking: Place,
  seen: O,
  waiterFor: (issue: Observed) => Waiter<Item> | null,
): Promise<Divided<O>> {
  const divided = await deps.reads.withSubIssues(looking.item, seen);
  const unread = new Map<string, IssueItem>();
  const add = async (issue: Observed): Promise<Observed> => {
    const { subIssues } = issue.displayed;
    if (subIssues === null) return issue;
    const all = await standingsOf(deps, looking, waiterFor(issue), subIssues.all, unread);
    return { ...issue, displayed: { ...issue.displayed, subIssues: { ...subIssues, all } } };
  };
  const found =
    divided.kind === 'issue'
      ? { ...divided, issue: await add(divided.issue) }
      : divided.kind === 'pull-request'
        ? { ...divided, issues: await Promise.all(divided.issues.map(add)) }
        : divided;
  // What was read is of the same kind, with more in it.
  return { seen: found as O, unread: [...unread.values()] };
}

/**
 * Has sub-issues looked at that nobody has looked at.
 * @param patience how often to try again first: mostly it is known in a moment
 * @throws {TryLater} as long as there is patience
 */
export async function lookFirst(
  { want }: Deps,
  { turn }: Pick<Lookings, 'turn'>,
  unread: readonly IssueItem[],
  patience: number,
): Promise<void> {
  const [first] = unread;
  if (first === undefined) return;
  await want(unread.map((item) => wantOf(item)));
  if (turn.tries < patience)
    throw new TryLater(`How the sub-issue ${first.repository}#${first.number} stands is not known yet.`);
}

/**
 * Who is to be told when a sub-issue stands otherwise; null: nobody, the issue itself is. What closes an issue of another
 * repository is: that one may have a policy which does not ask for sub-issues.
 */
function waiterOf({ item, repository }: Lookings, seen: Seen, { history }: Observed): Waiter<Item> | null {
  const place = keyOf({ kind: 'repository', installation: item.installation, repository: item.repository });
  if (seen.kind === 'issue') return { key: keyOf(item), place, item };
  const isOwn = sameName(history.item.repository, repository.name);
  if (isOwn || item.kind !== 'pull-request' || seen.pullRequest.state !== 'open') return null;
  return { key: `${keyOf(item)} ${history.item.id}`, place, item };
}

async function standingsOf(
  deps: Deps,
  { item: { installation }, repository }: Place,
  waiter: Waiter<Item> | null,
  all: readonly SubIssue[],
  unread: Map<string, IssueItem>,
): Promise<readonly SubIssue[]> {
  const items = all.map((each): IssueItem => ({
    kind: 'issue',
    installation,
    repository: each.repository,
    number: each.number,
  }));
  const keys = items.map(keyOf);
  const store = subIssueStore<Item>(deps.store.db);
  // First: a look at a sub-issue that ends from now on finds who waits.
  const heard = waiter === null ? null : await store.noteSubIssues(waiter, keys);
  const recents = await recentStore<Recent>(deps.store.db).recentOf(keys);
  const found: SubIssue[] = [];
  for (const [index, part] of all.entries()) {
    const item = items[index];
    const key = keys[index];
    if (item === undefined || key === undefined) continue;
    const stands = recents.get(key)?.stands;
    const now = stands === undefined ? '' : heardAs(stands);
    if (waiter !== null && heard?.get(key) !== now) await store.noteHeard(waiter.key, key, now);
    const standing = await standingNow(deps, item, repository, part, stands);
    if (standing === null) unread.set(key, item);
    found.push({ ...part, standing });
  }
  return found;
}

/** How a sub-issue stands; null: it has to be looked at, because nobody has since it was opened or closed. */
async function standingNow(
  { reads }: Deps,
  item: IssueItem,
  { name }: Repository,
  { closed, archived }: SubIssue,
  stands: Stands | undefined,
): Promise<IssueStanding | null> {
  const isOurs =
    sameName(item.repository, name) || (await reads.isInstalled(item.installation, item.repository));
  const reason = closed?.reason ?? null;
  if (isOurs && !archived && stands?.closed === reason) return stands;
  // What is not wanted needs no look; and where Baton is not, or nothing can be written, there are no gates.
  if (isOurs && !archived && (reason === null || reason === 'completed')) return null;
  return { done: closed === null ? [] : [{ from: closed.at, to: null }], holders: [], hasGates: false };
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Whether issues of a repository wait for their sub-issues, for whoever hears that one got or lost some. */
const markOf = (place: string): string => `sub-issues ${place}`;

/** Keeps whether a policy that came into force asks for sub-issues; null: there is none. */
export async function noteWhetherAsked(
  { reads, store }: Deps,
  installation: number,
  { name }: Repository,
  policy: Policy | null,
): Promise<void> {
  const place = keyOf({ kind: 'repository', installation, repository: name });
  if (policy !== null && asksForSubIssues(policy)) return store.setMark(markOf(place), 'asked');
  reads.forgetSubIssues(name);
  await store.forgetMark(markOf(place));
  await subIssueStore<Item>(store.db).forgetWaiters(place);
}

/** An issue got or lost a sub-issue: it is looked at, where the policy asks for them. */
export async function lookAtDivision(
  { store, want }: Deps,
  { installation, repository, issue }: Extract<Item, { kind: 'sub-issues' }>,
): Promise<void> {
  const place = keyOf({ kind: 'repository', installation, repository });
  if ((await store.mark(markOf(place))) === null) return;
  await want([wantOf({ kind: 'issue', installation, repository, number: issue })]);
}
