/** The parts of an issue through time: which of them are not done, for gates that wait for all of them. */
import type { Period, SubIssue, SubIssues, Unfinished } from './history.ts';

/** What is not done from a time on. `early`: it is so before whatever else happened in that second. */
export type UnfinishedStep = {
  readonly kind: 'unfinished';
  readonly at: number;
  readonly early: boolean;
  readonly unfinished: Unfinished;
};

export const noneUnfinished: Unfinished = { home: '', parts: [], hidden: 0 };

export const isDone = ({ parts, hidden, untold }: Unfinished): boolean =>
  parts.length === 0 && hidden === 0 && untold !== true;

/**
 * How what is not done changes in time, of the parts of an issue in the repository `home`.
 * Of what happened in one second nobody knows the order, and doubt keeps a gate
 * closed: a part counts from the beginning of the second in which it became one, and as done from the end of the second
 * in which it was done.
 */
export function unfinishedSteps(home: string, { all, hidden, untold }: SubIssues): readonly UnfinishedStep[] {
  const changes = all.flatMap(({ times, standing }) => [...times, ...(standing?.done ?? [])]);
  const instants = new Set([0, ...changes.flatMap(({ from, to }) => (to === null ? [from] : [from, to]))]);
  return [...instants].flatMap((at) =>
    [true, false].map((early): UnfinishedStep => {
      const parts = all.filter((part) => isPart(part, at, early) && !isDoneAt(part, at, early));
      return {
        kind: 'unfinished',
        at,
        early,
        unfinished: { home, parts, hidden, ...(untold && { untold }) },
      };
    }),
  );
}

const isPart = ({ times }: SubIssue, at: number, early: boolean): boolean =>
  times.some((time) => isIn(time, at) || (early && time.to === at));

const isDoneAt = ({ standing }: SubIssue, at: number, early: boolean): boolean =>
  standing?.done.some((time) => isIn(time, at) && !(early && time.from === at)) ?? false;

const isIn = ({ from, to }: Period, at: number): boolean => from <= at && (to === null || at < to);
