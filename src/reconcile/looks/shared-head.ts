/**
 * Several pull requests can have one head, and then they share its check. Each look puts down how its own came out, and
 * the check shows the strictest of all. Only the pull request that it is about writes it in full.
 */
import {
  isBlocking,
  checkEffects,
  sharedReport,
  strictest,
  type AtCommit,
  type CheckReport,
  type Effect,
  type PullRequest,
} from '../../handoff/index.ts';
import { wantOf } from '../../items.ts';
import type { Item } from '../../tracker.ts';
import type { Deps, Looking } from '../facts/index.ts';

type Place = Pick<Looking<'pull-request' | 'merge-group'>, 'item'> & {
  readonly repository: { readonly id: string };
};

/** The wish to look at a pull request, or at its group, for the check on a commit. */
function wantAt({ item }: Place, number: number, headSha: string): ReturnType<typeof wantOf> {
  const { installation, repository } = item;
  const at: Item =
    item.kind === 'merge-group'
      ? { kind: 'merge-group', installation, repository, number, headSha }
      : { kind: 'pull-request', installation, repository, number };
  return wantOf(at);
}

/** Looks at whichever pull request the check on a commit is about now, after another one left it. */
async function wantHolder(deps: Deps, place: Place, sha: string): Promise<void> {
  const holder = strictest(await deps.store.judgedAt(place.repository.id, sha));
  if (holder !== undefined) await deps.want([wantAt(place, holder.number, sha)]);
}

/**
 * What the check of a pull request is to show, as effects.
 * @param found.siblings others with the same head, as far as the tracker tells; `found.own`: the check of this one
 */
export async function sharedCheck(
  deps: Deps,
  place: Place,
  { item: { number }, headSha, checks }: PullRequest,
  { siblings, own }: { readonly siblings: readonly number[]; readonly own: CheckReport },
): Promise<readonly Effect[]> {
  const { store, want } = deps;
  const { id } = place.repository;
  const { conclusion, title } = own;
  const inGroup = place.item.kind === 'merge-group';
  const { isNews, left } = await store.keepJudged(id, headSha, { number, conclusion, title }, inGroup);
  for (const sha of left) await wantHolder(deps, place, sha);
  const judged = await store.judgedAt(id, headSha);
  const unknown = siblings.filter((each) => judged.every((one) => one.number !== each));
  const all: readonly AtCommit[] = [
    ...judged,
    ...unknown.map((each): AtCommit => ({ number: each, conclusion: null, title: '' })),
  ].toSorted((one, other) => one.number - other.number);
  const holder = strictest(all);
  if (all.length < 2 || holder === undefined) return checkEffects(checks, own);
  const unjudged = all.filter((one) => one.conclusion === null && one.number !== number);
  const isOwn = holder.number === number;
  const report = sharedReport(all, holder, isOwn ? own : null, own);
  const effects = checkEffects(checks, report);
  const shown = checks.findLast((check) => check.name === own.name && check.headSha === headSha);
  const isShown = shown?.conclusion === report.conclusion && shown.title === report.title;
  // Who looked at another one at the same time did not know of this: so the one that it is about is looked at once more.
  const again = isNews || (!isOwn && !isShown) ? [holder.number] : [];
  const wanted = new Set([...again, ...(isNews ? unjudged.map((one) => one.number) : unknown)]);
  if (wanted.size > 0) await want([...wanted].map((each) => wantAt(place, each, headSha)));
  return !isOwn && isShown ? [] : effects;
}

/** A pull request that is not open any more has no part in any check. */
export async function leaveChecks(deps: Deps, place: Place, number: number): Promise<void> {
  const shas = await deps.store.forgetJudged(place.repository.id, number);
  for (const sha of shas) await wantHolder(deps, place, sha);
}

/**
 * Puts down that a pull request could not be judged at a commit.
 * @returns whether its check may say so: not where it blocks already because of another one
 */
export async function noteUnjudged(
  { store }: Pick<Deps, 'store'>,
  place: Place,
  number: number,
  { headSha, conclusion, title }: CheckReport,
): Promise<boolean> {
  const { id } = place.repository;
  await store.keepJudged(id, headSha, { number, conclusion, title }, place.item.kind === 'merge-group');
  const others = (await store.judgedAt(id, headSha)).filter((one) => one.number !== number);
  return !others.some((one) => one.conclusion !== null && isBlocking(one));
}
