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
  /** Evaluates the item. One that fails is tried again. @param begun as for `note` */
  during<R>(item: Item, begun: number, evaluate: () => Promise<R>): Promise<R>;
  /** When the reading of an evaluation that is under way began; null: there is none. */
  underWay(item: Item): number | null;
};

export function createLookedAt(limit = 50_000): LookedAt {
  const looks = createLruCache<{ readonly policy: string | null; readonly begun: number }>(limit);
  const running = new Map<string, number>();
  return {
    note: (item, policy, begun) => looks.set(keyOf(item), { policy, begun }),
    under(item, policy) {
      const last = looks.get(keyOf(item));
      return last !== undefined && last.policy === policy ? last.begun : null;
    },
    async during(item, begun, evaluate) {
      const key = keyOf(item);
      running.set(key, begun);
      try {
        return await evaluate();
      } finally {
        running.delete(key);
      }
    },
    underWay: (item) => running.get(keyOf(item)) ?? null,
  };
}
