/**
 * Acceptance criteria through the edits of their list. What is still to be accepted cannot be edited away: it is reworded,
 * and then its new words are still to be accepted, or it was removed, and then an approver has to accept the list without it.
 */
import type { ApproveRule } from '../../policy/index.ts';
import { type Revision, criteriaKeys, criteriaOf, keyOf, type Texts } from '../history/index.ts';
import type { Criterion } from '../text/index.ts';
import { Removals } from './removals.ts';
import { listEditOf, removedOf, type Track } from './track.ts';

type WithMissing = Criterion & { readonly missing: ApproveRule | null };

/** Each criterion in the text in force, with what is missing for it to be accepted; null: the gate is approved as a whole. */
export function missingByCriterion(
  { approvals, gate }: Track,
  texts: Texts,
  since = Number.NEGATIVE_INFINITY,
): readonly WithMissing[] | null {
  const text = keyOf(texts, texts.current, gate);
  return (
    criteriaOf(gate, texts)?.map((each) => ({
      ...each,
      missing: approvals.missing({ text, criterion: each.key, since }),
    })) ?? null
  );
}

/** The same by the words that count for opening the gate: those about the list as it is. */
export function missingOfList(track: Track, texts: Texts): readonly WithMissing[] | null {
  return missingByCriterion(track, texts, listEditOf(track, texts)?.at);
}

/** True when somebody has accepted a part of the list, or sent a part of it back. */
const isBegun = ({ approvals, returned }: Track): boolean => returned.size > 0 || approvals.acceptsCriteria();

/**
 * What an edit does to criteria that are not accepted. Where as many new ones take the place of those that went, they were
 * reworded. Else they were removed, which counts as nobody's word but that of an editor who could open the gate alone
 * (`mayRemove`). An edit that brings back a list that was accepted is
 * nobody's word either.
 */
export function takeListEdit(track: Track, edit: Revision, texts: Texts, mayRemove: () => boolean): void {
  const { gate } = track;
  if (gate.requires.criteria === null || texts.current === 0 || !isBegun(track)) return;
  const earlier = { ...texts, current: texts.current - 1 };
  const open = (at: Texts): readonly Criterion[] =>
    (missingByCriterion(track, at) ?? []).filter(({ missing }) => missing !== null);
  const [before, now] = [criteriaKeys(gate, earlier), criteriaKeys(gate, texts)];
  if (before.size === now.size && [...before].every((key) => now.has(key))) return;
  const wasAccepted = isAccepted(track, earlier);
  const gone = open(earlier).filter(({ key }) => !now.has(key));
  const fresh = open(texts).filter(({ key }) => !before.has(key));
  const isTold = !edit.lost && texts.revisions[earlier.current]?.lost === false;
  const { id, at, by } = edit;
  if (fresh.length >= gone.length) {
    for (const [index, { key }] of gone.entries()) {
      const criterion = fresh[index];
      if (criterion !== undefined) reword(track, key, criterion);
    }
  } else if (isTold && mayRemove()) {
    for (const { key } of gone) forget(track, key);
  } else {
    for (const { key, text } of gone) track.removed.set(key, { text, edit: { id, at, by } });
  }
  if (!wasAccepted && isAccepted(track, texts) && !(isTold && mayRemove())) track.relisted = { id, at, by };
}

/** True when the words that count accept all that there are. */
function isAccepted(track: Track, texts: Texts): boolean {
  const criteria = missingOfList(track, texts) ?? [];
  return criteria.length > 0 && criteria.every(({ missing }) => missing === null);
}

/** What was sent back stays so in other words, also where these were accepted before. */
function reword(track: Track, key: string, criterion: Criterion): void {
  const sentBack = track.returned.get(key);
  if (sentBack === undefined) return;
  track.returned.delete(key);
  track.returned.set(criterion.key, sentBack);
  track.approvals.withdraw(criterion.key);
  if (track.against?.criterion?.key === key) {
    const { number, text } = criterion;
    track.against = { ...track.against, criterion: { number, text, key: criterion.key } };
  }
}

function forget(track: Track, key: string): void {
  track.returned.delete(key);
  if (track.against?.criterion?.key === key) track.against = null;
}

/** Ends what was left of criteria that are not in the list any more, once approvers accepted it as it is. */
export function acceptList(track: Track, texts: Texts): void {
  for (const { key } of removedOf(track, texts)) forget(track, key);
  track.removed = new Removals();
  track.relisted = null;
}
