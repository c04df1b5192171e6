/** The demo's world: a GitHub on this machine, the real application behind its webhooks, and four people. */
import { readFileSync } from 'node:fs';

import {
  createClock,
  startSandbox,
  type Acting,
  type Clock,
  type Comment,
  type Item,
  type Sandbox,
} from '@baton/sandbox';
import { pino } from 'pino';
import { parse } from 'yaml';
import { z } from 'zod';

import { readEnvironment } from '../environment.ts';
import type { JiraSite } from '../jira/index.ts';
import { createLook } from '../reconcile/index.ts';
import { startService, type Service } from '../service/index.ts';

export const repository = 'acme/shop';

export const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
`;

const secret = 'only for this machine';
const slug = 'baton';
const manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

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
};

/** Starts it all. */
export async function openWorld(settings: WorldSettings = {}): Promise<World> {
  const { clock = createClock() } = settings;
  const github = await startSandbox({ clock, checkAnswers: false });
  for (const login of ['olga', 'maria', 'anton', 'ben', 'otto']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton', 'ben', 'otto'] });
  github.team('acme', 'Engineering', { members: ['anton', 'ben'] });
  github.repository(repository, {
    collaborators: { maria: 'write', anton: 'write', ben: 'write', otto: 'write' },
    files: { 'README.md': '# Shop\n', '.github/roles.yml': settings.policy ?? policy },
  });
  clock.advance(600_000);
  const { default_permissions: permissions, default_events: events } = manifest.parse(
    parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')),
  );
  const app = github.app({ slug, permissions, events, webhookSecret: secret });
  github.protect(repository, { checks: [{ name: 'Baton', app: slug }] });

  const environment = readEnvironment({
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: secret,
    GITHUB_API_URL: github.url,
    GITHUB_WRITE_SPACING_MS: '20',
    HOST: '127.0.0.1',
    PORT: '0',
  });
  if (environment.github === null) throw new Error('The demo has credentials; the settings say it has none.');
  const now = (): number => clock.now();
  const service = await startService(
    { ...environment, github: environment.github, dataDir: ':memory:', jira: settings.jira ?? [] },
    pino({ level: 'silent' }),
    ({ tracker, jira, store, inbox, log }) =>
      createLook({ tracker, jira, store, want: inbox.want, log, now }),
    now,
  );
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
