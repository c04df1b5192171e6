/** Work on many texts, of which each takes a moment, while others are answered in between. */
import { setImmediate } from 'node:timers/promises';

/** Milliseconds for which the process does nothing else. */
const turn = 8;

/** Does something with each value, in their order, and lets everybody else go first now and then. */
export async function forEachYielding<T>(values: Iterable<T>, work: (value: T) => unknown): Promise<void> {
  let began = performance.now();
  for (const value of values) {
    work(value);
    if (performance.now() - began < turn) continue;
    await setImmediate();
    began = performance.now();
  }
}
