/**
 * What is done in Jira, by whichever look: an issue is moved, and what a gate does not allow is told. Once for an issue,
 * whichever repositories name it, and whatever was lost on the way: what is to be done is kept before it is done, and found
 * in Jira where nobody knows whether it was.
 */
import {
  violationInJira,
  violationKind,
  againInJira,
  moveConflictInJira,
  type ViolationInJira,
  type ViolationOutcome,
} from '../../handoff/index.ts';
import type { JiraSight, JiraView } from '../../jira/index.ts';
import {
  lateFor,
  tellsFor,
  toldBefore,
  undone,
  withAnswer,
  withTold,
  type Answered,
  type Saying,
  type Undoing,
} from './answered.ts';
import { crossed, type Moved, type Moving } from './crossing.ts';

const hour = 60 * 60_000;
/** How many such are kept. */
const mostLate = 5;
/** How often an issue is moved back within an hour. */
const mostReverts = 3;
/** How long nobody can have told of a violation before that is known here (milliseconds). */
const isRecent = 10 * 60_000;
/** Put on an issue that could not be moved back. */
const stuckLabel = 'baton-needs-a-person';

/** Who answers, and how. */
export type Hand = {
  readonly view: JiraView;
  /** The issue's. */
  readonly key: string;
  /** The key of the item that is looked at. */
  readonly by: string;
  /** By GitHub's clock (milliseconds since the epoch). */
  readonly now: number;
  /** The policy's time zone, in which times are told. */
  readonly timezone: string;
  /** Nothing is known of the issue: it is new here, or what was known is lost. */
  readonly isNew: boolean;
  readonly keep: (answered: Answered) => Promise<void>;
};

/** What is known once an issue was moved, and whether it was moved once more, so that it has to be read again. */
export type Settled = { readonly answered: Answered; readonly isMoved: boolean };

/** Whether what was so right before a move called for it. `move`: the id of what it undid, or where it led to; null: any. */
export type IsDemanded = (
  before: JiraSight,
  undoing: Moving & { readonly move: string | null },
) => Promise<boolean>;

/** What there is now, and what tells whether the move was right. */
export type Outcome = {
  readonly sight: JiraSight;
  readonly isDemanded: IsDemanded;
  /** Jira said that it was made, whether it shows it already or not. */
  readonly wasDone?: boolean;
};

/**
 * Finds out what came of the last move. Where somebody else was faster, so that it undid what they did, it is put right.
 */
export async function settle(
  hand: Hand,
  answered: Answered,
  { sight, isDemanded, wasDone = false }: Outcome,
): Promise<Settled> {
  const { undoing } = answered;
  if (undoing === null) return settleLate(hand, answered, sight, isDemanded);
  const came = await crossed(sight, undoing, (before) => isDemanded(before, undoing));
  if (came.kind === 'wrong') return putRight(hand, answered, sight, came.moved);
  const isRight = came.kind === 'right' || (came.kind === 'absent' && wasDone);
  const isRevert = (undoing.what ?? 'revert') === 'revert';
  // Of two moves of its own to one status, nobody could tell which is which.
  const others = wasDone ? [] : (answered.late ?? []);
  const late =
    came.kind === 'absent' && !wasDone ? [...others, { ...undoing, absentAt: lastOf(sight) }] : others;
  const settled: Answered = { ...answered, late: late.slice(-mostLate) };
  const after: Answered = isRight && isRevert ? undone(settled, undoing) : { ...settled, undoing: null };
  await hand.keep(after);
  return { answered: after, isMoved: false };
}

/** The same for a move that came only after an earlier look had found that it was not there. */
async function settleLate(
  hand: Hand,
  answered: Answered,
  sight: JiraSight,
  isDemanded: IsDemanded,
): Promise<Settled> {
  const late = (answered.late ?? []).filter(({ at }) => at > hand.now - lateFor);
  for (const one of late) {
    // Whatever has been done since that calls for the same move, is undone by it, too.
    const came = await crossed(sight, one, (before) => isDemanded(before, { ...one, move: null }));
    if (came.kind === 'absent') continue;
    const rest: Answered = { ...answered, late: late.filter((each) => each !== one) };
    if (came.kind === 'wrong') return putRight(hand, rest, sight, came.moved);
    const isRevert = (one.what ?? 'revert') === 'revert';
    const isNew =
      came.kind === 'right' && isRevert && !answered.answers.some(({ move }) => move === one.move);
    const after = isNew ? undone(rest, one) : rest;
    await hand.keep(after);
    return { answered: after, isMoved: false };
  }
  return { answered, isMoved: false };
}

/** Moves an issue back to where somebody had moved it right before Baton did. */
async function putRight(hand: Hand, answered: Answered, sight: JiraSight, wrong: Moved): Promise<Settled> {
  const { view, key, by, now, keep } = hand;
  const { from, to } = wrong;
  const righting: Undoing = {
    what: 'righting',
    move: wrong.id,
    to: from.id,
    after: lastOf(sight),
    by,
    at: now,
    saying: null,
  };
  await keep({ ...answered, undoing: righting });
  const came = await view.writes.move({ key, to: from.id, from: to.id });
  if (came !== 'stuck') return { answered: { ...answered, undoing: righting }, isMoved: true };
  const paragraphs = moveConflictInJira(from, to);
  const after: Answered = {
    ...answered,
    undoing: null,
    pending: { paragraphs, since: wrong.at, isStuck: true },
  };
  await keep(after);
  return { answered: after, isMoved: false };
}

/** The id of what happened last; null: nothing did. */
const lastOf = ({ observed }: JiraSight): string | null => observed.history.moments.at(-1)?.id ?? null;

/**
 * Says what is to be said still.
 * @param open the id of what is to be answered now; null: nothing is
 */
export async function sayPending(hand: Hand, answered: Answered, open: string | null): Promise<Answered> {
  const { pending } = answered;
  if (pending === null) return answered;
  const { since, instead } = pending;
  if (pending.only === undefined || pending.only === open)
    return sayUnlessTold(hand, answered, instead?.since ?? since);
  const comment = await hand.view.reads.findTold(hand.key, pending.paragraphs, instead?.since ?? since);
  if (comment !== null) return markAndForget(hand, answered, pending, comment);
  // Somebody has seen to it before it was said.
  const answers = answered.answers.filter(({ move }) => move !== pending.only);
  const after: Answered = { ...answered, answers, pending: null };
  await hand.keep(after);
  return after;
}

/** What came of something that was begun. `answered`: what is kept of a move, whose consequences are to be read; null: there is none. */
type Begun = { readonly answered: Answered | null; readonly came: ViolationOutcome | 'done' | 'changed' };

/**
 * Answers a violation that is not answered.
 * @param sight what it was judged by
 */
export async function answer(
  hand: Hand,
  answered: Answered,
  violation: ViolationInJira,
  sight: JiraSight,
): Promise<Begun> {
  const { view, key, by, now, keep } = hand;
  const before: Answered = { ...answered, reverted: answered.reverted.filter((at) => at > now - hour) };
  const isExplained = before.answers.some(({ move }) => move === violation.id);
  const saying = (came: ViolationOutcome): Saying | null => {
    if (isExplained) return null;
    const clock = { timezone: hand.timezone, now };
    const paragraphs = violationInJira(violation, violation.gate.gate.approve, came, clock);
    const about = violationKind(violation, came);
    const instead = about === null ? null : toldBefore(before, about, violation.at);
    const isStuck = came === 'stuck' ? { isStuck: true } : {};
    return {
      paragraphs: instead === null ? paragraphs : [...paragraphs, againInJira(violation, instead, clock)],
      since: violation.at,
      ...(about === null ? {} : { about }),
      ...(instead === null ? {} : { instead }),
      ...(came === 'reverted' ? {} : { only: violation.id }),
      ...isStuck,
    };
  };
  const tell = async (came: ViolationOutcome): Promise<Begun> => {
    const after: Answered = {
      ...withAnswer(before, { move: violation.id, by, came }),
      undoing: null,
      pending: saying(came),
    };
    await keep(after);
    // Told before what was known was lost, it is there to be read, maybe in a comment about an earlier one.
    const isOld = hand.isNew && violation.at < now - isRecent;
    await (isOld ? sayUnlessTold(hand, after, violation.at - tellsFor) : say(hand, after));
    return { answered: null, came };
  };
  if (violation.answer === 'comment') return tell('told');
  if (before.reverted.length >= mostReverts) return tell('often');
  const undoing: Undoing = {
    what: 'revert',
    move: violation.id,
    to: violation.from.id,
    after: lastOf(sight),
    by,
    at: now,
    saying: saying('reverted'),
  };
  const moving: Answered = { ...before, undoing };
  await keep(moving);
  const came = await view.writes.move({ key, to: violation.from.id, from: sight.status.id });
  if (came === 'done') return { answered: moving, came: 'reverted' };
  if (came === 'stuck') return tell('stuck');
  await keep(before);
  return { answered: null, came };
}

/** Moves an issue on. `to`: a status, by its id or its name. */
export async function moveOn(hand: Hand, answered: Answered, to: string, sight: JiraSight): Promise<Begun> {
  const { view, key, by, now, keep } = hand;
  const undoing: Undoing = { what: 'move', move: to, to, after: lastOf(sight), by, at: now, saying: null };
  const moving: Answered = { ...answered, undoing };
  await keep(moving);
  const came = await view.writes.move({ key, to, from: sight.status.id });
  if (came === 'done') return { answered: moving, came };
  await keep(answered);
  return { answered: null, came };
}

export async function say(hand: Hand, answered: Answered): Promise<Answered> {
  const { pending } = answered;
  if (pending === null) return answered;
  const { paragraphs, instead } = pending;
  const what = { key: hand.key, paragraphs, ...(instead === undefined ? {} : { instead }) };
  const comment = await hand.view.writes.tell(what);
  return markAndForget(hand, answered, pending, comment);
}

/** @param since before it can have been told, by Jira's clock */
async function sayUnlessTold(hand: Hand, answered: Answered, since: number): Promise<Answered> {
  const { pending } = answered;
  if (pending === null) return answered;
  const comment = await hand.view.reads.findTold(hand.key, pending.paragraphs, since);
  return comment === null ? say(hand, answered) : markAndForget(hand, answered, pending, comment);
}

async function markAndForget(
  { view, key, keep }: Hand,
  answered: Answered,
  saying: Saying,
  comment: string | null,
): Promise<Answered> {
  // Whoever takes it off has seen it.
  if (saying.isStuck === true) await view.writes.mark({ key, label: stuckLabel });
  const after: Answered = { ...withTold(answered, saying, comment), pending: null };
  await keep(after);
  return after;
}
