/** The first of some instants (milliseconds since the epoch); null: none is known. */
export function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((each) => each !== null);
  return known.length === 0 ? null : Math.min(...known);
}
