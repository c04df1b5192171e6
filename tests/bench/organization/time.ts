/** Time that passes when the bench says so, on GitHub and for Baton alike: an hour takes as long as its work. */
import { createClock } from '@baton/sandbox';

import type { Clock } from '../../../src/inbox/index.ts';

export type CompressedTime = {
  /** Baton's. */
  readonly clock: Clock;
  /** GitHub's. */
  readonly github: ReturnType<typeof createClock>;
  readonly now: () => number;
  readonly advance: (milliseconds: number) => void;
};

/** Milliseconds. */
const shortly = 100;

/** @param start milliseconds since the epoch */
export function createCompressedTime(start: number): CompressedTime {
  const github = createClock(start);
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  let now = start;
  return {
    github,
    now: () => now,
    clock: {
      now: () => now,
      later(milliseconds, callback) {
        // What is asked again shortly waits for work, and work takes real time.
        if (milliseconds <= shortly) {
          const timer = setTimeout(callback, milliseconds);
          return () => clearTimeout(timer);
        }
        const timer = { at: now + milliseconds, callback };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
    advance(milliseconds) {
      now += milliseconds;
      github.advance(milliseconds);
      const due = [...timers].filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at);
      for (const timer of due) if (timers.delete(timer)) timer.callback();
    },
  };
}
