/** The end of a process by a signal. */
import { constants } from 'node:os';

/**
 * Milliseconds in which a second signal is the first one again: npm passes on what it got, and a terminal or a supervisor
 * sends it to the whole group, so that one Ctrl+C arrives twice.
 */
const same = 2000;

type Ending = 'SIGTERM' | 'SIGINT';

/**
 * Ends this process on SIGTERM or SIGINT.
 * @param end called once; gives back the exit code. A signal that comes later than two seconds after the first one does
 *   not wait for it.
 */
export function endOnSignal(end: (signal: Ending) => Promise<number> | number): void {
  let first: number | null = null;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (first === null) {
        first = performance.now();
        void (async () => process.exit(await end(signal)))();
      } else if (performance.now() - first >= same) process.exit(1);
    });
  }
}

/** The exit code of a program that a signal ended before it was through. */
export const codeOf = (signal: Ending): number => 128 + constants.signals[signal];
