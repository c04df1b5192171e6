/** The line in which the writes of one installation wait; reads never do. */
import { setTimeout as wait } from 'node:timers/promises';

/** Runs `write` once those before it in the same installation are done and `spacing` has passed. */
export type WriteLine = <T>(installation: number, write: () => Promise<T>) => Promise<T>;

/**
 * GitHub asks for writes one after the other, a second apart
 * ("Best practices for using the REST API", "Pause between mutative requests").
 * @param spacing milliseconds between the starts of two writes of one installation
 */
export function createWriteLine(spacing: number): WriteLine {
  /** The last write of each installation; it resolves, when that is over, to when it began. */
  const last = new Map<number, Promise<number>>();
  return async (installation, write) => {
    const before = last.get(installation);
    const { promise, resolve } = Promise.withResolvers<number>();
    last.set(installation, promise);
    const rest = before === undefined ? 0 : (await before) + spacing - performance.now();
    if (rest > 0) await wait(rest);
    const began = performance.now();
    try {
      return await write();
    } finally {
      resolve(began);
    }
  };
}
