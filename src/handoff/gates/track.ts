/** One gate, followed through the item's history: who spoke for it and against it, and what that makes it now. */
import { type Gate, rolesOf } from '../../policy/index.ts';
import {
  type Revision,
  samePerson,
  type Period,
  heldRole,
  type Members,
  noneUnfinished,
  changedAt,
  criteriaOf,
  doubtfulCriteria,
  keyOf,
  type Texts,
} from '../history/index.ts';
import { missingRoles } from './missing.ts';
import { mayHoldBack } from './modes.ts';
import type { Criterion } from '../text/index.ts';
import type {
  EndedWaiver,
  Evidence,
  GateVerdict,
  NotCounted,
  NotCountedBecause,
  OpenedWith,
  Question,
  Reason,
  Reference,
  RemovedCriterion,
  ReturnedCriterion,
  Status,
  Unfinished,
  Waiver,
} from '../verdict.ts';

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
  /** The criteria that it accepts; null: the gate has none. */
  readonly criteria: ReadonlySet<string> | null;
};

/** What a role said of whether it is viable, and of which text. */
type Early = {
  readonly by: Reference;
  readonly isViable: boolean;
  readonly words: string;
  readonly text: string;
};
/** The last edit up to a revision that led away from an approved text. */
type Away = {
  readonly approval: Approval;
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
  approvals: readonly Approval[];
  amendments: readonly Reference[];
  /** `criterion`: what was returned, if not the whole. */
  against:
    | (Returned & {
        readonly kind: 'returned' | 'revoked';
        readonly criterion: Criterion | null;
      })
    | null;
  /** Those that nobody has answered. */
  questions: readonly Question[];
  /** How many questions there were, answered or not. */
  asked: number;
  /** By role. */
  readonly consents: Map<string, Early>;
  /** Criteria that were sent back and not accepted since, by what they say. */
  readonly returned: Map<string, ReturnedCriterion>;
  /** Criteria that an edit took from the list before they were accepted, by what they said; the last one last. */
  readonly removed: Map<string, { readonly text: string; readonly edit: Reference }>;
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
    approvals: [],
    amendments: [],
    against: null,
    questions: [],
    asked: 0,
    consents: new Map(),
    returned: new Map(),
    removed: new Map(),
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
export function standingApprovals(track: Track, texts: Texts): readonly Approval[] {
  if (track.approvals.length === 0) return [];
  const now = keyOf(texts, texts.current, track.gate);
  return track.approvals.filter(
    (word) => word.undone === null && (!isBound(track.gate) || word.text === now),
  );
}

/** Criteria that an edit took from the list before they were accepted, and that are not back in it. */
export function removedOf(track: Track, texts: Texts): readonly RemovedCriterion[] {
  if (track.removed.size === 0) return [];
  const there = new Set(criteriaOf(track.gate, texts)?.map(({ key }) => key));
  return [...track.removed].flatMap(([key, { text, edit }]) =>
    there.has(key) ? [] : [{ key, text, edit, returned: track.returned.get(key) ?? null }],
  );
}

/** The last edit of the list of criteria since which all of it has to be accepted; null: there is none. */
export function listEditOf(track: Track, texts: Texts): Reference | null {
  const edits = removedOf(track, texts).map(({ edit }) => edit);
  if (track.relisted !== null) edits.push(track.relisted);
  return edits.toSorted((one, other) => one.at - other.at).at(-1) ?? null;
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
  const isRepeated = (one: Approval): boolean =>
    text !== null && one.text === text && one.undone === null && isSaidAgain(one, said);
  const isNew = wasAsked || track.amendments.length > 0 || listEditOf(track, texts) !== null;
  if (!isNew && track.approvals.some(isRepeated)) {
    track.ineffective.add(word.id);
    return null;
  }
  track.approvals = [
    ...track.approvals.filter((one) => !isRepeated(one) && !(one.undone !== null && isOutdone(one, said))),
    { ...said, given: texts.current, revision: texts.current, text, undone: null },
  ];
  track.amendments = [];
  return null;
}

type Saying = Evidence & Pick<Approval, 'criteria'>;

/** True when all criteria of one word are among another's. */
const isPart = (one: Saying, other: Saying): boolean =>
  one.criteria === null ||
  (other.criteria !== null && [...one.criteria].every((key) => other.criteria?.has(key)));

/** True when the same person says in another word at least what a word said. */
function isOutdone(one: Approval, word: Saying): boolean {
  return (
    samePerson(one.by, word.by) && one.roles.every((role) => word.roles.includes(role)) && isPart(one, word)
  );
}

/** Takes an approver's word as the answer to whatever is asked; false: nothing was. */
function answerAll(track: Track): boolean {
  const wasAsked = track.questions.length > 0;
  track.questions = [];
  return wasAsked;
}

/** True when a word only says what the same person said in the same way before. */
function isSaidAgain(one: Approval, word: Saying): boolean {
  return (
    isPart(word, one) &&
    one.via === word.via &&
    one.pullRequest === word.pullRequest &&
    samePerson(one.by, word.by) &&
    word.roles.every((role) => one.roles.includes(role))
  );
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
  track.approvals = [];
  track.amendments = [];
  track.returned.clear();
  track.removed.clear();
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

/** Takes a criterion out of all that was accepted. */
export function withdraw(track: Track, key: string): void {
  track.approvals = track.approvals.map((word) =>
    word.criteria?.has(key) !== true
      ? word
      : { ...word, criteria: new Set([...word.criteria].filter((each) => each !== key)) },
  );
}

/** Takes back what was said for one criterion; the others stay. */
export function takeAgainstCriterion(track: Track, criterion: Criterion, by: Reference, words: string): void {
  withdraw(track, criterion.key);
  track.waiver = null;
  track.ended = null;
  track.closedByEdit = null;
  track.returned.set(criterion.key, { by, words, text: criterion.text });
  track.against = { kind: 'returned', by, words, criterion };
  sendBack(track);
}

/** True when an approver who takes the gate's label off takes something back: the gate's approval, or their own word. */
export function takesBack(track: Track, by: Reference['by']): boolean {
  return wasApproved(track) || track.approvals.some((one) => one.via === 'label' && samePerson(one.by, by));
}

/** True when the words given would open the gate, if all of them stood. */
export function wasApproved(track: Track): boolean {
  if (track.gate.requires.criteria !== null) return track.closedByEdit !== null;
  return track.approvals.length > 0 && missingRoles(track.gate.approve, track.approvals).length === 0;
}

/** Carries what was said of the text before an edit over to the text after it, where an approver made the edit. */
export function takeEdit(track: Track, edit: Revision, texts: Texts, members: Members): void {
  const { gate } = track;
  if (texts.revisions.length < 2 || edit.lost) return;
  const isApprovers = approvingRoles(gate, members, edit).length > 0;
  const isAsked = track.questions.length > 0;
  const isSaid = track.consents.size > 0 || track.approvals.length > 0;
  // What nothing depends on is not read.
  if (!(isApprovers && isAsked) && !(isBound(gate) && isSaid)) return;
  const before = keyOf(texts, texts.current - 1, gate);
  const after = keyOf(texts, texts.current, gate);
  if (before === after) return;
  if (isApprovers) answerAll(track);
  if (!isBound(gate)) return;
  for (const [role, word] of track.consents)
    if (word.text === before && ((isApprovers && track.open) || heldRole(members, edit, role)))
      track.consents.set(role, { ...word, text: after });
  if (track.approvals.length === 0) return;
  const severalSpeak =
    gate.approve.kind !== 'role' || gate.approve.count > 1 || gate.independentOf.length > 0;
  const carries = severalSpeak
    ? standingApprovals(track, { ...texts, current: texts.current - 1 }).some((word) =>
        samePerson(word.by, edit.by),
      )
    : isApprovers;
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
