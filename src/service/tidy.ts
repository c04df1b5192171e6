/** What nobody asks for any more goes, and what failed for good is tried again where no event leads to it. */
import type { Logger } from 'pino';
import * as z from 'zod';

import { wish } from '../github/index.ts';
import type { DeadLetter, Want } from '../inbox/index.ts';
import { wishToSweep } from '../jira/index.ts';
import {
  boardStore,
  pruneReports,
  recentStore,
  restsOnStore,
  sessionStore,
  troubleOf,
} from '../store/index.ts';
import type { Parts } from './parts.ts';
import type { AnyWork } from './work.ts';

/**
 * Milliseconds that the ids of deliveries, the pasts of timelines, and policies on which none builds are kept; GitHub can
 * send a delivery again for three days.
 */
const kept = 7 * 24 * 3_600_000;

/** Milliseconds that a count is kept for which nobody asked since. */
const asked = 24 * 3_600_000;

/** Milliseconds that dead letters are kept, and the last decision of an item; after that, the ledger has it once more. */
const decided = 90 * 24 * 3_600_000;

/**
 * Tidies now and every so many milliseconds, until the function that it returns is called.
 * @param now by the clock that looks keep things by
 */
export function keepTidying(parts: Parts, every: number, now: () => number, log: Logger): () => void {
  const once = (): void =>
    void tidy(parts, now()).catch((error: unknown) =>
      log[troubleOf(error) === null ? 'warn' : 'debug']({ err: error }, 'The store could not be tidied.'),
    );
  once();
  const timer = setInterval(once, every);
  return () => clearInterval(timer);
}

async function tidy(
  { clock, store, deliveries, set, pasts, changes, heed, inbox }: Parts,
  now: number,
): Promise<void> {
  await deliveries.prune(Date.now() - kept);
  await set.pruneDead(Date.now() - decided);
  await pasts.prunePasts(Date.now() - kept);
  await recentStore(store.db, z.unknown()).pruneRecent(now - decided);
  await pruneReports(store.db, clock.now() - asked);
  await sessionStore(store.db).pruneSessions(now);
  await store.pruneBases(now - kept);
  await store.pruneLinked(now - decided);
  await restsOnStore(store.db, z.unknown()).pruneResting(now - kept);
  await boardStore(store.db).pruneBoard(now);
  // A process that has nothing to look at for long would miss what is pruned.
  await heed();
  await changes.pruneChanges(Date.now() - kept);
  await inbox.want(unheard(await inbox.dead()));
}

/** What nobody but Baton wishes, and that once, at its start. */
const always = (['missed', 'installations'] as const).map((kind) =>
  wish({ kind, installation: 0 }, { soon: false }),
);

/** Wishes for what failed for good and no event leads to: what Baton does by itself. */
function unheard(dead: readonly DeadLetter<AnyWork | null>[]): readonly Want<AnyWork>[] {
  return dead.flatMap(({ key, item }): readonly Want<AnyWork>[] => {
    // It cannot be read: nothing but its key tells what it was.
    if (item === null) return always.filter((each) => each.key === key);
    if (item.kind === 'jira-sweep') return [wishToSweep(item.site)];
    return ['sweep', 'missed', 'installations'].includes(item.kind) ? [wish(item, { soon: false })] : [];
  });
}
