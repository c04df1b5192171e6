/**
 * Which items this process has evaluated, under which policy, and when: so that nothing is evaluated twice for what one
 * evaluation has seen. It is lost with the process, which costs an evaluation more.
 */
import { keyOf } from '../../items.ts';
import { createLruCache } from '../../lru-cache.ts';
import type { Item } from '../../tracker.ts';

export type LookedAt = {
  /**
   * @param policy which policy was in force
   * @param begun when the reading began at the earliest, by the tracker's clock (milliseconds since the epoch)
   */
  note(item: Item, policy: string | null, begun: number): void;
  /** When the reading of the last evaluation under that policy began; null: there was none, or the last was under another. */
  under(item: Item, policy: string | null): number | null;
};

export function createLookedAt(limit = 50_000): LookedAt {
  const looks = createLruCache<{ readonly policy: string | null; readonly begun: number }>(limit);
  return {
    note: (item, policy, begun) => looks.set(keyOf(item), { policy, begun }),
    under(item, policy) {
      const last = looks.get(keyOf(item));
      return last !== undefined && last.policy === policy ? last.begun : null;
    },
  };
}
