/** Chance that can be repeated: the same seed gives the same numbers (mulberry32). */
export type Random = {
  /** From 0 to 1, 1 left out. */
  next(): number;
  /** From 0 to `below`, `below` left out. */
  below(below: number): number;
  pick<T>(of: readonly T[]): T;
};

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick<T>(of: readonly T[]): T {
      const one = of[below(of.length)];
      if (one === undefined) throw new Error('There is nothing to pick from.');
      return one;
    },
  };
}
