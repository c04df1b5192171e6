/** What was measured, beside its goal. */
import type { Goal } from './goals.ts';

/** What a part measured, by name: a sample for each time that it did; or why it can't be measured here. */
export type Figures = Readonly<Record<string, readonly number[] | LeftOut>>;

export type LeftOut = { readonly leftOut: string };

/** `unsure`: missed, but what was measured lies so far apart that a part of it meets the goal. */
export type Result = 'met' | 'missed' | 'unsure' | 'noted' | 'left out';

export type Row = {
  readonly part: string;
  readonly goal: Goal;
  /** The median of the samples; null: left out. */
  readonly measured: number | null;
  /** Between which figures the middle half of the samples lies. */
  readonly spread: readonly [low: number, high: number] | null;
  readonly result: Result;
};

/** @param samples at least one of them, where it isn't left out */
export function compare(part: string, goal: Goal, samples: readonly number[] | LeftOut): Row {
  if ('leftOut' in samples) return { part, goal, measured: null, spread: null, result: 'left out' };
  const sorted = samples.toSorted((one, other) => one - other);
  const last = sorted.length - 1;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const measured = (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2;
  const spread = [at(Math.floor(last / 4)), at(Math.ceil((3 * last) / 4))] as const;
  return { part, goal, measured, spread, result: resultOf(goal, measured, spread) };
}

function resultOf(goal: Goal, measured: number, [low, high]: readonly [number, number]): Result {
  if ('noted' in goal) return 'noted';
  const meets = (figure: number): boolean =>
    'atMost' in goal ? figure <= goal.atMost : figure >= goal.atLeast;
  if (meets(measured)) return 'met';
  return meets('atMost' in goal ? low : high) ? 'unsure' : 'missed';
}

/**
 * What doesn't fit: a goal that nothing was measured for, and a figure that has no goal. Nobody would notice that a promise
 * isn't measured any more.
 */
export function misfits(part: string, goals: readonly Goal[], figures: Figures): readonly string[] {
  const known = new Set(goals.map(({ figure }) => figure));
  const wrong: string[] = [];
  for (const figure of known)
    if (!Object.hasOwn(figures, figure)) wrong.push(`${part}: nothing was measured for the goal "${figure}"`);
  for (const [figure, samples] of Object.entries(figures)) {
    if (!known.has(figure)) wrong.push(`${part}: the figure "${figure}" has no row in tests/bench/goals.ts`);
    if ('leftOut' in samples) continue;
    if (samples.length === 0 || !samples.every(Number.isFinite))
      wrong.push(`${part}: the figure "${figure}" is no number`);
  }
  return wrong;
}
