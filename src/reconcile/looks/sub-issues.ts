/** A sub-issue came to stand otherwise, or an issue got or lost one: issues that wait for it are looked at. */
import { asksForSubIssues, type IssueState } from '../../handoff/index.ts';
import { itemShape, keyOf, wantOf } from '../../items.ts';
import type { Policy } from '../../policy/index.ts';
import { recentStore, subIssueStore } from '../../store/index.ts';
import type { Item, Repository } from '../../tracker.ts';
import { heardAs, standsAlike, standsOf, type Deps, type Looking } from '../facts/index.ts';
import { lastDecisionOf, lastDecisionShape, type Stands } from '../memory/index.ts';

type IssueItem = Extract<Item, { kind: 'issue' }>;

/** Has those looked at that wait for an issue and have not heard how it stands; to be called once that is kept. */
export async function tellWaiters({ store, want }: Deps, item: IssueItem, stands: Stands): Promise<void> {
  const heard = heardAs(stands);
  const waiters = await subIssueStore(store.db, itemShape).waitingFor(keyOf(item));
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
  const waiters = await subIssueStore(store.db, itemShape).waitingFor(keyOf(item));
  if (waiters.length === 0) return;
  const before = await lastDecisionOf(store, keyOf(item));
  const stands = standsOf(issue, null);
  if (!standsAlike(before.stands, stands))
    await recentStore(store.db, lastDecisionShape).keepRecent(keyOf(item), { ...before, stands }, now());
  await tellWaiters(deps, item, stands);
}

/** Has those looked at that wait for an issue which is gone. */
export async function tellGone({ store, want }: Deps, item: IssueItem): Promise<void> {
  const waiters = await subIssueStore(store.db, itemShape).waitingFor(keyOf(item));
  if (waiters.length > 0) await want(waiters.map((each) => wantOf(each.item)));
}

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
  await subIssueStore(store.db, itemShape).forgetWaiters(place);
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
