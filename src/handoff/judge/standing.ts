/** What a verdict means to an issue that this one is a part of. */
import type { CloseReason } from '../../policy/index.ts';
import { type ItemState, type Period, type IssueStanding, intersection, union } from '../history/index.ts';
import type { IssueState } from '../replay/index.ts';
import type { Verdict } from '../verdict.ts';
import { batonGates } from '../gates/index.ts';
import { isEither } from '../phrases/index.ts';

/**
 * When nothing was left to be done on an issue: all its gates were open; or it was closed as what is not wanted, or before
 * the policy was in force. Gates that are only observed do not count.
 */
export function standingOf({ state, displayed }: IssueState, verdict: Verdict): IssueStanding {
  if (verdict.kind === 'no-gates') return standingWithoutGates({ state });
  const gates = verdict.gates.filter(
    ({ gate, status }) => gate.mode !== 'observe' && status !== 'not applicable',
  );
  if (gates.length === 0) return standingWithoutGates({ state });
  const always: readonly Period[] = [{ from: 0, to: null }];
  const open = gates.reduce((times, { openTimes }) => intersection(times, openTimes), always);
  const asleep = displayed.state === 'closed' && !verdict.awake;
  const free = closedTimes(state, (reason) => asleep || reason !== 'completed');
  const done = union(open, free);
  const isDone = done.at(-1)?.to === null;
  if (isDone) return { done, holders: [], hasGates: true };
  const holders = [...new Set(verdict.batons.flatMap(({ roles }) => roles))];
  const [only, ...others] = batonGates(verdict);
  const isOneEnough =
    only !== undefined && others.length === 0 && only.gate.missing !== null && isEither(only.gate.missing);
  const isAsked = only?.gate.status === 'waiting' || only?.gate.status === 'stale';
  return { done, holders, ...(isOneEnough && isAsked ? { either: true as const } : {}), hasGates: true };
}

/** An issue without gates is done while it is closed. */
export function standingWithoutGates({ state }: Pick<IssueState, 'state'>): IssueStanding {
  return { done: closedTimes(state, () => true), holders: [], hasGates: false };
}

/** When an issue was closed for one of some reasons. */
function closedTimes({ words }: ItemState, isMeant: (reason: CloseReason) => boolean): readonly Period[] {
  const times: Period[] = [];
  for (const word of words) {
    if (word.kind !== 'closed' && word.kind !== 'reopened') continue;
    const last = times.at(-1);
    if (last?.to === null) times[times.length - 1] = { from: last.from, to: word.at };
    if (word.kind === 'closed' && isMeant(word.reason)) times.push({ from: word.at, to: null });
  }
  return union(times, []);
}
