/** Asking again what GitHub does not answer now: its limits are waited for, and a failure for a moment. */
import { setTimeout as sleep } from 'node:timers/promises';

import { TryLater } from '../../tracker.ts';

/** Told before each wait: until when (milliseconds since the epoch), and why. */
export type OnWait = (until: number, why: string) => void;

type Waiting = {
  readonly onWait: OnWait;
  readonly now: () => number;
  /** Ends a wait; then what was waited for is thrown. */
  readonly signal?: AbortSignal;
  /** Milliseconds between tries, where nothing says how long to wait: one more try than there are. */
  readonly pauses?: readonly number[];
};

/** Milliseconds between tries, where nothing says how long to wait. */
const usual = [500, 2000, 8000];

/** @throws {TryLater} where it fails too often, and no limit is the reason */
export async function patiently<T>(
  ask: () => Promise<T>,
  { onWait, now, signal, pauses = usual }: Waiting,
): Promise<T> {
  for (let failed = 0; ;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof TryLater) || signal?.aborted === true) throw error;
      const { until } = error;
      const pause = until === null ? pauses[failed] : Math.max(until - now(), 0) + 1000;
      if (pause === undefined) throw error;
      // What says until when is no failure: it may be said once more.
      if (until === null) failed += 1;
      onWait(now() + pause, error.message);
      await sleep(pause, undefined, signal === undefined ? {} : { signal }).catch(() => {
        throw error;
      });
    }
  }
}
