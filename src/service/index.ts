/** Baton at work: store, GitHub, inbox and web server put together, and taken down in order. */
import type { Server } from 'node:http';

import type { Logger } from 'pino';

import type { Environment } from '../environment/index.ts';
import type { GitHub, GitHubTracker } from '../github/index.ts';
import type { Inbox } from '../inbox/index.ts';
import type { Outages } from '../outages.ts';
import type { Store } from '../store/index.ts';
import { close, createWeb, followProxy, listen, webhookPath } from '../web/index.ts';
import { peopleOf } from './people.ts';
import { prepare, type Starting } from './prepare.ts';
import type { AnyWork } from './work.ts';

export { startInProbot, type InProbot } from './in-probot.ts';
export { evaluating } from './evaluating.ts';

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
 * @throws StoreUnusable, CannotListen
 */
export async function startService(starting: Starting): Promise<Service> {
  const { environment, log, now = Date.now } = starting;
  const { parts, door, begin } = await prepare(starting);
  const { store, github, tracker, inbox, outages } = parts;
  const people = peopleOf(parts, {
    environment,
    now,
    log,
    ...(starting.troubles && { troubles: starting.troubles }),
  });
  const web = createWeb(door.webhooks ? { ...door, people: people.answer } : door);
  const url = await open(web, store, environment);
  const end = await begin();
  const unfollow = door.webhooks ? follow(environment.webhookProxyUrl, url, log) : () => {};
  return {
    store,
    github,
    tracker,
    inbox,
    log,
    outages,
    url,
    stop() {
      unfollow();
      return end(async () => {
        const cut = setTimeout(() => web.closeAllConnections(), lastRequests);
        await Promise.all([people.stop(), close(web)]);
        clearTimeout(cut);
      });
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

/** Takes webhooks from a channel that GitHub can reach, where there is one. @returns what ends that */
function follow(source: string | null, url: string, log: Logger): () => void {
  if (source === null) return () => {};
  return followProxy({ source, target: `http://127.0.0.1:${new URL(url).port}${webhookPath}`, log });
}
