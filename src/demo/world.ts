/** The demo's world: a GitHub on this machine, the real application behind its webhooks, and four people. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { createClock, type Acting, type Clock, type Comment, type Item, type Sandbox } from '@baton/sandbox';
import { pino } from 'pino';

import { readEnvironment } from '../environment/index.ts';
import type { JiraSite } from '../jira/index.ts';
import { createLook } from '../reconcile/index.ts';
import { startService, type Service } from '../service/index.ts';
import { openGitHub, policy, secret, settingsFor, settingsForBoard, slug } from './github.ts';

export { policy, repository } from './github.ts';

/** What people see of an item. */
export type Sight = {
  readonly state: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly card: string | null;
  /** Everything else that Baton wrote in comments, oldest first. */
  readonly comments: readonly string[];
  readonly check: { readonly conclusion: string; readonly title: string } | null;
  /** What is linked on an issue of Jira, by title. */
  readonly links: readonly string[];
};

export type World = {
  readonly github: Sandbox;
  readonly clock: Clock;
  readonly service: Service;
  /** Where Baton takes webhooks. */
  readonly webhooks: string;
  /** Somebody acts, some minutes pass, and all that follows from it happens. */
  act(login: string, what: (somebody: Acting) => void): Promise<void>;
  see(address: string): Sight;
  /** Resolves when all that follows from what was done has happened. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type WorldSettings = {
  readonly policy?: string;
  readonly clock?: Clock;
  /** The Jira sites that Baton knows. */
  readonly jira?: readonly JiraSite[];
  /** Whether people can sign in to the board, at the address of the service; absent: they can't. */
  readonly hasBoard?: boolean;
};

/** Starts it all. */
export async function openWorld(settings: WorldSettings = {}): Promise<World> {
  const { clock = createClock() } = settings;
  const opened = await openGitHub({ policy: settings.policy ?? policy, clock });
  const { github } = opened;
  // Its address is a part of its settings.
  const port = settings.hasBoard === true ? await freePort() : 0;
  const board = port === 0 ? {} : settingsForBoard(opened, port);
  const environment = readEnvironment({ ...settingsFor(opened), ...board, PORT: String(port) });
  if (environment.github === null) throw new Error('The demo has credentials; the settings say it has none.');
  const now = (): number => clock.now();
  const service = await startService({
    environment: {
      ...environment,
      github: environment.github,
      dataDir: ':memory:',
      jira: settings.jira ?? [],
    },
    log: pino({ level: 'silent' }),
    createItemLook: ({ tracker, jira, store, inbox, log }) =>
      createLook({
        tracker,
        jira,
        store,
        want: inbox.want,
        log,
        now,
        board: environment.board?.publicUrl ?? null,
      }),
    now,
  });
  const webhooks = `${service.url}/api/github/webhooks`;
  github.hook(slug, { url: webhooks, secret });
  github.install(slug, 'acme');
  await settled();

  async function settled(): Promise<void> {
    for (let seen = -1; seen !== github.deliveries.length + github.requests.length;) {
      seen = github.deliveries.length + github.requests.length;
      await github.settled();
      await service.inbox.settled();
    }
  }

  return {
    github,
    clock,
    service,
    webhooks,
    settled,
    async act(login, what) {
      clock.advance(10 * 60_000);
      what(github.as(login));
      await settled();
    },
    see: (address) => sightOf(github.find.item(address)),
    async close() {
      await service.stop();
      await github.close();
    },
  };
}

/** One that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // Given by `listen` on a port.
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

function sightOf(item: Item): Sight {
  const own = item.timeline.filter(
    (entry): entry is Comment =>
      entry.kind === 'IssueComment' && !entry.deleted && entry.author.login === `${slug}[bot]`,
  );
  const card = own.find((comment) => comment.body.includes('<!-- baton:card -->'));
  return {
    state: stateOf(item),
    labels: item.labels.map(({ name }) => name),
    assignees: item.assignees.map(({ login }) => login),
    card: card?.body ?? null,
    comments: own.filter((comment) => comment !== card).map(({ body }) => body),
    check: checkOf(item),
    links: [],
  };
}

function stateOf(item: Item): string {
  if (item.kind === 'PullRequest') return item.merged ? 'merged' : item.state;
  return item.state === 'closed' ? `closed as ${item.stateReason ?? 'completed'}` : 'open';
}

function checkOf(item: Item): Sight['check'] {
  if (item.kind === 'Issue') return null;
  const run = item.repository.suites
    .filter((suite) => suite.headOid === item.headOid && suite.app.slug === slug)
    .flatMap((suite) => suite.runs)
    .findLast(({ name }) => name === 'Baton');
  return run === undefined ? null : { conclusion: run.conclusion ?? run.status, title: run.title ?? '' };
}
