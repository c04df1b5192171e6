/** The line in which the writes of one installation wait; reads never do. */
import { setTimeout as wait } from 'node:timers/promises';

import { byUrgency, urgencyNow, type Urgency } from '../../urgency.ts';

/**
 * Runs `write` once no other of the same installation is under way and `spacing` has passed. Who asks more urgently goes
 * first, and otherwise who came first.
 */
export type WriteLine = <T>(installation: number, write: () => Promise<T>) => Promise<T>;

type Place = { readonly urgency: Urgency; readonly go: () => void };
type Line = {
  readonly waiting: Place[];
  /** Somebody writes, or waits for the time to. */
  busy: boolean;
  /** When the last write began, by `performance.now()`. */
  began: number;
};

/** How many lines are kept; beyond this, those that are in use alone. */
const most = 1_000;

/**
 * GitHub asks for writes one after the other, a second apart
 * ("Best practices for using the REST API", "Pause between mutative requests").
 * @param spacing milliseconds between the starts of two writes of one installation
 */
export function createWriteLine(spacing: number): WriteLine {
  const lines = new Map<number, Line>();
  const lineOf = (installation: number): Line => {
    const known = lines.get(installation);
    if (known !== undefined) return known;
    if (lines.size >= most) forgetIdle();
    const line = { waiting: [], busy: false, began: Number.NEGATIVE_INFINITY };
    lines.set(installation, line);
    return line;
  };

  /** Nobody waits in them, and the next one would not have to. */
  function forgetIdle(): void {
    const since = performance.now() - spacing;
    for (const [installation, { waiting, busy, began }] of lines)
      if (!busy && waiting.length === 0 && began < since) lines.delete(installation);
  }

  /** Lets the next one write, where the line is free. */
  async function advance(line: Line): Promise<void> {
    if (line.busy || line.waiting.length === 0) return;
    line.busy = true;
    const rest = line.began + spacing - performance.now();
    if (rest > 0) await wait(rest);
    // Only now: somebody more urgent may have come meanwhile.
    const [first] = line.waiting.toSorted((one, other) => byUrgency(one.urgency, other.urgency));
    if (first === undefined) return;
    line.waiting.splice(line.waiting.indexOf(first), 1);
    line.began = performance.now();
    first.go();
  }

  return async (installation, write) => {
    const line = lineOf(installation);
    const { promise, resolve } = Promise.withResolvers<void>();
    line.waiting.push({ urgency: urgencyNow(), go: resolve });
    void advance(line);
    await promise;
    try {
      return await write();
    } finally {
      line.busy = false;
      void advance(line);
    }
  };
}
