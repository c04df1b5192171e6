/** How often somebody may ask for something that takes a moment. */
import { createLruCache } from '../../lru-cache.ts';

export type Limit = {
  /** Counts one wish of somebody's; false: they have to wait. */
  readonly may: (who: string) => boolean;
};

/**
 * @param most wishes at once
 * @param every milliseconds after which one more is free
 * @param now milliseconds, of a clock that only goes forward
 */
export function createLimit(most: number, every: number, now: () => number = () => performance.now()): Limit {
  const spent = createLruCache<{ readonly left: number; readonly at: number }>(10_000);
  return {
    may(who) {
      const at = now();
      const before = spent.get(who) ?? { left: most, at };
      const left = Math.min(most, before.left + (at - before.at) / every);
      if (left < 1) {
        spent.set(who, { left, at });
        return false;
      }
      spent.set(who, { left: left - 1, at });
      return true;
    },
  };
}
