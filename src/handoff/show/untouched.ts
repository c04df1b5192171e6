/**
 * Issues that nobody has touched since they were opened. Where many issues are looked at because Baton came, came back, or
 * has another policy, nothing is written on these: the next event there brings the card.
 */
import type { Effect } from '../effect.ts';
import { openingOf, type IssueState } from '../replay/index.ts';
import type { Verdict } from '../verdict.ts';

/** Milliseconds: labels and assignees that an issue is opened with come as events of about that time. */
const opening = 2_000;

/** Whether nothing but opening it happened on an issue, so far as it can matter, and nothing is to be undone. */
function isUntouched({ state, pulls, displayed, ...issue }: IssueState, verdict: Verdict): boolean {
  if (displayed.card !== null || verdict.kind !== 'gates') return false;
  const isUndoing =
    verdict.violations.some(({ answer }) => answer === 'undo') || verdict.closedByMerge?.answer === 'undo';
  const opened = openingOf({ ...issue, state }).at;
  const isOpening = ({ kind, at }: IssueState['state']['words'][number]): boolean =>
    (kind === 'labeled' || kind === 'assigned') && at <= opened + opening;
  const words = [
    ...state.words.filter((word) => !isOpening(word)),
    ...pulls.flatMap(({ state: of }) => of.words),
  ];
  return !isUndoing && words.every(({ by }) => by.self);
}

/** What of the planned effects is written where no event on the issue led to them. */
export function unlessUntouched(
  effects: readonly Effect[],
  issue: IssueState,
  verdict: Verdict,
): readonly Effect[] {
  if (!isUntouched(issue, verdict)) return effects;
  return effects.filter(
    (effect) =>
      !(effect.kind === 'card' && effect.card === null) &&
      !(effect.kind === 'comment' && effect.comment === undefined),
  );
}
