/**
 * Issues that wait for their sub-issues. How a sub-issue stands is what the last look at it found; so a look at an issue
 * asks GitHub for none of them, and a look at a sub-issue has those looked at again that have not heard how it stands.
 */
import type { IssueStanding, Observed, SubIssue } from '../../handoff/index.ts';
import { keyOf } from '../../items.ts';
import type { Waiter } from '../../store/index.ts';
import type { Item, Observation } from '../../tracker.ts';
import type { Notebook, Stands } from '../memory/index.ts';
import type { Place } from './place.ts';
import { heardAs } from './stands.ts';
import { sameText } from '../../same-text.ts';

export type IssueItem = Extract<Item, { kind: 'issue' }>;

/** What was read, with the sub-issues of its issues. `unread`: those that have to be looked at first. */
export type Divided<O> = { readonly seen: O; readonly unread: readonly IssueItem[] };

type Seen = Exclude<Observation, { kind: 'gone' }>;

/** Adds the sub-issues, and how each of them stands. What waits for them is noted. */
export async function withSubIssues<O extends Seen>(
  notebook: Notebook,
  place: Place,
  seen: O,
): Promise<Divided<O>> {
  const divided = await place.reads.withSubIssues(place.item, seen);
  const unread = new Map<string, IssueItem>();
  const add = async (issue: Observed): Promise<Observed> => {
    const { subIssues } = issue.displayed;
    if (subIssues === null) return issue;
    const waiter = notebook.pen === null ? null : waiterOf(place, seen, issue);
    const standing = await standingsOf(notebook, place, subIssues.all, waiter);
    for (const item of standing.unread) unread.set(keyOf(item), item);
    return { ...issue, displayed: { ...issue.displayed, subIssues: { ...subIssues, all: standing.all } } };
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
 * Who is to be told when a sub-issue stands otherwise; null: nobody, the issue itself is. What closes an issue of another
 * repository is: that one may have a policy which does not ask for sub-issues.
 */
function waiterOf({ item, repository }: Place, seen: Seen, { history }: Observed): Waiter<Item> | null {
  const place = keyOf({ kind: 'repository', installation: item.installation, repository: item.repository });
  if (seen.kind === 'issue') return { key: keyOf(item), place, item };
  const isOwn = sameText(history.item.repository, repository.name);
  if (isOwn || item.kind !== 'pull-request' || seen.pullRequest.state !== 'open') return null;
  return { key: `${keyOf(item)} ${history.item.id}`, place, item };
}

/** @param waiter who waits for them; null: nobody */
async function standingsOf(
  notebook: Notebook,
  place: Place,
  all: readonly SubIssue[],
  waiter: Waiter<Item> | null,
): Promise<{ readonly all: readonly SubIssue[]; readonly unread: readonly IssueItem[] }> {
  const { installation } = place.item;
  const parts = all.map((part) => {
    const { repository, number } = part;
    const item: IssueItem = { kind: 'issue', installation, repository, number };
    return { part, item, key: keyOf(item) };
  });
  const keys = parts.map(({ key }) => key);
  // First: a look at a sub-issue that ends from now on finds who waits.
  const heard = waiter === null ? null : await notebook.pen?.noteSubIssues(waiter, keys);
  const recents = await notebook.lastDecisionsOf(keys);
  const found: SubIssue[] = [];
  const unread: IssueItem[] = [];
  for (const { part, item, key } of parts) {
    const stands = recents.get(key)?.stands;
    const now = stands === undefined ? '' : heardAs(stands);
    if (waiter !== null && heard?.get(key) !== now) await notebook.pen?.noteHeard(waiter.key, key, now);
    const standing = await standingNow(place, item, part, stands);
    if (standing === null) unread.push(item);
    found.push({ ...part, standing });
  }
  return { all: found, unread };
}

/** How a sub-issue stands; null: it has to be looked at, because nobody has since it was opened or closed. */
async function standingNow(
  { reads, repository: { name } }: Place,
  item: IssueItem,
  { closed, archived }: SubIssue,
  stands: Stands | undefined,
): Promise<IssueStanding | null> {
  const isOurs =
    sameText(item.repository, name) || (await reads.isInstalled(item.installation, item.repository));
  const reason = closed?.reason ?? null;
  if (isOurs && !archived && stands?.closed === reason) return stands;
  // What is not wanted needs no look; and where Baton is not, or nothing can be written, there are no gates.
  if (isOurs && !archived && (reason === null || reason === 'completed')) return null;
  return { done: closed === null ? [] : [{ from: closed.at, to: null }], holders: [], hasGates: false };
}
