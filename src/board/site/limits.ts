/** How often somebody may ask for something that takes a moment. */
import type { HttpBindings } from '@hono/node-server';

import { createLruCache } from '../../lru-cache.ts';
import type { Here } from './here.ts';

/** Somebody asked for more than they may at once. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/** By whom wishes are counted: the person, or the address of nobody that is known. */
export function askerOf(here: Here): string {
  const { person } = here.get('visitor');
  if (person !== null) return `person ${person.id}`;
  const { incoming } = (here.env ?? {}) as Partial<HttpBindings>;
  return `at ${incoming?.socket.remoteAddress ?? ''}`;
}

export type Limit = {
  /** Counts one wish of somebody's; false: they have to wait. */
  readonly may: (who: string) => boolean;
};

/**
 * @param most wishes at once
 * @param every milliseconds after which one more is free
 * @param now milliseconds, of a clock that only goes forward
 */
export function createLimit(most: number, every: number, now: () => number = () => performance.now()): Limit {
  const spent = createLruCache<{ readonly left: number; readonly at: number }>(10_000);
  return {
    may(who) {
      const at = now();
      const before = spent.get(who) ?? { left: most, at };
      const left = Math.min(most, before.left + (at - before.at) / every);
      if (left < 1) {
        spent.set(who, { left, at });
        return false;
      }
      spent.set(who, { left: left - 1, at });
      return true;
    },
  };
}
