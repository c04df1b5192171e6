/** How far something has come, told to whoever waits for more than a second. */
import type { Io } from './command.ts';

const afterwards = 1_000;
const every = 2_000;

/** @param say the line for so many that are done */
export function progressOf(
  { note }: Pick<Io, 'note'>,
  say: (done: number) => string,
): (done: number) => void {
  let next = performance.now() + afterwards;
  return (done) => {
    const now = performance.now();
    if (now < next) return;
    next = now + every;
    note(say(done));
  };
}
