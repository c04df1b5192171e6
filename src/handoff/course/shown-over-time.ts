/** What an item showed over time: gone back over from what it shows now, each act since is taken back. */
import { type Displayed, type Moment, samePerson } from '../history/index.ts';
import { sameText } from '../../same-text.ts';

/** What acts change of what an item shows. */
export type Shown = Pick<Displayed, 'state' | 'closedReason' | 'labels' | 'assignees'>;

/** A move of a label, an assignee or the state. */
export type Move = Extract<
  Moment,
  { kind: 'labeled' | 'unlabeled' | 'assigned' | 'unassigned' | 'closed' | 'reopened' }
>;

const kinds: ReadonlySet<string> = new Set<Move['kind']>([
  'labeled',
  'unlabeled',
  'assigned',
  'unassigned',
  'closed',
  'reopened',
]);
export const isMove = <T extends { readonly kind: string }>(moment: T): moment is Extract<T, Move> =>
  kinds.has(moment.kind);

/** What was shown at an instant (milliseconds since the epoch), with what happened at it. */
export type ShownAt = (at: number) => Shown;

/** @param now what it shows now, which the last move leads to @param all what happened to it, in the tracker's order */
export function shownOverTime(now: Shown, all: readonly { readonly kind: string }[]): ShownAt {
  const moves = (all as readonly Moment[]).filter(isMove).toSorted((one, other) => one.at - other.at);
  const states = statesAfter(now, moves);
  let { labels, assignees } = now;
  const after: { readonly from: number; readonly shown: Shown }[] = [];
  for (let index = moves.length; index >= 0; index -= 1) {
    const from = moves[index - 1]?.at ?? Number.NEGATIVE_INFINITY;
    after.push({ from, shown: { ...states[index]!, labels, assignees } });
    const move = moves[index - 1];
    if (move?.kind === 'labeled' || move?.kind === 'unlabeled') labels = labelsBefore(labels, move);
    if (move?.kind === 'assigned' || move?.kind === 'unassigned')
      assignees = assigneesBefore(assignees, move);
  }
  // The latest first: of those of one time, the first in it stands after all of them.
  return (at) => {
    let [first, end] = [0, after.length - 1];
    while (first < end) {
      const middle = Math.floor((first + end) / 2);
      if (after[middle]!.from <= at) end = middle;
      else first = middle + 1;
    }
    return after[first]!.shown;
  };
}

function labelsBefore(
  labels: Shown['labels'],
  { kind, label }: Extract<Move, { readonly label: string }>,
): Shown['labels'] {
  const others = labels.filter((each) => !sameText(each, label));
  return kind === 'labeled' ? others : [...others, label];
}

function assigneesBefore(
  assignees: Shown['assignees'],
  { kind, assignee }: Extract<Move, { readonly assignee: unknown }>,
): Shown['assignees'] {
  const others = assignees.filter((each) => !samePerson(each, assignee));
  return kind === 'assigned' ? others : [...others, assignee];
}

type State = Pick<Shown, 'state' | 'closedReason'>;

/** The state at the beginning, and after each move; after the last, what it is now. */
function statesAfter({ state, closedReason }: State, moves: readonly Move[]): readonly State[] {
  const first = moves.find((move) => move.kind === 'closed' || move.kind === 'reopened');
  const isOpenAtFirst = first === undefined ? state === 'open' : first.kind === 'closed';
  const states: State[] = [
    first === undefined ? { state, closedReason } : stateOf(!isOpenAtFirst, 'completed'),
  ];
  const last = moves.findLastIndex((move) => move.kind === 'closed' || move.kind === 'reopened');
  for (const [index, move] of moves.entries())
    if (index === last) states.push({ state, closedReason });
    else if (move.kind === 'closed') states.push(stateOf(true, move.reason));
    else states.push(move.kind === 'reopened' ? stateOf(false, 'completed') : states.at(-1)!);
  return states;
}

const stateOf = (isClosed: boolean, reason: NonNullable<State['closedReason']>): State =>
  isClosed ? { state: 'closed', closedReason: reason } : { state: 'open', closedReason: null };
