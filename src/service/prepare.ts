/** Baton without a server: everything that works once a server, whoever's it is, takes webhooks for it. */
import type { Logger } from 'pino';

import { everything, type Duties } from '../duties.ts';
import type { Environment } from '../environment/index.ts';
import { usualRhythm, wish, type Access, type Rhythm } from '../github/index.ts';
import { freeAll, systemClock, type Clock, type Look } from '../inbox/index.ts';
import { wishToSweep } from '../jira/index.ts';
import { openStore, type Trouble } from '../store/index.ts';
import type { Item } from '../tracker.ts';
import type { WebOptions, WebState } from '../web/index.ts';
import { doorOf } from './door.ts';
import { fillBoard } from './fill-board.ts';
import { introduce } from './introduce.ts';
import { createParts, type LookParts, type Parts } from './parts.ts';
import { keepTidying } from './tidy.ts';

export type Starting = {
  readonly environment: Environment & { readonly github: Access };
  readonly log: Logger;
  readonly createItemLook: (parts: LookParts) => Look<Item>;
  /** The last lines of the log at `warn` or above, the newest first; absent: none are kept. */
  readonly troubles?: () => readonly { at: number; level: string; message: string; detail: string }[];
  /** By which items are judged (milliseconds since the epoch). */
  readonly now?: () => number;
  readonly rhythm?: Rhythm;
  /** What this process does; where it does not do all, others on the same store do the rest. */
  readonly duties?: Duties;
  /** By which looks are due. */
  readonly clock?: Clock;
};

/** Takes no new work, finishes what runs and what `close` waits for, and closes everything else. */
export type End = (close?: () => Promise<void>) => Promise<void>;

export type Prepared = {
  readonly parts: Parts;
  /** Says that Baton is starting, until it has begun. */
  readonly door: WebOptions;
  readonly begin: () => Promise<End>;
};

/** @throws StoreUnusable */
export async function prepare({
  environment,
  log,
  createItemLook,
  now = Date.now,
  rhythm = usualRhythm,
  duties = everything,
  clock = systemClock,
}: Starting): Promise<Prepared> {
  const { github: access, metricsToken = null } = environment;
  let heard: (trouble: Trouble) => void = () => {};
  const store = await openStore(environment.databaseUrl ?? environment.dataDir, (trouble) => heard(trouble));
  let state: WebState = 'starting';
  const parts = createParts({
    store,
    access,
    jiraSites: environment.jira ?? [],
    flushAll: environment.flushAll ?? false,
    createItemLook,
    now,
    clock,
    rhythm,
    log,
  });
  const { github, inbox, metrics, outages } = parts;
  heard = ({ cause, patience }) => outages.failed({ kind: 'database' }, cause, '', patience);
  return {
    parts,
    door: doorOf(parts, { state: () => state, webhooks: duties.web, metricsToken, log }),
    async begin() {
      // Where no other process has the database, whoever held an item is gone; elsewhere leases end by time.
      if (!store.shared) await freeAll(store.db);
      const untidy = keepTidying(parts, rhythm.tidy, now, log);
      for (const [group, until] of (await inbox.metrics()).paused) github.pause(Number(group), until);
      if (environment.board !== undefined) await fillBoard(parts);
      const deaf = duties.work ? await startLooking(parts) : async () => {};
      state = 'serving';
      const stopped = new AbortController();
      void introduce(github, log, stopped.signal);
      return async (close = async () => {}) => {
        state = 'draining';
        stopped.abort();
        untidy();
        await Promise.all([close(), inbox.stop(), deaf()]);
        metrics.stop();
        outages.stop();
        await store.close();
      };
    },
  };
}

/** Looks at what is wanted, and at what nobody told of. @returns what ends listening to other processes */
async function startLooking({ store, inbox, catchUp, jiraSites }: Parts): Promise<() => Promise<void>> {
  await inbox.want([
    wish({ kind: 'missed', installation: 0 }, { soon: true }),
    wish({ kind: 'installations', installation: 0 }, { soon: false, notBefore: await catchUp.nextRound() }),
    ...jiraSites.map(({ name }) => wishToSweep(name)),
  ]);
  inbox.start();
  return store.hearWishes(() => inbox.wake());
}
