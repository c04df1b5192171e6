/** One gate, followed through the item's history: who spoke for it and against it, and what that makes it now. */
import { type Gate, rolesOf } from '../../policy/index.ts';
import {
  type Revision,
  type Period,
  heldRole,
  type Members,
  noneUnfinished,
  changedAt,
  criteriaKeys,
  criteriaOf,
  doubtfulCriteria,
  keyOf,
  type Texts,
} from '../history/index.ts';
import { type Approval, Approvals } from './approvals.ts';
import { mayHoldBack } from './modes.ts';
import { Questions } from './questions.ts';
import { Removals } from './removals.ts';
import type { Criterion } from '../text/index.ts';
import type {
  EndedWaiver,
  Evidence,
  GateVerdict,
  NotCounted,
  NotCountedBecause,
  OpenedWith,
  Reason,
  Reference,
  RemovedCriterion,
  ReturnedCriterion,
  Status,
  Unfinished,
  Waiver,
} from '../verdict.ts';

/** What a role said of whether it is viable, and of which text. */
type Early = {
  readonly by: Reference;
  readonly isViable: boolean;
  readonly words: string;
  readonly text: string;
};
/** The last edit up to a revision that led away from a text that was approved, or that an approval was carried over to. */
type Away = {
  readonly approval: Pick<Approval, 'place' | 'revision'>;
  readonly upTo: number;
  readonly found: Revision | undefined;
};
type Returned = { readonly by: Reference; readonly words: string };

export type Track = {
  readonly gate: Gate;
  /** False: its "when" leaves this issue out. */
  readonly applies: boolean;
  /** What decides it elsewhere; null: what is said here does. `open`: as it was at the moment that is played. */
  readonly inJira: { readonly verdict: GateVerdict; open: boolean } | null;
  approvals: Approvals;
  amendments: Reference[];
  /** `criterion`: what was returned, if not the whole. */
  against:
    | (Returned & {
        readonly kind: 'returned' | 'revoked';
        readonly criterion: Criterion | null;
      })
    | null;
  /** Those that nobody has answered. */
  readonly questions: Questions;
  /** By role. */
  consents: ReadonlyMap<string, Early>;
  /** Criteria that were sent back and not accepted since, by what they say. */
  returned: Map<string, ReturnedCriterion>;
  /** Criteria that an edit took from the list before they were accepted. */
  removed: Removals;
  /** The edit that would have opened it, which only its approvers may do: all has to be accepted since. */
  relisted: Reference | null;
  waiver: Waiver | null;
  /** The waiver that ended last, if nothing was said for or against the gate since. */
  ended: EndedWaiver | null;
  /** The edit that closed it, where it is accepted criterion by criterion. */
  closedByEdit: Reference | null;
  /** What `ready-when` asks for has happened since the gate was last returned. */
  ready: boolean;
  requested: boolean;
  notCounted: readonly NotCounted[];
  /** Words, by id, that changed nothing and are nobody's fault: they came too early, with the opening, or were said before. */
  readonly ineffective: Set<string>;
  open: boolean;
  status: Status;
  reason: Reason;
  since: Reference | null;
  closedSince: number | null;
  /** When it was open; the last time may go on. */
  readonly openTimes: Period[];
  /** How far the edit that led away from the approval given last was looked for, and what was found. */
  away: Away | null;
  /** Parts of the issue that are not done now, where the gate requires that they are. */
  unfinished: Unfinished;
};

export function startTrack(gate: Gate, applies: boolean, inJira: GateVerdict | null = null): Track {
  return {
    gate,
    applies,
    inJira: inJira === null ? null : { verdict: inJira, open: false },
    approvals: new Approvals(gate),
    amendments: [],
    against: null,
    questions: Questions.none(),
    consents: new Map(),
    returned: new Map(),
    removed: new Removals(),
    relisted: null,
    waiver: null,
    ended: null,
    closedByEdit: null,
    ready: !gate.readyWhen.mergedPullRequest,
    requested: false,
    notCounted: [],
    ineffective: new Set(),
    open: false,
    status: 'preparing',
    reason: { kind: 'asked' },
    since: null,
    closedSince: null,
    openTimes: [],
    away: null,
    unfinished: noneUnfinished,
  };
}

export const isBound = (gate: Gate): boolean => gate.staleOn.includes('spec-edit');

/** Words that stand: about the text as it is now, and not undone by a push or a reopening. */
export function standingApprovals({ approvals, gate }: Track, texts: Texts): readonly Evidence[] {
  return approvals.isEmpty ? [] : approvals.standing(keyOf(texts, texts.current, gate));
}

/** Criteria that an edit took from the list before they were accepted, and that are not back in it. */
export function removedOf(track: Track, texts: Texts): readonly RemovedCriterion[] {
  if (track.removed.size === 0) return [];
  const there = criteriaKeys(track.gate, texts);
  return [...track.removed].flatMap(([key, { text, edit }]) =>
    there.has(key) ? [] : [{ key, text, edit, returned: track.returned.get(key) ?? null }],
  );
}

/** The last edit of the list of criteria since which all of it has to be accepted; null: there is none. */
export function listEditOf({ gate, removed, relisted }: Track, texts: Texts): Reference | null {
  if (removed.size === 0) return relisted;
  const there = criteriaKeys(gate, texts);
  const last = removed.findLast((key) => !there.has(key))?.edit ?? null;
  return last === null || (relisted !== null && relisted.at >= last.at) ? relisted : last;
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
    readonly lack: NotCountedBecause | null;
    /** The criteria that it is about; null: all that there are. */
    readonly criteria: ReadonlySet<string> | null;
  },
): NotCountedBecause | null {
  const { texts } = context;
  const because = ((): NotCountedBecause | null => {
    if (word.roles.length === 0) return word.by.kind === 'bot' ? { kind: 'bot' } : { kind: 'role' };
    if (context.party !== null) return context.party;
    if (context.lack !== null) return context.lack;
    const blocker = blockerOf(track.gate, context.tracks);
    return blocker === null ? null : { kind: 'blocked', gate: blocker };
  })();
  if (because !== null) {
    rejectApproval(track, word, because);
    return because;
  }
  const { gate } = track;
  track.ended = null;
  const all = criteriaOf(gate, texts)?.map(({ key }) => key);
  const doubtful = doubtfulCriteria(texts, word, gate, context.criteria !== null);
  const criteria =
    all === undefined ? null : new Set([...(context.criteria ?? all)].filter((key) => !doubtful.has(key)));
  const said = { ...word, criteria };
  for (const key of criteria ?? []) track.returned.delete(key);
  if (track.against?.criterion == null || criteria?.has(track.against.criterion.key) === true)
    track.against = null;
  // Whoever approves has seen what was asked.
  const wasAsked = answerAll(track);
  const text = changedAt(texts, word, gate) ? null : keyOf(texts, texts.current, gate);
  const isNew = wasAsked || track.amendments.length > 0 || listEditOf(track, texts) !== null;
  if (!isNew && track.approvals.isRepeated(said, text)) {
    track.ineffective.add(word.id);
    return null;
  }
  track.approvals.add(said, texts.current, text);
  track.amendments = [];
  return null;
}

/** Takes an approver's word as the answer to whatever is asked; false: nothing was. */
function answerAll(track: Track): boolean {
  const wasAsked = track.questions.size > 0;
  track.questions.answerAll();
  return wasAsked;
}

/** Notes a word for the gate that does not count, and why. */
export function rejectApproval(track: Track, word: Evidence, because: NotCountedBecause | OpenedWith): void {
  const { id, at, by, via } = word;
  // Whoever opens it from a template need not know the label: it comes off as if it had come too early.
  if (word.roles.length > 0 || (because.kind === 'opened-with' && track.gate.mode === 'enforce'))
    track.ineffective.add(id);
  track.notCounted = [...track.notCounted.slice(-9), { id, at, by, via, gate: track.gate.name, because }];
}

/** Takes a word against the gate: what was approved before no longer stands. */
export function takeAgainst(track: Track, kind: 'returned' | 'revoked', by: Reference, words: string): void {
  track.approvals = new Approvals(track.gate);
  track.amendments = [];
  track.returned = new Map();
  track.removed = new Removals();
  track.relisted = null;
  track.waiver = null;
  track.ended = null;
  track.closedByEdit = null;
  track.against = { kind, by, words, criterion: null };
  if (kind === 'returned') sendBack(track);
}

function sendBack(track: Track): void {
  track.ready = !track.gate.readyWhen.mergedPullRequest;
  track.requested = false;
}

/** Takes back what was said for one criterion; the others stay. */
export function takeAgainstCriterion(track: Track, criterion: Criterion, by: Reference, words: string): void {
  track.approvals.withdraw(criterion.key);
  track.waiver = null;
  track.ended = null;
  track.closedByEdit = null;
  track.returned.set(criterion.key, { by, words, text: criterion.text });
  track.against = { kind: 'returned', by, words, criterion };
  sendBack(track);
}

/** True when an approver who takes the gate's label off takes something back: the gate's approval, or their own word. */
export function takesBack(track: Track, by: Reference['by']): boolean {
  return wasApproved(track) || track.approvals.hasLabelBy(by);
}

/** True when the words given would open the gate, if all of them stood. */
export function wasApproved(track: Track): boolean {
  if (track.gate.requires.criteria !== null) return track.closedByEdit !== null;
  return !track.approvals.isEmpty && track.approvals.wouldOpen();
}

/** Carries what was said of the text before an edit over to the text after it, where an approver made the edit. */
export function takeEdit(track: Track, edit: Revision, texts: Texts, members: Members): void {
  const { gate } = track;
  if (texts.revisions.length < 2 || edit.lost) return;
  const isApprovers = approvingRoles(gate, members, edit).length > 0;
  const isAsked = track.questions.size > 0;
  const isSaid = track.consents.size > 0 || !track.approvals.isEmpty;
  // What nothing depends on is not read.
  if (!(isApprovers && isAsked) && !(isBound(gate) && isSaid)) return;
  const before = keyOf(texts, texts.current - 1, gate);
  const after = keyOf(texts, texts.current, gate);
  if (before === after) return;
  if (isApprovers) answerAll(track);
  if (!isBound(gate)) return;
  for (const [role, word] of track.consents)
    if (word.text === before && ((isApprovers && track.open) || heldRole(members, edit, role)))
      noteConsent(track, role, { ...word, text: after });
  if (track.approvals.isEmpty) return;
  const severalSpeak =
    gate.approve.kind !== 'role' || gate.approve.count > 1 || gate.independentOf.length > 0;
  const carries = severalSpeak ? track.approvals.standsBy(before, edit.by) : isApprovers;
  if (carries && track.approvals.carry(before, after, texts.current))
    track.amendments.push({ id: edit.id, at: edit.at, by: edit.by });
}

/** Notes what a role said of whether it is viable. */
export function noteConsent(track: Track, role: string, word: Early): void {
  track.consents = new Map(track.consents).set(role, word);
}
