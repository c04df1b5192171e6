/** What the words for and against a gate make it now: its status, and why. */
import type { Revision } from './fold.ts';
import { hasTurnBefore } from './modes.ts';
import { keyOf, sectionsMissing, type Texts } from './texts.ts';
import { blockerOf, standing, wasApproved, type Approval, type Track } from './track.ts';
import { missingRoles, type Reason, type Reference, type Status } from './verdict.ts';

/** Why the approvals that there were do not stand any more. */
function whyStale(track: Track, texts: Texts): Reason {
  const last = track.approvals.at(-1);
  if (last === undefined) return { kind: 'asked' };
  if (last.undone !== null) return last.undone;
  const doubtful = last.text === null;
  const revision = doubtful
    ? texts.revisions.find((each, index) => index > 0 && each.at === last.at)
    : editAwayFrom(last, texts);
  if (revision === undefined) return { kind: 'asked' };
  const { id, at, by } = revision;
  return { kind: 'edited', edit: { id, at, by }, sameSecond: doubtful };
}

/** The last edit that led away from the text approved. */
function editAwayFrom(approval: Approval, texts: Texts): Revision | undefined {
  let found: Revision | undefined;
  for (let index = approval.revision + 1; index <= texts.current; index += 1)
    if (keyOf(texts, index) !== approval.text && keyOf(texts, index - 1) === approval.text)
      found = texts.revisions[index];
  return found;
}

function statusOf(track: Track, texts: Texts, tracks: readonly Track[]): { status: Status; reason: Reason } {
  if (track.open) return { status: 'satisfied', reason: { kind: 'approved' } };
  const { gate, against } = track;
  if (against?.kind === 'returned')
    return { status: 'returned', reason: { kind: 'returned', by: against.by, words: against.words } };
  const missing = sectionsMissing(gate, texts);
  if (missing.length > 0) return { status: 'preparing', reason: { kind: 'sections', missing } };
  const blocker = blockerOf(gate, tracks);
  if (blocker !== null) return { status: 'preparing', reason: { kind: 'blocked', gate: blocker } };
  if (wasApproved(track)) return { status: 'stale', reason: whyStale(track, texts) };
  if (standing(track, texts).length > 0) return { status: 'waiting', reason: { kind: 'partly' } };
  const after = gate.after.find((name) =>
    tracks.some((other) => other.gate.name === name && !other.open && hasTurnBefore(other.gate, gate)),
  );
  if (!track.requested) {
    if (after !== undefined) return { status: 'preparing', reason: { kind: 'after', gate: after } };
    if (!track.ready) return { status: 'preparing', reason: { kind: 'not-merged' } };
  }
  if (against !== null) return { status: 'waiting', reason: { kind: 'revoked', by: against.by } };
  return { status: 'waiting', reason: { kind: 'asked' } };
}

/** Brings every gate up to date after a moment; null: the beginning. */
export function settle(tracks: readonly Track[], texts: Texts, moment: Reference | null): void {
  // A gate that blocks another must be settled first; policies have no circles, so this ends.
  for (let round = 0; round <= tracks.length; round += 1) {
    let changed = false;
    for (const track of tracks) {
      const open =
        track.approvals.length > 0 &&
        missingRoles(track.gate.approve, standing(track, texts)).length === 0 &&
        sectionsMissing(track.gate, texts).length === 0 &&
        blockerOf(track.gate, tracks) === null;
      if (open === track.open) continue;
      changed = true;
      if (track.open && moment !== null) track.closedSince = moment.at;
      if (open) track.notCounted = [];
      track.open = open;
    }
    if (!changed) break;
  }
  for (const track of tracks) {
    const { status, reason } = statusOf(track, texts, tracks);
    if (status !== track.status || reason.kind !== track.reason.kind || moment === null) track.since = moment;
    track.status = status;
    track.reason = reason;
  }
}
