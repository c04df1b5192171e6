/** How much of what anybody can cause is taken up. docs/operating.md has the table of who can cause how many writes. */
import { samePerson, type Actor, type Members } from '../history/index.ts';
import type { Answer, Outcome } from '../verdict.ts';
import { textKey } from '../../same-text.ts';

/** How many linked issues of one pull request are judged, on GitHub and in Jira each; beyond that, it is blocked. */
export const mostIssues = 20;

const hour = 60 * 60_000;
/** How many commands of one person are answered in a comment, on one issue or pull request within an hour. */
const answersAnHour = { withRole: 20, without: 5 };
/** The same for all people without a role together, so that deleting a command does not make room for another one. */
const answersToOutsiders = 20;

/** True when the person holds any role today. */
export function holdsAnyRole(members: Members, { login }: Actor): boolean {
  return (members.today.get(textKey(login))?.size ?? 0) > 0;
}

/**
 * How a command is answered: in a comment, in the last comment for a while, or by the reaction alone.
 * @param all answers on the same issue or pull request, in the order in which the commands were given
 * @param answered when Baton answered commands there (milliseconds since the epoch)
 */
export function answerSize(
  answer: Answer,
  all: readonly Answer[],
  answered: readonly number[],
  members: Members,
): 'comment' | 'last' | 'reaction' {
  const { at, by } = answer;
  const isMember = holdsAnyRole(members, by);
  const lately = answered.filter((each) => each > at - hour).length;
  if (!isMember && lately >= answersToOutsiders) return 'reaction';
  const before = all
    .slice(0, all.indexOf(answer))
    .filter((one) => samePerson(one.by, by) && one.at > at - hour && needsComment(one.outcomes));
  const left = (isMember ? answersAnHour.withRole : answersAnHour.without) - before.length;
  return left > 1 ? 'comment' : left === 1 ? 'last' : 'reaction';
}

/** True when the answer needs a comment, not only a reaction. */
export function needsComment(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ kind }) => kind !== 'done' && kind !== 'snoozed');
}
