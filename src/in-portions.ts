/** Doing work in portions, while others are served in between. */
import { setImmediate } from 'node:timers';
import type { Portions } from './portions.ts';

/** Milliseconds for which the process does nothing else. */
export const turn = 4;

/** Whoever has more to do, each once: the first of them goes on next. */
const waiting: (() => void)[] = [];

/** Lets one go on, and everybody who waits for the network before the next one. */
function goOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(goOn);
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(goOn);
  });

/** Does the work, one turn after the other; of several that are under way one at a time. */
export async function inPortions<T>(work: Portions<T>): Promise<T> {
  if (waiting.length > 0) await nextTurn();
  for (let began = performance.now(); ;) {
    const { done, value } = work.next();
    if (done === true) return value;
    if (performance.now() - began < turn) continue;
    await nextTurn();
    began = performance.now();
  }
}
