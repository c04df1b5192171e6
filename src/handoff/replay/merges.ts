/**
 * Which closings are those of merges. GitHub closes what a pull request links when it is merged, and what a commit's
 * message names when it lands: for a merge that brings such a commit, either of them may be recorded as the closer.
 */
import type { Word, ItemRef, MomentOf, PullRequest } from '../history/index.ts';
import { textKey } from '../../same-text.ts';
import { wasMergedFor } from './links.ts';

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
  const hasClosed = closersAmong(words);
  const open = new Set(pulls.filter((pull) => wasMergedFor(pull, item) === true && !hasClosed(pull)));
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

/** What a closing by a merge says of the pull request: its id, or else its number, with its repository where that is known. */
function keyOfCloser({ through, pullRequest }: MomentOf<'closed'>): string | null {
  if (through !== 'pull-request' || pullRequest === undefined) return null;
  const { id, number, repository } = pullRequest;
  return id === undefined ? keyByNumber(number, repository) : JSON.stringify([id]);
}

const keyByNumber = (number: number, repository?: string): string =>
  JSON.stringify([number, repository === undefined ? null : textKey(repository)]);

/** All that a closing by its merge may say of a pull request. */
const keysOfPull = ({ item: { id, number, repository } }: PullRequest): readonly string[] => [
  JSON.stringify([id]),
  keyByNumber(number),
  keyByNumber(number, repository),
];

/** Which pull requests the tracker says closed it by their merges. */
export function closersAmong(words: readonly Word[]): (pull: PullRequest) => boolean {
  const keys = new Set<string | null>();
  for (const word of words) if (word.kind === 'closed') keys.add(keyOfCloser(word));
  return (pull) => keysOfPull(pull).some((key) => keys.has(key));
}

/** Which closings were by the merges of pull requests. */
export function closingsBy(pulls: readonly PullRequest[]): (word: MomentOf<'closed'>) => boolean {
  const keys = new Set(pulls.flatMap(keysOfPull));
  return (word) => {
    const key = keyOfCloser(word);
    return key !== null && keys.has(key);
  };
}
