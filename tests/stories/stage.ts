/**
 * What stories are played on: the sandbox as GitHub, the running service behind signed webhooks over HTTP, and people.
 * maria is the product manager; anton and ben are engineers; otto has write access and no role; rita may only read.
 */
import { readFileSync } from 'node:fs';

import { pino } from 'pino';
import { parse } from 'yaml';

import { createLook } from '../../src/reconcile/index.ts';
import {
  createClock,
  startSandbox,
  type Acting,
  type Comment,
  type Item,
  type Sandbox,
} from '../../src/sandbox/index.ts';
import { startService, type Service } from '../../src/service.ts';

export const repository = 'acme/shop';

export const twoRoles = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
`;

type Manifest = {
  readonly default_permissions: Record<string, 'read' | 'write'>;
  readonly default_events: readonly string[];
};
const manifest = parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as Manifest;

export type Stage = {
  readonly github: Sandbox;
  readonly service: Service;
  /** Somebody acts, a second passes, and everything that follows from it happens. */
  act<T>(login: string, what: (somebody: Acting) => T): Promise<T>;
  /** Everything that was sent has arrived, and everything wanted has been looked at. */
  settled(): Promise<void>;
  /** What a person sees of an item. */
  see(item: string): Seen;
  /** Requests to GitHub since the last call, by kind. */
  spent(): { readonly queries: number; readonly mutations: number; readonly rest: number };
  close(): Promise<void>;
};

export type Seen = {
  readonly state: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** The card, without its markers; null: none. */
  readonly card: string | null;
  /** Other comments of Baton's, without their markers. */
  readonly said: readonly string[];
  /** `name: conclusion · title` of the checks on the head of a pull request. */
  readonly checks: readonly string[];
};

export type StageSettings = {
  /** The policy on the default branch; null: none. Two roles when absent. */
  readonly policy?: string | null;
  readonly files?: Record<string, string>;
  /** Before the App is installed. */
  readonly before?: (github: Sandbox) => void;
};

const bot = 'baton[bot]';

function stateOf(item: Item): string {
  const reason = item.kind === 'Issue' && item.state === 'closed' ? item.stateReason : null;
  return reason === null ? item.state : `${item.state}: ${reason}`;
}

/** The newest run of each name on the head, of every App. */
function checksOf(item: Item): readonly string[] {
  if (item.kind === 'Issue') return [];
  const runs = item.repository.suites
    .filter((suite) => suite.headOid === item.headOid)
    .flatMap((suite) => [...new Map(suite.runs.map((run) => [run.name, run])).values()]);
  return runs.map((run) => `${run.name}: ${run.conclusion ?? run.status} · ${run.title ?? ''}`).toSorted();
}

function withoutMarkers(body: string): string {
  return body.replaceAll(/<!-- baton:[^>]*-->\n?/g, '').trim();
}

export async function openStage(settings: StageSettings = {}): Promise<Stage> {
  const clock = createClock();
  const github = await startSandbox({ clock });
  for (const login of ['olga', 'maria', 'anton', 'ben', 'otto', 'rita']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton', 'ben', 'otto'] });
  github.team('acme', 'Engineering', { members: ['anton'] });
  github.team('acme', 'Frontend', { parent: 'engineering', members: ['ben'] });
  const policy = settings.policy === undefined ? twoRoles : settings.policy;
  github.repository(repository, {
    private: false,
    collaborators: { maria: 'write', anton: 'write', ben: 'write', otto: 'write' },
    files: {
      'README.md': '# Shop\n',
      ...(policy === null ? {} : { '.github/roles.yml': policy }),
      ...settings.files,
    },
  });
  settings.before?.(github);
  clock.advance(120_000);
  const app = github.app({
    slug: 'baton',
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    webhookSecret: 'a secret between two',
  });
  const now = (): number => clock.now();
  const service = await startService(
    {
      github: {
        appId: app.id,
        privateKey: app.privateKey,
        webhookSecret: 'a secret between two',
        apiUrl: github.url,
        graphqlUrl: `${github.url}/graphql`,
        writeSpacing: 0,
      },
      production: true,
      host: '127.0.0.1',
      port: 0,
      dataDir: ':memory:',
      logLevel: 'silent',
      logFormat: 'json',
      webhookProxyUrl: null,
      githubUrl: github.url,
      apiUrl: github.url,
    },
    pino({ level: process.env['STORY_LOG'] ?? 'silent' }),
    ({ tracker, store, inbox, log }) => createLook({ tracker, store, want: inbox.want, log, now }),
    now,
  );
  github.hook('baton', { url: `${service.url}/api/github/webhooks`, secret: 'a secret between two' });
  github.install('baton', 'acme');

  async function settled(): Promise<void> {
    for (let seen = -1; seen !== github.deliveries.length + github.requests.length;) {
      seen = github.deliveries.length + github.requests.length;
      await github.settled();
      await service.inbox.settled();
    }
  }
  await settled();
  github.requests.length = 0;

  return {
    github,
    service,
    settled,
    async act(login, what) {
      clock.advance(2000);
      const done = what(github.as(login));
      await settled();
      return done;
    },
    see(address) {
      const item = github.find.item(address);
      const own = item.timeline.filter(
        (entry): entry is Comment =>
          entry.kind === 'IssueComment' && !entry.deleted && entry.author.login === bot,
      );
      const card = own.find((comment) => comment.body.includes('<!-- baton:card -->'));
      return {
        state: item.kind === 'PullRequest' && item.merged ? 'merged' : stateOf(item),
        labels: item.labels.map((label) => label.name).toSorted(),
        assignees: item.assignees.map((user) => user.login),
        card: card === undefined ? null : withoutMarkers(card.body),
        said: own.filter((comment) => comment !== card).map((comment) => withoutMarkers(comment.body)),
        checks: checksOf(item),
      };
    },
    spent() {
      const kinds = github.requests.map((request) => request.kind);
      github.requests.length = 0;
      const count = (kind: string): number => kinds.filter((each) => each === kind).length;
      return { queries: count('query'), mutations: count('mutation'), rest: count('rest') };
    },
    async close() {
      await service.stop();
      await github.close();
    },
  };
}
