/**
 * What stories are played on: the sandbox as GitHub, the running service behind signed webhooks over HTTP, and people.
 * maria is the product manager; anton and ben are engineers; otto has write access and no role; rita may only read.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { createClock, startSandbox, type Acting, type Release, type Sandbox } from '@baton/sandbox';
import { pino, type Logger } from 'pino';
import { expect } from 'vitest';

import { usualRhythm, type Rhythm } from '../../src/github/index.ts';
import { everything, type Duties } from '../../src/duties.ts';
import { systemClock, type Clock } from '../../src/inbox/index.ts';
import type { JiraSite } from '../../src/jira/index.ts';
import { troublesOf } from '../../src/log.ts';
import { createLook } from '../../src/reconcile/index.ts';
import { startService, type Service } from '../../src/service/index.ts';
import { accessTo, registerBaton, secret, signInOf } from '../baton.ts';
import { commentsOf, seenOf, shortly, type Seen } from './seen.ts';

export const repository = 'acme/shop';

export const twoRoles = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
`;

type Spent = { readonly queries: number; readonly mutations: number; readonly rest: number };

export type Stage = {
  readonly github: Sandbox;
  readonly service: () => Service;
  /** By which what Baton does at its time is due: milliseconds since the epoch. */
  now(): number;
  /** The processes apart from it: those that take webhooks, and then the workers. */
  readonly others: readonly Service[];
  /** Somebody acts, two seconds pass before, and everything that follows from it happens. */
  act<T>(login: string, what: (somebody: Acting) => T): Promise<T>;
  /** As `act`, without waiting before or after: the next act is in the same second, and Baton may be looking. */
  hurry<T>(login: string, what: (somebody: Acting) => T): T;
  /** Everything that was sent has arrived, and everything wanted has been looked at. */
  settled(): Promise<void>;
  /** Time passes, and everything that is due then happens; with `timed` alone. */
  later(milliseconds: number): Promise<void>;
  /** Waits until something is so, at most two minutes: for what is so only for a while. */
  until(fact: () => boolean): Promise<void>;
  /** What a person sees of an item. */
  see(item: string): Seen;
  /** What Baton said on an item since this was asked last, in short; the card is not among it. */
  heard(item: string): readonly string[];
  /** Requests to GitHub since the last call, by kind. */
  spent(): Spent;
  /** Baton ends, and starts again: with its database, or with a new one. `meanwhile`: what people do in between. */
  restart(meanwhile?: () => void): Promise<void>;
  /** The end: GitHub was asked for nothing that it does not have, every delivery was taken, nothing is left undone. */
  close(): Promise<void>;
};

export type StageSettings = {
  /** The policy on the default branch; null: none. Two roles when absent. */
  readonly policy?: string | null;
  readonly files?: Record<string, string>;
  /** On what of acme's Baton is installed; default: on all repositories. */
  readonly installedOn?: 'all' | readonly string[];
  /** Whether repositories without a policy are told how to begin; default: they are. */
  readonly onboarding?: boolean;
  /** Which GitHub it is; default: github.com as it is published. */
  readonly release?: Release;
  /** By which GitHub goes; default: one that begins on the fifth of January at nine. */
  readonly clock?: Sandbox['clock'];
  /** Before the App is installed. */
  readonly before?: (github: Sandbox) => void;
  /** Where Baton keeps its database; default: in memory, so that a restart loses it. */
  readonly dataDir?: string;
  /** The address of a PostgreSQL database, instead of a folder. */
  readonly database?: string | null;
  /** So many workers in processes apart from the one that takes webhooks; needs a `database`. Default: one does both. */
  readonly workers?: number;
  /** So many more that take webhooks, which GitHub does not know; beside `workers`. Default: none. */
  readonly doors?: number;
  /** Milliseconds that Baton's clock is ahead of GitHub's. */
  readonly ahead?: number;
  /** What Baton does at its time is due by GitHub's clock, so that it happens when time passes there; default: by ours. */
  readonly timed?: boolean;
  /** How often Baton looks without being told. */
  readonly rhythm?: Partial<Rhythm>;
  /** Milliseconds that Baton waits for an answer. */
  readonly timeout?: number;
  /** How many requests that create content Baton may send in an hour. */
  readonly contentAnHour?: number;
  /** Where Baton's lines go; default: nowhere, unless STORY_LOG names a level. */
  readonly log?: Logger;
  /** People can sign in to the board; default: it is off. */
  readonly board?: { readonly admins?: readonly string[]; readonly isPublic?: boolean };
  /** What readers of the metrics have to show; default: everybody may read. */
  readonly metricsToken?: string;
  /** The Jira sites that Baton knows. */
  readonly jira?: readonly JiraSite[];
  /** Deliveries that do not arrive, and dead letters, are part of the story. */
  readonly rough?: boolean;
};

/** The fifth of January at nine. It is a Monday. */
const start = Date.UTC(2026, 0, 5, 9);

/** A sandbox with people, teams and one repository. */
export async function world({
  policy = twoRoles,
  files,
  before,
  clock = createClock(start),
  release,
}: StageSettings): Promise<Sandbox> {
  const github = await startSandbox({ clock, ...(release === undefined ? {} : { release }) });
  for (const login of ['olga', 'maria', 'anton', 'ben', 'otto', 'rita']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton', 'ben', 'otto'] });
  github.team('acme', 'Engineering', { members: ['anton'] });
  github.team('acme', 'Frontend', { parent: 'engineering', members: ['ben'] });
  github.repository(repository, {
    private: false,
    collaborators: { maria: 'write', anton: 'write', ben: 'write', otto: 'write' },
    files: { 'README.md': '# Shop\n', ...(policy === null ? {} : { '.github/roles.yml': policy }), ...files },
  });
  before?.(github);
  clock.advance(120_000);
  return github;
}

/** Waits until nothing is due and nobody looks, whichever process does. */
async function idle(inbox: Pick<Service['inbox'], 'metrics'>): Promise<void> {
  for (const end = Date.now() + 120_000; ;) {
    const { waiting, running } = await inbox.metrics();
    if (waiting + running === 0) return;
    if (Date.now() > end)
      throw new Error(`After two minutes, ${waiting} items wait and ${running} are looked at.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function serve(
  github: Sandbox,
  settings: StageSettings,
  duties: Duties = everything,
  isHooked = duties.web,
): Promise<Service> {
  const { dataDir = ':memory:', database = null, timeout, contentAnHour } = settings;
  const { ahead = 0, rhythm = {}, metricsToken } = settings;
  const now = (): number => github.clock.now() + ahead;
  const port = settings.board === undefined ? 0 : await freePort();
  const log = settings.log ?? pino({ level: process.env['STORY_LOG'] ?? 'silent' });
  const service = await startService({
    troubles: () => troublesOf(log),
    environment: {
      github: {
        ...accessTo(github),
        ...(timeout === undefined ? {} : { timeout }),
        ...(contentAnHour === undefined ? {} : { contentAnHour }),
      },
      production: true,
      host: '127.0.0.1',
      port,
      dataDir,
      databaseUrl: database,
      logLevel: 'silent',
      logFormat: 'json',
      webhookProxyUrl: null,
      githubUrl: github.url,
      apiUrl: github.url,
      ...(metricsToken === undefined ? {} : { metricsToken }),
      ...(settings.board === undefined
        ? {}
        : {
            board: {
              publicUrl: `http://127.0.0.1:${port}`,
              ...signInOf(github),
              admins: [],
              isPublic: false,
              ...settings.board,
            },
          }),
      jira: settings.jira ?? [],
    },
    log,
    createItemLook: ({ tracker, jira, store, inbox, log }) =>
      createLook({
        tracker,
        jira,
        store,
        want: inbox.want,
        log,
        now,
        onboarding: settings.onboarding ?? true,
        board: settings.board === undefined ? null : `http://127.0.0.1:${port}`,
      }),
    now,
    rhythm: { ...usualRhythm, ...rhythm },
    duties,
    clock: clockOf(github, settings),
  });
  if (isHooked) github.hook('baton', { url: `${service.url}/api/github/webhooks`, secret });
  return service;
}

/** A port that nobody listens at now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Our clock; `timed`: ahead by what was let pass on GitHub. */
function clockOf({ clock }: Sandbox, { timed = false }: StageSettings): Clock {
  if (!timed) return systemClock;
  return { ...systemClock, now: () => systemClock.now() + clock.now() - start };
}

export async function openStage(settings: StageSettings = {}): Promise<Stage> {
  const { rough = false, workers = 0, doors = 0 } = settings;
  const github = await world(settings);
  registerBaton(github);
  const apart = workers > 0;
  let service = await serve(github, settings, apart ? { web: true, work: false } : everything);
  const more = (count: number, duties: Duties): Promise<Service>[] =>
    Array.from({ length: count }, () => serve(github, settings, duties, false));
  const others = await Promise.all([
    ...more(doors, { web: true, work: false }),
    ...more(workers, { web: false, work: true }),
  ]);
  github.install('baton', 'acme', settings.installedOn ?? 'all');
  const listened = new Map<string, number>();

  async function settled(): Promise<void> {
    for (let seen = -1; seen !== github.deliveries.length + github.requests.length;) {
      seen = github.deliveries.length + github.requests.length;
      await github.settled();
      await (apart ? idle(service.inbox) : service.inbox.settled());
    }
  }
  await settled();
  github.requests.length = 0;

  return {
    github,
    service: () => service,
    now: () => clockOf(github, settings).now(),
    others,
    settled,
    async act(login, what) {
      github.clock.advance(2000);
      const done = what(github.as(login));
      await settled();
      return done;
    },
    async later(milliseconds) {
      github.clock.advance(milliseconds);
      await settled();
    },
    hurry: (login, what) => what(github.as(login)),
    async until(fact) {
      for (const end = Date.now() + 120_000; !fact();) {
        if (Date.now() > end) throw new Error(`It did not come to be so: ${fact.toString()}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    see: (item) => seenOf(github.find.item(item)),
    heard(address) {
      const comments = commentsOf(github.find.item(address));
      const from = listened.get(address) ?? 0;
      listened.set(address, Math.max(from, ...comments.map((comment) => comment.id)));
      return comments
        .filter((comment) => comment.id > from && !comment.body.includes('<!-- baton:card -->'))
        .map((comment) => shortly(comment.body));
    },
    spent() {
      const kinds = github.requests.map((request) => request.kind);
      github.requests.length = 0;
      const count = (kind: string): number => kinds.filter((each) => each === kind).length;
      return { queries: count('query'), mutations: count('mutation'), rest: count('rest') };
    },
    async restart(meanwhile = () => {}) {
      await service.stop();
      meanwhile();
      await github.settled();
      service = await serve(github, settings);
    },
    async close() {
      const dead = await service.inbox.dead();
      for (const each of [service, ...others]) await each.stop();
      await github.close();
      expect(github.unplayed).toEqual([]);
      expect(github.misfits).toEqual([]);
      if (rough) return;
      expect(dead).toEqual([]);
      expect(github.deliveries.filter((delivery) => delivery.status !== 'OK')).toEqual([]);
    },
  };
}

/** An issue with its spec approved by maria; its address. */
export async function approvedIssue(stage: Stage, title = 'Coupons'): Promise<string> {
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title, body: 'One coupon per order.' }),
  );
  const issue = `${repository}#${number}`;
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  stage.heard(issue);
  stage.spent();
  return issue;
}

let branches = 0;

/** anton's pull request with one new file; its address. */
export async function openPull(
  stage: Stage,
  body: string,
  change: {
    readonly by?: string;
    readonly files?: Record<string, string | null>;
    readonly draft?: boolean;
  } = {},
): Promise<string> {
  branches += 1;
  const head = `work-${branches}`;
  const { by = 'anton', files = { [`${head}.txt`]: head }, draft = false } = change;
  await stage.act(by, (somebody) => somebody.push(repository, head, { files }));
  const { number } = await stage.act(by, (somebody) =>
    somebody.openPull(repository, { title: 'Work', body, head, draft }),
  );
  stage.spent();
  return `${repository}#${number}`;
}
