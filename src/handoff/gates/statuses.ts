/** What the words for and against a gate make it now: its status, and why. */
import { acceptList, missingByCriterion } from './criteria.ts';
import { type Revision, type Period, keyOf, type Texts } from '../history/index.ts';
import { hasTurnBefore } from './modes.ts';
import { lackOf, missingOf } from './requirements.ts';
import type { Approval } from './approvals.ts';
import { blockerOf, listEditOf, wasApproved, type Track } from './track.ts';
import type { Reason, Reference, Status } from '../verdict.ts';

/** Why the approvals that there were do not stand any more. */
function whyStale(track: Track, texts: Texts): Reason {
  const { last } = track.approvals;
  if (last === null) return { kind: 'asked' };
  if (last.undone !== null) return last.undone;
  if (track.closedByEdit !== null) return { kind: 'edited', edit: track.closedByEdit, sameSecond: false };
  const doubtful = last.text === null;
  const revision = doubtful
    ? texts.revisions[texts.editedAt.get(last.at)?.[0] ?? Number.NaN]
    : editAwayFrom(track, last, texts);
  if (revision === undefined) return { kind: 'asked' };
  const { id, at, by } = revision;
  return { kind: 'edited', edit: { id, at, by }, sameSecond: doubtful };
}

/** The last edit that led away from the text approved; what was looked through for it before is not again. */
function editAwayFrom(track: Track, approval: Approval, texts: Texts): Revision | undefined {
  const { gate, away } = track;
  const isSame = away?.approval.place === approval.place && away.approval.revision === approval.revision;
  const known = isSame && away.upTo <= texts.current ? away : null;
  let found = known?.found;
  for (let index = (known?.upTo ?? approval.revision) + 1; index <= texts.current; index += 1)
    if (keyOf(texts, index, gate) !== approval.text && keyOf(texts, index - 1, gate) === approval.text)
      found = texts.revisions[index];
  track.away = { approval, upTo: texts.current, found };
  return found;
}

type Found = { readonly status: Status; readonly reason: Reason };

/** A gate among the others of its item. */
type Scene = { readonly track: Track; readonly texts: Texts; readonly tracks: readonly Track[] };

/** The first of these that says anything does; what none of them speaks of waits because it was asked for. */
function statusOf(scene: Scene): Found {
  return (
    decided(scene) ??
    inPreparation(scene) ??
    approvedBefore(scene) ??
    notYetAsked(scene) ?? { status: 'waiting', reason: whyAsked(scene.track) }
  );
}

/** It does not apply, is open, or was sent back. */
function decided(scene: Scene): Found | null {
  const { track } = scene;
  const { applies, open, against } = track;
  if (!applies) return { status: 'not applicable', reason: { kind: 'not-applicable' } };
  if (open)
    return isApproved(scene)
      ? { status: 'satisfied', reason: { kind: 'approved' } }
      : { status: 'waived', reason: { kind: 'waived' } };
  if (against?.kind !== 'returned') return null;
  const { by, words, criterion } = against;
  return { status: 'returned', reason: { kind: 'returned', by, words, criterion } };
}

/** Something is missing before anybody can approve; of several things, what comes first is told. */
function inPreparation({ track, texts, tracks }: Scene): Found | null {
  const lack = lackOf(track, texts);
  const lacking: Found | null = lack && { status: 'preparing', reason: lack };
  const canWait = lack?.kind === 'consent' || lack?.kind === 'sub-issues';
  if (!canWait && lacking !== null) return lacking;
  const blocker = blockerOf(track.gate, tracks);
  if (blocker !== null) return { status: 'preparing', reason: { kind: 'blocked', gate: blocker } };
  if (isAsked(track)) return { status: 'questioned', reason: { kind: 'questioned' } };
  return lacking;
}

/** It was approved, as a whole or in part. */
function approvedBefore({ track, texts }: Scene): Found | null {
  const wasWhole = wasApproved(track);
  if (isOnlyRelisted(track, texts))
    return { status: wasWhole ? 'stale' : 'waiting', reason: { kind: 'relisted' } };
  if (wasWhole) return { status: 'stale', reason: whyStale(track, texts) };
  return isPartlyApproved(track, texts) ? { status: 'waiting', reason: { kind: 'partly' } } : null;
}

/** It is not its turn yet, and nobody asked for it out of turn. */
function notYetAsked({ track: { gate, requested, ready }, tracks }: Scene): Found | null {
  if (requested) return null;
  const after = gate.after.find((name) =>
    tracks.some((other) => other.gate.name === name && !other.open && hasTurnBefore(other.gate, gate)),
  );
  if (after !== undefined) return { status: 'preparing', reason: { kind: 'after', gate: after } };
  return ready ? null : { status: 'preparing', reason: { kind: 'not-merged' } };
}

const whyAsked = ({ against }: Track): Reason =>
  against === null ? { kind: 'asked' } : { kind: 'revoked', by: against.by };

const isAsked = (track: Track): boolean => track.questions.size > 0;

/** True when all that is in the list of criteria is accepted, and what keeps the gate closed is how the list was edited. */
function isOnlyRelisted(track: Track, texts: Texts): boolean {
  return (
    listEditOf(track, texts) !== null &&
    (missingByCriterion(track, texts) ?? []).every(({ missing }) => missing === null)
  );
}

/** True when some of its words stand, but not all that are needed. */
function isPartlyApproved(track: Track, texts: Texts): boolean {
  // What was sent back and mended is waited for like any other.
  return !track.approvals.isEmpty && track.approvals.acceptsAnything(keyOf(texts, texts.current, track.gate));
}

/** True when its approvers' words open it. */
function isApproved({ track, texts, tracks }: Scene): boolean {
  return (
    !track.approvals.isEmpty &&
    missingOf(track, texts) === null &&
    lackOf(track, texts) === null &&
    !isAsked(track) &&
    blockerOf(track.gate, tracks) === null
  );
}

/** True when a waiver holds it open at an instant. */
function isWaived({ waiver }: Track, at: number): boolean {
  return waiver !== null && (waiver.until === null || at < waiver.until.at);
}

/** Brings every gate up to date after a moment; null: the beginning. `what`: whether it was an edit of the text. */
export function updateStatuses(
  tracks: readonly Track[],
  texts: Texts,
  moment: Reference | null,
  what: 'edit' | 'other' = 'other',
): void {
  const at = moment?.at ?? Number.NEGATIVE_INFINITY;
  // A gate that blocks another must be settled first; policies have no circles, so this ends.
  for (let round = 0; round <= tracks.length; round += 1) {
    let changed = false;
    for (const track of tracks) {
      const isDecided = track.inJira === null ? isApproved({ track, texts, tracks }) : track.inJira.open;
      const open = !track.applies || isDecided || isWaived(track, at);
      if (isDecided) acceptList(track, texts);
      if (open === track.open) continue;
      changed = true;
      if (track.open && moment !== null) {
        const { id, at, by } = moment;
        track.closedSince = at;
        if (what === 'edit' && track.gate.requires.criteria !== null) track.closedByEdit = { id, at, by };
      }
      if (open) track.notCounted = [];
      if (open) track.closedByEdit = null;
      noteOpen(track.openTimes, open, Math.max(0, at));
      track.open = open;
    }
    if (!changed) break;
  }
  for (const track of tracks) {
    const { status, reason } = statusOf({ track, texts, tracks });
    if (status !== track.status || reason.kind !== track.reason.kind || moment === null) track.since = moment;
    track.status = status;
    track.reason = reason;
  }
}

/** Notes in the times when a gate was open that it opens or closes at an instant. */
function noteOpen(times: Period[], open: boolean, at: number): void {
  const last = times.at(-1);
  if (open && last?.to !== at) {
    times.push({ from: at, to: null });
    return;
  }
  if (last === undefined) return;
  times.pop();
  if (open || last.from !== at) times.push({ ...last, to: open ? null : at });
}

/** Ends the waivers whose time is over at an instant, each at its own time. Gives back whether there were any. */
export function endWaivers(tracks: readonly Track[], texts: Texts, at: number): boolean {
  if (!tracks.some(({ waiver }) => waiver?.until != null && waiver.until.at <= at)) return false;
  const over = tracks
    .flatMap(({ waiver }) => (waiver?.until == null ? [] : [{ ...waiver.by, at: waiver.until.at }]))
    .filter((end) => end.at <= at)
    .toSorted((one, other) => one.at - other.at);
  for (const end of over) {
    updateStatuses(tracks, texts, end);
    for (const track of tracks) {
      const { waiver } = track;
      if (waiver?.until == null || waiver.until.at > end.at) continue;
      track.waiver = null;
      track.ended = { waiver, at: waiver.until.at, by: null };
    }
  }
  return over.length > 0;
}
