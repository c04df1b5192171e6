/**
 * Looks give way to deliveries that come in a burst: GitHub waits for their acknowledgement, and what several of them tell
 * of one item is found by one look.
 */
import { setTimeout as wait } from 'node:timers/promises';

/** So many deliveries within so many milliseconds are a burst. */
const most = 5;
const span = 50;

/** Milliseconds between two looks meanwhile: sooner than GitHub's limits let looks follow each other for long. */
const pause = 10;

export type Press = {
  /** A delivery came. */
  readonly note: () => void;
  /** Resolves when a look may begin: at once, unless deliveries press. */
  readonly giveWay: () => Promise<void>;
};

/** @param now milliseconds of a clock that never goes back */
export function createPress(now: () => number = () => performance.now()): Press {
  const times = Array.from({ length: most }, () => Number.NEGATIVE_INFINITY);
  let next = 0;
  return {
    note() {
      times[next] = now();
      next = (next + 1) % most;
    },
    async giveWay() {
      const oldest = times[next] ?? Number.NEGATIVE_INFINITY;
      if (now() - oldest < span) await wait(pause);
    },
  };
}
