/**
 * Which closings are those of merges. GitHub closes what a pull request links when it is merged, and what a commit's
 * message names when it lands: for a merge that brings such a commit, either of them may be recorded as the closer.
 */
import type { Word, ItemRef, MomentOf, PullRequest } from '../history/index.ts';
import { isSameIssue, wasMergedFor } from './links.ts';

/** How long after a merge (milliseconds) what it closes may be closed. */
const mergeCloses = 60_000;

/**
 * The words of an issue, closings by commits that a linked pull request's merge brought among them as closings by that
 * merge: the first one within a minute of the merge.
 */
export function withMerges(
  words: readonly Word[],
  item: ItemRef,
  pulls: readonly PullRequest[],
): readonly Word[] {
  if (!words.some((word) => word.kind === 'closed' && word.through === 'commit')) return words;
  // A merge closes an issue once: what somebody pushes just afterwards is not its doing.
  const open = new Set(pulls.filter((pull) => wasMergedFor(pull, item) === true));
  for (const word of words)
    for (const pull of open) if (word.kind === 'closed' && isClosedBy(word, pull)) open.delete(pull);
  return words.map((word) => {
    if (word.kind !== 'closed' || word.through !== 'commit') return word;
    const pull = [...open].find(({ mergedAt }) => isWithin(word.at, mergedAt ?? Number.POSITIVE_INFINITY));
    if (pull === undefined) return word;
    open.delete(pull);
    const { id, number, url, repository, visibility } = pull.item;
    const pullRequest = { id, number, url, repository, ...(visibility === undefined ? {} : { visibility }) };
    return { ...word, through: 'pull-request', pullRequest };
  });
}

const isWithin = (at: number, mergedAt: number): boolean => mergedAt <= at && at <= mergedAt + mergeCloses;

/** True when the tracker says that it was closed by the merge of that pull request. */
export function isClosedBy({ through, pullRequest }: MomentOf<'closed'>, { item }: PullRequest): boolean {
  if (through !== 'pull-request' || pullRequest === undefined) return false;
  if (pullRequest.id !== undefined) return pullRequest.id === item.id;
  const { number, repository = item.repository } = pullRequest;
  return isSameIssue({ tracker: item.tracker, number, repository }, item);
}
