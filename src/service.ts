/** Baton at work: store, GitHub, inbox and web server put together, and taken down in order. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Logger } from 'pino';
import type { Probot } from 'probot';

import { everything, type Duties } from './arguments.ts';
import type { Environment } from './environment.ts';
import {
  createApp,
  createCatchUp,
  createGitHub,
  createGitHubTracker,
  createHeed,
  createIntake,
  createLook,
  eventNames,
  usualRhythm,
  wish,
  type Access,
  type Change,
  type GitHub,
  type GitHubTracker,
  type Past,
  type Rhythm,
  type Work,
} from './github/index.ts';
import {
  createDeliveries,
  createInbox,
  createKeptWorkSet,
  freeAll,
  type DeadLetter,
  type Inbox,
  type Look,
  type Want,
} from './inbox/index.ts';
import { createMetrics } from './metrics.ts';
import { changeStore, openStore, pastStore, recentStore, storeReadiness, type Store } from './store/index.ts';
import type { Item } from './tracker.ts';
import { close, createWeb, followProxy, listen, webhookPath, type WebState } from './web/index.ts';

type WebhookEvent = Parameters<Probot['webhooks']['receive']>[0];

/** What a look at an item may use. */
export type Parts = {
  readonly store: Store;
  readonly github: GitHub;
  readonly tracker: GitHubTracker;
  /** For wishes that a look leads to. */
  readonly inbox: Pick<Inbox<Work>, 'want'>;
  readonly log: Logger;
};

export type Service = Omit<Parts, 'inbox'> & {
  /** `http://host:port`. */
  readonly url: string;
  readonly inbox: Inbox<Work>;
  /** Takes no new work, finishes what runs, closes everything. */
  stop(): Promise<void>;
};

/**
 * Looks under way at once, and how many of them may be of one installation: its writes go out one by one, and
 * must not keep the others waiting.
 */
const concurrency = 16;
const perGroup = 4;
/** Milliseconds that a request may still take once Baton stops. */
const lastRequests = 3000;
/** Milliseconds that the ids of deliveries and the pasts of timelines are kept; GitHub can send one again for three days. */
const kept = 7 * 24 * 3_600_000;

/** Milliseconds that dead letters are kept, and the last decision of an item; after that, the ledger has it once more. */
const decided = 90 * 24 * 3_600_000;

/**
 * Starts everything; resolves when webhooks are taken.
 * @param duties what this process does; where it does not do all, others on the same store do the rest
 * @throws StoreUnusable, CannotListen
 */
export async function startService(
  environment: Environment & { readonly github: Access },
  log: Logger,
  createItemLook: (parts: Parts) => Look<Item>,
  now: () => number = Date.now,
  rhythm: Rhythm = usualRhythm,
  duties: Duties = everything,
): Promise<Service> {
  const store = await openStore(environment.databaseUrl ?? environment.dataDir);
  let state: WebState = 'starting';
  const app = createApp(environment.github, log.child({}, { level: quieter(log.level) }));
  const { probot, access } = app;
  const github = createGitHub(app);
  const metrics = createMetrics({
    eventNames,
    inbox: () => inbox,
    requests: () => github.requests(),
    failures: () => github.failures(),
    budgets: () => github.budgets(),
    now: Date.now,
  });
  const pasts = pastStore<Past>(store.db);
  const tracker = createGitHubTracker(github, {
    now,
    pasts,
    onWritten: (effects) => metrics.wrote(effects.map(({ kind }) => kind)),
  });
  const deliveries = createDeliveries<Work>(store.db, Date.now);
  const catchUp = createCatchUp(
    { github, store, want: (wants) => inbox.want(wants), taken: (guids) => deliveries.known(guids), log },
    rhythm,
    Date.now,
  );
  const changes = changeStore<Change>(store.db);
  const heed = createHeed({ changes, remembered: tracker, github });
  const look = createLook({
    github,
    catchUp,
    inbox: () => inbox,
    lookAtItem: createItemLook({
      store,
      github,
      tracker,
      inbox: { want: (wants) => inbox.want(wants) },
      log,
    }),
  });
  const set = createKeptWorkSet<Work>(store.db, { perGroup });
  const inbox: Inbox<Work> = createInbox({
    set,
    look: metrics.timed(async (work, turn) => {
      await heed();
      return look(work, turn);
    }),
    concurrency,
    attempts: rhythm.attempts,
    backoff: rhythm.backoff,
    log,
  });
  const intake = createIntake({
    appId: access.appId,
    async keep(delivery, consequences) {
      const isNew = await deliveries.keep(delivery, consequences);
      metrics.delivery(delivery.name, isNew ? 'accepted' : 'copy');
      inbox.wake();
    },
    github,
    now,
  });
  await probot.ready();
  probot.onAny(async ({ id, name, payload }) => intake({ id, name, payload }));
  const storeReady = storeReadiness(store.db);
  const web = createWeb({
    secret: access.webhookSecret,
    // Probot's emitter stumbles over names such as "error"; what we do not listen to is not for it.
    deliver: async (delivery) => {
      if (eventNames.includes(delivery.name)) await probot.webhooks.receive(delivery as WebhookEvent);
      else metrics.delivery(delivery.name, 'ignored');
    },
    notTaken: (event, reason) =>
      reason === null ? metrics.delivery(event, 'not-kept') : metrics.delivery(event, 'refused', reason),
    state: () => state,
    async notReady() {
      const readiness = await storeReady();
      if (readiness.kind === 'ready') return null;
      log.warn({ err: readiness.error }, 'The store cannot be written.');
      return 'The store cannot be written; the log says why.';
    },
    metrics: {
      text: metrics.text,
      contentType: metrics.contentType,
      token: environment.metricsToken ?? null,
    },
    webhooks: duties.web,
    log,
  });
  let url: string;
  try {
    url = await listen(web, environment.host, environment.port);
  } catch (error) {
    await store.close();
    throw error;
  }
  // Where no other process has the database, whoever held an item is gone; elsewhere leases end by time.
  if (!store.shared) await freeAll(store.db);
  const untidy = keepTidying(rhythm.tidy, log, async () => {
    await deliveries.prune(Date.now() - kept);
    await set.pruneDead(Date.now() - decided);
    await pasts.prunePasts(Date.now() - kept);
    await recentStore(store.db).pruneRecent(Date.now() - decided);
    // A process that has nothing to look at for long would miss what is pruned.
    await heed();
    await changes.pruneChanges(Date.now() - kept);
    await inbox.want(unheard(await inbox.dead()));
  });
  let deaf = async (): Promise<void> => {};
  if (duties.work) {
    await inbox.want([
      wish({ kind: 'missed', installation: 0 }, { soon: true }),
      wish({ kind: 'installations', installation: 0 }, { soon: false, notBefore: await catchUp.nextRound() }),
    ]);
    inbox.start();
    deaf = store.hearWishes(() => inbox.wake());
  }
  state = 'serving';
  const target = `http://127.0.0.1:${new URL(url).port}${webhookPath}`;
  const { webhookProxyUrl: source } = environment;
  const unfollow = source === null || !duties.web ? () => {} : followProxy({ source, target, log });
  const stopped = new AbortController();
  void introduce(github, log, stopped.signal);

  return {
    store,
    github,
    tracker,
    inbox,
    log,
    url,
    async stop() {
      state = 'draining';
      stopped.abort();
      unfollow();
      untidy();
      const cut = setTimeout(() => web.closeAllConnections(), lastRequests);
      await Promise.all([close(web), inbox.stop(), deaf()]);
      metrics.stop();
      clearTimeout(cut);
      await store.close();
    },
  };
}

/** Probot says at `info` what is of interest for debugging alone. */
function quieter(level: string): string {
  return level === 'info' ? 'warn' : level;
}

/** Tidies now and every so many milliseconds, until the function that it returns is called. */
function keepTidying(every: number, log: Logger, tidy: () => Promise<void>): () => void {
  const once = (): void =>
    void tidy().catch((error: unknown) => log.warn({ err: error }, 'The store could not be tidied.'));
  once();
  const timer = setInterval(once, every);
  return () => clearInterval(timer);
}

/** Wishes for what failed for good and no event leads to: what Baton does by itself. */
function unheard(dead: readonly DeadLetter<Work>[]): readonly Want<Work>[] {
  return dead
    .filter(({ item }) => ['sweep', 'missed', 'installations'].includes(item.kind))
    .map(({ item }) => wish(item, { soon: false }));
}

/** Asks GitHub who we are, until it says so. */
async function introduce(github: GitHub, log: Logger, signal: AbortSignal): Promise<void> {
  for (let pause = 1000; !signal.aborted; pause = Math.min(pause * 2, 60_000)) {
    try {
      const { login } = await github.self();
      log.info({ login }, `GitHub knows us as ${login}.`);
      return;
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      log.warn({ why }, 'GitHub did not say who we are; it is asked again.');
      await wait(pause, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
