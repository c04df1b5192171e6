/** One gate, followed through the item's history: who spoke for it and against it, and what that makes it now. */
import type { Gate } from '../policy/index.ts';
import { rolesOf } from '../policy/index.ts';
import type { Revision } from './fold.ts';
import { sameLogin } from './history.ts';
import { heldRole, type Members } from './members.ts';
import { mayHoldBack } from './modes.ts';
import { changedAt, keyOf, sectionsMissing, type Texts } from './texts.ts';
import {
  missingRoles,
  type Evidence,
  type NotCounted,
  type NotCountedBecause,
  type Reason,
  type Reference,
  type Status,
} from './verdict.ts';

/** A word for a gate, and the text that it is about. */
export type Approval = Evidence & {
  /** The revision approved. */
  readonly given: number;
  /** The revision it is about now: the one approved, or the last one it was carried over to. */
  readonly revision: number;
  /** What that revision says; null: it cannot be told which revision was meant. */
  readonly text: string | null;
  /** Why it no longer stands, whatever the text. */
  readonly undone: Reason | null;
};

export type Track = {
  readonly gate: Gate;
  approvals: readonly Approval[];
  amendments: readonly Reference[];
  against: { readonly kind: 'returned' | 'revoked'; readonly by: Reference; readonly words: string } | null;
  /** What `ready-when` asks for has happened since the gate was last returned. */
  ready: boolean;
  requested: boolean;
  notCounted: readonly NotCounted[];
  /** Words of approvers, by id, that changed nothing: they came too early, or were said before. */
  readonly vain: Set<string>;
  open: boolean;
  status: Status;
  reason: Reason;
  since: Reference | null;
  closedSince: number | null;
};

export function startTrack(gate: Gate): Track {
  return {
    gate,
    approvals: [],
    amendments: [],
    against: null,
    ready: !gate.readyWhen.mergedPullRequest,
    requested: false,
    notCounted: [],
    vain: new Set(),
    open: false,
    status: 'preparing',
    reason: { kind: 'asked' },
    since: null,
    closedSince: null,
  };
}

const isBound = (gate: Gate): boolean => gate.staleOn.includes('spec-edit');

/** Words that stand: about the text as it is now, and not undone by a push or a reopening. */
export function standing(track: Track, texts: Texts): readonly Approval[] {
  const now = keyOf(texts, texts.current);
  return track.approvals.filter(
    (word) => word.undone === null && (!isBound(track.gate) || word.text === now),
  );
}

/** The first gate that is not open and blocks this one. */
export function blockerOf(gate: Gate, tracks: readonly Track[]): string | null {
  const blocker = tracks.find(
    (other) =>
      !other.open &&
      mayHoldBack(other.gate, gate) &&
      other.gate.blocks.some((block) => block.kind === 'gate' && block.gate === gate.name),
  );
  return blocker?.gate.name ?? null;
}

/** The approving roles that somebody held when they spoke. */
export function approvingRoles(
  gate: Gate,
  members: Members,
  moment: Pick<Reference, 'id' | 'by'>,
): readonly string[] {
  if (moment.by.self) return [];
  return rolesOf(gate.approve).filter((role) => heldRole(members, moment, role));
}

/** Takes a word for the gate. Gives back why it does not count; null: it does. */
export function takeApproval(
  track: Track,
  word: Evidence,
  context: {
    readonly texts: Texts;
    readonly tracks: readonly Track[];
    readonly party: NotCountedBecause | null;
  },
): NotCountedBecause | null {
  const { texts } = context;
  const because = ((): NotCountedBecause | null => {
    if (word.roles.length === 0) return word.by.kind === 'bot' ? { kind: 'bot' } : { kind: 'role' };
    if (context.party !== null) return context.party;
    const missing = sectionsMissing(track.gate, texts);
    if (missing.length > 0) return { kind: 'sections', missing };
    const blocker = blockerOf(track.gate, context.tracks);
    return blocker === null ? null : { kind: 'blocked', gate: blocker };
  })();
  if (because !== null) {
    rejectApproval(track, word, because);
    return because;
  }
  track.against = null;
  const text = changedAt(texts, word.at) ? null : keyOf(texts, texts.current);
  const isSaid = (one: Approval): boolean =>
    text !== null && one.text === text && one.undone === null && isSaidAgain(one, word);
  if (track.amendments.length === 0 && track.approvals.some(isSaid)) {
    track.vain.add(word.id);
    return null;
  }
  track.approvals = [
    ...track.approvals.filter((one) => !isSaid(one) && !(one.undone !== null && isOutdone(one, word))),
    { ...word, given: texts.current, revision: texts.current, text, undone: null },
  ];
  track.amendments = [];
  return null;
}

/** True when the same person says in another word at least what a word said. */
function isOutdone(one: Approval, word: Evidence): boolean {
  return sameLogin(one.by.login, word.by.login) && one.roles.every((role) => word.roles.includes(role));
}

/** True when a word only says what the same person said in the same way before. */
function isSaidAgain(one: Approval, word: Evidence): boolean {
  return (
    one.via === word.via &&
    one.pullRequest === word.pullRequest &&
    sameLogin(one.by.login, word.by.login) &&
    word.roles.every((role) => one.roles.includes(role))
  );
}

/** Notes a word for the gate that does not count, and why. */
export function rejectApproval(track: Track, word: Evidence, because: NotCountedBecause): void {
  const { id, at, by, via } = word;
  if (word.roles.length > 0) track.vain.add(id);
  track.notCounted = [...track.notCounted.slice(-9), { id, at, by, via, gate: track.gate.name, because }];
}

/** Takes a word against the gate: what was approved before no longer stands. */
export function takeAgainst(track: Track, kind: 'returned' | 'revoked', by: Reference, words: string): void {
  track.approvals = [];
  track.amendments = [];
  track.against = { kind, by, words };
  if (kind === 'returned') {
    track.ready = !track.gate.readyWhen.mergedPullRequest;
    track.requested = false;
  }
}

/** True when an approver who takes the gate's label off takes something back: the gate's approval, or their own word. */
export function takesBack(track: Track, by: Reference['by']): boolean {
  return (
    wasApproved(track) ||
    track.approvals.some((one) => one.via === 'label' && sameLogin(one.by.login, by.login))
  );
}

/** True when the words given would open the gate, if all of them stood. */
export function wasApproved(track: Track): boolean {
  return track.approvals.length > 0 && missingRoles(track.gate.approve, track.approvals).length === 0;
}

/** Carries approvals of the text before an edit over to the text after it, where an approver made the edit. */
export function takeEdit(track: Track, edit: Revision, texts: Texts, members: Members): void {
  if (!isBound(track.gate) || track.approvals.length === 0 || texts.revisions.length < 2) return;
  const before = keyOf(texts, texts.current - 1);
  const after = keyOf(texts, texts.current);
  if (before === after || edit.lost) return;
  const { gate } = track;
  const severalSpeak =
    gate.approve.kind !== 'role' || gate.approve.count > 1 || gate.independentOf.length > 0;
  const carries = severalSpeak
    ? standing(track, { ...texts, current: texts.current - 1 }).some(
        (word) => word.by.login.toLowerCase() === edit.by.login.toLowerCase(),
      )
    : approvingRoles(gate, members, edit).length > 0;
  if (!carries) return;
  let carried = false;
  track.approvals = track.approvals.map((word) => {
    if (word.text !== before || word.undone !== null) return word;
    carried = true;
    return { ...word, revision: texts.current, text: after };
  });
  if (carried) track.amendments = [...track.amendments, { id: edit.id, at: edit.at, by: edit.by }];
}

/** Ends the standing of every word given up to a moment. */
export function undoApprovals(track: Track, until: number, why: Reason): void {
  track.approvals = track.approvals.map((word) =>
    word.undone === null && word.at <= until ? { ...word, undone: why } : word,
  );
}
