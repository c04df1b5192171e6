/** What a gate requires before it can be opened, and which roles' words are still missing. */
import type { ApproveRule, Gate } from '../../policy/index.ts';
import { missingByCriterion, missingOfList } from './criteria.ts';
import { isDone, criteriaOf, keyOf, sectionsMissing, type Texts, firstBefore } from '../history/index.ts';
import { isBound, type Track } from './track.ts';
import { allOf, missingAtFirst } from './missing.ts';
import type { Consent, CriterionVerdict, Lack, Reference } from '../verdict.ts';

/** What the gate requires of a text and the text does not have; null: it has everything. */
function textLackOf(gate: Gate, texts: Texts): Lack | null {
  const missing = sectionsMissing(gate, texts);
  if (missing.length > 0) return { kind: 'sections', missing };
  return criteriaOf(gate, texts)?.length === 0
    ? { kind: 'no-criteria', heading: gate.requires.criteria ?? '' }
    : null;
}

/** The first thing that the gate requires and does not have; null: it has everything. */
export function lackOf(track: Track, texts: Texts): Lack | null {
  const { gate } = track;
  const lack = textLackOf(gate, texts);
  if (lack !== null) return lack;
  if (gate.requires.consent.length === 0) {
    const { unfinished } = track;
    return isDone(unfinished) ? null : { kind: 'sub-issues', ...unfinished };
  }
  const spoken = consentsOf(track, texts);
  const silent = gate.requires.consent.filter(
    (role) => !spoken.some((each) => each.role === role && each.isViable),
  );
  if (silent.length === 0) {
    const { unfinished } = track;
    return isDone(unfinished) ? null : { kind: 'sub-issues', ...unfinished };
  }
  const refused = spoken.findLast((each) => !each.isViable);
  return {
    kind: 'consent',
    missing: silent,
    refused: refused === undefined ? null : { by: refused.by, words: refused.words },
  };
}

/** The same when a word is said: what an edit of that very second filled may not have been there yet. */
export function lackAt(track: Track, texts: Texts, word: Pick<Reference, 'at' | 'by'>): Lack | null {
  const lack = lackOf(track, texts);
  if (lack !== null) return lack;
  const { gate } = track;
  const before = firstBefore(texts, word, gate, (then) => textLackOf(gate, then) !== null);
  return before === null ? null : textLackOf(gate, before);
}

/**
 * What an edit does that fills the sections which a gate requires: approvals that are not bound to them were given to what
 * they said then. `mayOpen`: its editor could open the gate alone.
 */
export function takeFilling(track: Track, edit: Reference, texts: Texts, mayOpen: () => boolean): void {
  const { gate } = track;
  if (texts.current === 0 || gate.requires.sections.length === 0) return;
  const earlier = { ...texts, current: texts.current - 1 };
  if (sectionsMissing(gate, earlier).length === 0 || sectionsMissing(gate, texts).length > 0) return;
  if (mayOpen()) return;
  const required = { covers: gate.requires.sections };
  const now = keyOf(texts, texts.current, required);
  const { id, at, by } = edit;
  const undone = { kind: 'edited', edit: { id, at, by }, sameSecond: false } as const;
  track.approvals.undoUnless(now, undone, (revision) => keyOf(texts, revision, required));
}

/** What was said of whether it is viable, about the text in force; the latest word of each role, oldest first. */
export function consentsOf(track: Track, texts: Texts): readonly Consent[] {
  if (track.consents.size === 0) return [];
  const now = keyOf(texts, texts.current, track.gate);
  return [...track.consents]
    .filter(([, word]) => !isBound(track.gate) || word.text === now)
    .map(([role, { by, isViable, words }]) => ({ role, by, isViable, words }))
    .toSorted((one, other) => one.by.at - other.by.at);
}

/** What of the gate's rule is still missing for what the text says now; null: nothing. */
export function missingOf(track: Track, texts: Texts): ApproveRule | null {
  const { approve } = track.gate;
  const criteria = missingOfList(track, texts);
  if (criteria === null)
    return track.approvals.missing({ text: keyOf(texts, texts.current, track.gate), criterion: null });
  if (criteria.length === 0) return missingAtFirst(approve);
  return allOf(criteria.flatMap(({ missing }) => missing ?? []));
}

/** Each acceptance criterion as it stands; none where the gate is approved as a whole. */
export function criteriaVerdicts(track: Track, texts: Texts): readonly CriterionVerdict[] {
  const now = keyOf(texts, texts.current, track.gate);
  return (missingByCriterion(track, texts) ?? []).map(({ number, text, key, missing }) => {
    const last = track.approvals.lastFor({ text: now, criterion: key });
    return {
      number,
      text,
      isAccepted: missing === null,
      accepted: last === null ? null : { id: last.id, at: last.at, by: last.by },
      returned: track.returned.get(key) ?? null,
    };
  });
}
