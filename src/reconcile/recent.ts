/**
 * What was written a moment ago. GitHub may answer a read from a copy that does not have it yet;
 * without this, a comment could be posted twice.
 */
import { createKept, type Kept } from '../cache.ts';
import { saidIn, type Effect, type PullRequest, type Said } from '../handoff/index.ts';
import type { Repository } from '../tracker.ts';

export type Recent = {
  /** What was said on the item within the last two minutes. */
  said(key: string, now: number): readonly Said[];
  wrote(key: string, effects: readonly Effect[], now: number): void;
  /** The pull request as it was last read; null: it was not read lately. */
  readonly pulls: Kept<{
    readonly repository: Repository;
    readonly pullRequest: PullRequest;
    /** Its check says already that it is tried again. */
    readonly told: boolean;
  }>;
  /** True when this verdict is another than the last one seen of the item (also the first time). */
  changed(key: string, verdict: string): boolean;
};

const window = 2 * 60_000;
const most = 20_000;

function bound<V>(map: Map<string, V>): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

export function createRecent(): Recent {
  const words = new Map<string, { readonly at: number; readonly said: readonly Said[] }[]>();
  const verdicts = new Map<string, string>();
  return {
    said: (key, now) =>
      (words.get(key) ?? []).filter(({ at }) => at > now - window).flatMap(({ said }) => said),
    wrote(key, effects, now) {
      const said = effects.flatMap((effect) => (effect.kind === 'comment' ? saidIn(effect.body) : []));
      if (said.length === 0) return;
      const kept = (words.get(key) ?? []).filter(({ at }) => at > now - window);
      words.delete(key);
      words.set(key, [...kept, { at: now, said }]);
      bound(words);
    },
    pulls: createKept(2_000),
    changed(key, verdict) {
      const known = verdicts.get(key);
      verdicts.delete(key);
      verdicts.set(key, verdict);
      bound(verdicts);
      return known !== verdict;
    },
  };
}
