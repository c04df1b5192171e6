/** Work that takes a moment, cut into portions: between two of them others may be served. */

/** It yields behind each portion, of a millisecond at most, and returns what it made. */
export type Portions<T> = Generator<void, T>;

/** Does all of it at once. */
export function atOnce<T>(work: Portions<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Counts small steps, and tells which of them end a portion. */
export type Pace = { steps: number };

export const newPace = (): Pace => ({ steps: 0 });

/** How many blocks or lines make a portion: the slowest of them take some ten microseconds. */
const stepsInPortion = 32;

/** Counts a step; true: a portion is done. */
export function isPortion(pace: Pace): boolean {
  pace.steps += 1;
  return pace.steps % stepsInPortion === 0;
}
