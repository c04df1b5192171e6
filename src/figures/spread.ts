/** What is usual, and what is slow. */

/** Of lengths of time, in milliseconds. */
export type Spread = {
  /** From how many it is. */
  readonly count: number;
  /** null: of none. */
  readonly median: number | null;
  readonly p90: number | null;
};

/** The median and the 90th percentile, as spreadsheets reckon them: in between two values by how far it is from each. */
export function spreadOf(lengths: readonly number[]): Spread {
  const sorted = lengths.toSorted((one, other) => one - other);
  return { count: sorted.length, median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
}

function quantile(sorted: readonly number[], part: number): number | null {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return Math.round(below + (above - below) * (place - Math.floor(place)));
}
