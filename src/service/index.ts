/** Baton at work: store, GitHub, inbox and web server put together, and taken down in order. */
import type { Server } from 'node:http';

import type { Logger } from 'pino';

import { everything, type Duties } from '../duties.ts';
import type { Environment } from '../environment.ts';
import {
  usualRhythm,
  wish,
  type Access,
  type GitHub,
  type GitHubTracker,
  type Rhythm,
} from '../github/index.ts';
import { freeAll, systemClock, type Clock, type Inbox, type Look } from '../inbox/index.ts';
import { wishToSweep } from '../jira/index.ts';
import type { Outages } from '../outages.ts';
import { openStore, type Store, type Trouble } from '../store/index.ts';
import type { Item } from '../tracker.ts';
import { close, followProxy, listen, webhookPath, type WebState } from '../web/index.ts';
import { createDoor } from './door.ts';
import { introduce } from './introduce.ts';
import { createParts, type LookParts, type Parts } from './parts.ts';
import type { AnyWork } from './work.ts';
import { keepTidying } from './tidy.ts';

export type Service = {
  readonly store: Store;
  readonly github: GitHub;
  readonly tracker: GitHubTracker;
  readonly inbox: Inbox<AnyWork>;
  readonly log: Logger;
  /** What cannot be used now. */
  readonly outages: Pick<Outages, 'look' | 'current'>;
  /** `http://host:port`. */
  readonly url: string;
  /** Takes no new work, finishes what runs, closes everything. */
  stop(): Promise<void>;
};

/** Milliseconds that a request may still take once Baton stops. */
const lastRequests = 3000;

/**
 * Starts everything; resolves when webhooks are taken.
 * @param now by which items are judged (milliseconds since the epoch)
 * @param duties what this process does; where it does not do all, others on the same store do the rest
 * @param clock by which looks are due
 * @throws StoreUnusable, CannotListen
 */
export async function startService(
  environment: Environment & { readonly github: Access },
  log: Logger,
  createItemLook: (parts: LookParts) => Look<Item>,
  now: () => number = Date.now,
  rhythm: Rhythm = usualRhythm,
  duties: Duties = everything,
  clock: Clock = systemClock,
): Promise<Service> {
  const { github: access, metricsToken = null, webhookProxyUrl } = environment;
  let heard: (trouble: Trouble) => void = () => {};
  const store = await openStore(environment.databaseUrl ?? environment.dataDir, (trouble) => heard(trouble));
  let state: WebState = 'starting';
  const parts = createParts({
    store,
    access,
    jiraSites: environment.jira ?? [],
    createItemLook,
    now,
    clock,
    rhythm,
    log,
  });
  const { github, tracker, inbox, metrics, outages } = parts;
  heard = ({ cause, patience }) => outages.failed({ kind: 'database' }, cause, '', patience);
  const web = await createDoor(parts, {
    state: () => state,
    webhooks: duties.web,
    metricsToken,
    log,
  });
  const url = await open(web, store, environment);
  // Where no other process has the database, whoever held an item is gone; elsewhere leases end by time.
  if (!store.shared) await freeAll(store.db);
  const untidy = keepTidying(parts, rhythm.tidy, now, log);
  for (const [group, until] of (await inbox.metrics()).paused) github.pause(Number(group), until);
  const deaf = duties.work ? await startLooking(parts) : async () => {};
  state = 'serving';
  const unfollow = duties.web ? follow(webhookProxyUrl, url, log) : () => {};
  const stopped = new AbortController();
  void introduce(github, log, stopped.signal);

  return {
    store,
    github,
    tracker,
    inbox,
    log,
    outages,
    url,
    async stop() {
      state = 'draining';
      stopped.abort();
      unfollow();
      untidy();
      const cut = setTimeout(() => web.closeAllConnections(), lastRequests);
      await Promise.all([close(web), inbox.stop(), deaf()]);
      metrics.stop();
      outages.stop();
      clearTimeout(cut);
      await store.close();
    },
  };
}

/** Listens; where that cannot be, the store is free for another start. */
async function open(
  web: Server,
  store: Store,
  { host, port }: Pick<Environment, 'host' | 'port'>,
): Promise<string> {
  try {
    return await listen(web, host, port);
  } catch (error) {
    await store.close();
    throw error;
  }
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

/** Takes webhooks from a channel that GitHub can reach, where there is one. @returns what ends that */
function follow(source: string | null, url: string, log: Logger): () => void {
  if (source === null) return () => {};
  return followProxy({ source, target: `http://127.0.0.1:${new URL(url).port}${webhookPath}`, log });
}
