/** Who had a part in an issue when something was said on it: as its author, assigned to it, or with a pull request for it. */
import type { Party, Policy } from '../../policy/index.ts';
import {
  type Actor,
  type MomentOf,
  type Word,
  samePerson,
  ByPerson,
  type Somebody,
} from '../history/index.ts';
import { type PlayedIssue, partiesOf } from './issue-state.ts';
import { wasLinked } from './links.ts';

type Move = MomentOf<'assigned' | 'unassigned'>;

/** True when somebody had a part at an instant (milliseconds since the epoch), or has it now. */
export type HadPart = (party: Party, by: Somebody, at: number) => boolean;

/**
 * Who had a part in an issue: what was said by somebody who had one then does not count later either. The history is read
 * once, however often it is asked.
 */
export function hadPartIn(policy: Policy, issue: PlayedIssue): HadPart {
  let assignees: ReturnType<typeof assigneesOf> | undefined;
  let authors: ReturnType<typeof pullAuthorsOf> | undefined;
  return (party, by, at) => {
    switch (party) {
      case 'author':
        return samePerson(issue.author, by);
      case 'assignees':
        return (assignees ??= assigneesOf(issue))(by, at);
      case 'pull-request-authors':
        return (authors ??= pullAuthorsOf(policy, issue))(by, at);
      default:
        return party satisfies never;
    }
  };
}

function assigneesOf({ state, displayed }: PlayedIssue): (by: Somebody, at: number) => boolean {
  const now = new ByPerson<Actor>();
  for (const assignee of displayed.assignees) now.add(assignee, assignee);
  const moves = new ByPerson<Move>();
  for (const word of state.words) if (isMove(word)) moves.add(word.assignee, word);
  const then = new Map([...moves].map(([person, those]) => [person, assignedAt(those)]));
  return (by, at) =>
    [...new Set([...moves.namesakes(by), ...now.namesakes(by)])].some((person) => {
      const assignee = then.get(person)?.(at) ?? now.of(person).at(-1);
      return assignee !== undefined && samePerson(assignee, by);
    });
}

const isMove = (word: Word): word is Move => word.kind === 'assigned' || word.kind === 'unassigned';

/** Whether one person was assigned at an instant, also for a part of its second only: as whom; null: they were not. */
function assignedAt(moves: readonly Move[]): (at: number) => Actor | null {
  // Somebody who was taken off and never put on was there from the beginning.
  const [first] = moves;
  const atFirst = first?.kind === 'unassigned' ? first.assignee : null;
  const places = moves
    .map((move, place) => ({ move, place }))
    .toSorted(
      (one, other) => one.move.at - other.move.at || Number(isOff(one.move)) - Number(isOff(other.move)),
    );
  // Of the moves up to each, the one that the tracker tells last.
  let last = -1;
  const inForce = places.map(({ place }) => (last = Math.max(last, place)));
  return (at) => {
    let [from, to] = [0, places.length];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const { move } = places[middle]!;
      if (move.at < at || (move.at === at && !isOff(move))) from = middle + 1;
      else to = middle;
    }
    const move = from === 0 ? undefined : moves[inForce[from - 1]!];
    if (move === undefined) return atFirst;
    return isOff(move) ? null : move.assignee;
  };
}

const isOff = ({ kind }: Move): boolean => kind === 'unassigned';

function pullAuthorsOf(policy: Policy, issue: PlayedIssue): (by: Somebody, at: number) => boolean {
  const now = new ByPerson<Actor>();
  for (const author of partiesOf(issue).pullRequestAuthors) now.add(author, author);
  const pulls = new ByPerson<PlayedIssue['pulls'][number]['pullRequest']>();
  for (const { pullRequest } of [...issue.pulls, ...issue.former]) pulls.add(pullRequest.author, pullRequest);
  return (by, at) =>
    [...pulls.namesakes(by)].some((person) => {
      const then = pulls
        .of(person)
        .findLast((pull) => at <= (pull.mergedAt ?? at) && wasLinked(policy, pull, issue.item, at));
      const author = then?.author ?? now.of(person).at(-1);
      return author !== undefined && samePerson(author, by);
    });
}
