/** Baton behind somebody else's server: Probot verifies deliveries and hands them over, and answers once they are kept. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Probot } from 'probot';

import { createPages, type Pages } from '../web/index.ts';
import { prepare, type End, type Starting } from './prepare.ts';

/**
 * Milliseconds in which a delivery has to be kept: after nine seconds Probot answers that it was taken, whatever became
 * of it, and GitHub would not be asked for it again.
 */
const patience = 8000;

/** Probot answers with the status, and GitHub shows the delivery as failed. */
class NotKept extends Error {
  override readonly name = 'NotKept';
  readonly status = 503;
}

export type InProbot = {
  readonly probot: Pick<Probot, 'onAny'>;
  /** Where Baton's other pages are served: for monitors, and for Jira's webhooks. null: nowhere. */
  readonly addPages: ((pages: Pages) => void) | null;
};

/**
 * Begins to take what Probot hears of; resolves when it does.
 * @throws StoreUnusable
 */
export async function startInProbot({ probot, addPages }: InProbot, starting: Starting): Promise<End> {
  const { parts, door, begin } = await prepare(starting);
  probot.onAny(async ({ id, name, payload }) => {
    try {
      await inTime(door.deliver({ id, name, payload: { ...payload } }));
    } catch (error) {
      parts.metrics.delivery(name, 'not-kept');
      throw new NotKept('The delivery could not be kept.', { cause: error });
    }
  });
  addPages?.(createPages(door));
  return begin();
}

async function inTime(kept: Promise<void>): Promise<void> {
  const over = new AbortController();
  const late = wait(patience, undefined, { signal: over.signal, ref: false }).then(() => {
    throw new Error(`It was not kept within ${patience / 1000} seconds.`);
  });
  try {
    await Promise.race([kept, late]);
  } finally {
    // Nobody waits for it any more; that it was given up says nothing.
    late.catch(() => {});
    over.abort();
  }
}
