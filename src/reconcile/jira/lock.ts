/**
 * A lock: one look at a time, where looks at different items come to the same thing. The inbox keeps apart those of one item;
 * this keeps apart those of several.
 */
import * as z from 'zod';

import { stored } from '../../stored.ts';
import { TryLater } from '../../tracker.ts';
import type { Deps } from '../facts/index.ts';

/** Milliseconds after which whoever is at it is believed to be gone, and begins nothing more: longer than the longest look. */
const most = 5 * 60_000;

const lock = stored(1, z.object({ by: z.string(), until: z.number() }));

/**
 * @param what is worked on
 * @param by the key of the item that is looked at: a look that broke off is taken up again by the same item's
 * @param work is given what tells whether it is alone still, to be asked before each write
 * @throws TryLater when another item's look is at it; what `work` throws
 */
export async function withLock<T>(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  what: string,
  by: string,
  work: (isStill: () => boolean) => Promise<T>,
): Promise<T> {
  const name = `alone ${what}`;
  const before = await store.mark(name);
  const owner = lock.read(before);
  const until = now() + most;
  const mine = lock.write({ by, until });
  const isFree = owner === null || owner.by === by || owner.until <= now();
  if (!isFree || !(await store.swapMark(name, before, mine)))
    throw new TryLater(`Another evaluation is working on ${what}.`);
  try {
    return await work(() => now() < until);
  } finally {
    await store.dropMark(name, mine);
  }
}
