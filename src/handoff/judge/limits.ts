/** How much of what anybody can cause is taken up. docs/operating.md has the table of who can cause how many writes. */
import { ByPerson, isOutsider, samePerson, type Members } from '../history/index.ts';
import type { Answer, Outcome } from '../verdict.ts';

/** How many linked issues of one pull request are judged, on GitHub and in Jira each; beyond that, it is blocked. */
export const mostIssues = 20;

const hour = 60 * 60_000;
/** How many commands of one person are answered in a comment, on one issue or pull request within an hour. */
const answersAnHour = { withRole: 20, without: 5 };
/** The same for all people without a role together, so that deleting a command does not make room for another one. */
const answersToOutsiders = 20;

/** How a command is answered: in a comment, in the last comment for a while, or by the reaction alone. */
export type AnswerSize = 'comment' | 'last' | 'reaction';

/**
 * How each command on an issue or pull request is answered.
 * @param all answers there, in the order in which the commands were given
 * @param answered when Baton answered commands there (milliseconds since the epoch)
 * @param since of older ones it is not asked (milliseconds since the epoch)
 */
export function answerSizes(
  all: readonly Answer[],
  answered: readonly number[],
  { members, since }: { readonly members: Members; readonly since: number },
): ReadonlyMap<Answer, AnswerSize> {
  const times = answered.toSorted((one, other) => one - other);
  const given = new ByPerson<Answer>();
  const sizes = new Map<Answer, AnswerSize>();
  for (const answer of all) {
    const { at, by, outcomes } = answer;
    // Nothing that is asked for depends on it.
    if (at <= since - hour) continue;
    const isMember = !isOutsider(members, by);
    const most = isMember ? answersAnHour.withRole : answersAnHour.without;
    const left = most - countLately(given, answer, most);
    const isFull = !isMember && times.length - placeAfter(times, at - hour) >= answersToOutsiders;
    sizes.set(answer, isFull || left < 1 ? 'reaction' : left > 1 ? 'comment' : 'last');
    if (needsComment(outcomes)) given.insert(by, answer, (one) => one.at);
  }
  return sizes;
}

/** How many answers that need a comment somebody was given within the last hour, as far as that matters. */
function countLately(given: ByPerson<Answer>, { by, at }: Answer, most: number): number {
  let count = 0;
  for (const person of given.namesakes(by)) {
    const those = given.of(person);
    for (let index = those.length - 1; index >= 0 && count < most; index -= 1) {
      const one = those[index]!;
      if (one.at <= at - hour) break;
      if (samePerson(one.by, by)) count += 1;
    }
  }
  return count;
}

/** Of sorted times, the place of the first that is later. */
function placeAfter(times: readonly number[], at: number): number {
  let [from, to] = [0, times.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (times[middle]! <= at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** True when the answer needs a comment, not only a reaction. */
export function needsComment(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ kind }) => kind !== 'done' && kind !== 'snoozed');
}
