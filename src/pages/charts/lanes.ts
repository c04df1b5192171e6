/** Lines beside each other: those with a common end share a lane, and none runs over another one. */

/** By places in a list. */
export type FlowLink = { readonly from: number; readonly to: number };

/** Lines that begin at one step, or end at one. */
export type Lane = {
  /** Which one, counted from the boxes outwards. */
  readonly lane: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
};

/**
 * Gives lines their lanes, the shortest nearest to the boxes.
 * @param common which end they share
 * @returns `isWhole` false: some have none, because there are only `most`
 */
export function lanesOf(
  links: readonly FlowLink[],
  common: 'from' | 'to',
  most: number,
): { readonly lanes: readonly Lane[]; readonly isWhole: boolean } {
  const other = common === 'from' ? 'to' : 'from';
  const between = (end: number, ends: ReadonlySet<number>): Pick<Lane, 'from' | 'to'> =>
    common === 'from' ? { from: [end], to: [...ends] } : { from: [...ends], to: [end] };
  const groups = new Map<number, Set<number>>();
  for (const link of links) {
    const ends = groups.get(link[common]) ?? new Set();
    groups.set(link[common], ends.add(link[other]));
  }
  const spans = [...groups]
    .map(([end, ends]) => ({
      ends: between(end, ends),
      first: Math.min(end, ...ends),
      last: Math.max(end, ...ends),
    }))
    .toSorted((a, b) => a.last - a.first - (b.last - b.first) || a.first - b.first);
  const taken: { first: number; last: number }[][] = Array.from({ length: most }, () => []);
  const lanes: Lane[] = [];
  for (const { ends, first, last } of spans) {
    // One may begin at the step where another ends: there they are at different heights.
    const lane = taken.findIndex((all) => all.every((each) => each.last <= first || last <= each.first));
    if (lane === -1) continue;
    taken[lane]?.push({ first, last });
    lanes.push({ lane, ...ends });
  }
  return { lanes, isWhole: lanes.length === spans.length };
}
