/** What the stories about looks start from: the sandbox, and Baton's own client, tracker and store on it. */
import { createLookedAt } from '../../src/reconcile/memory/index.ts';
import { createClock, startSandbox, type Repository, type Sandbox } from '@baton/sandbox';
import { pino } from 'pino';

import { createGitHubTracker, type GitHubTracker } from '../../src/github/index.ts';
import type { Turn } from '../../src/inbox/index.ts';
import { keyOf } from '../../src/items.ts';
import { createBases } from '../../src/reconcile/facts/policy/bases.ts';
import type { Deps } from '../../src/reconcile/facts/deps.ts';
import { createInForce } from '../../src/reconcile/facts/policy/in-force.ts';
import { lookAtRepository } from '../../src/reconcile/looks/repository.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { clientOf } from '../baton.ts';

export const path = '.github/roles.yml';

export const start = Date.parse('2026-03-01T12:00:00Z');
export const minute = 60_000;

/** The smallest policy, for which the default gates hold. */
export const smallest = 'roles:\n  pm: [maria]\n  engineer: [evan]\n';
/** A policy with one problem. */
export const broken = 'roles:\n  pm: [maria]\n  engineer: [evan]\ngats: {}\n';

export type World = {
  readonly sandbox: Sandbox;
  readonly tracker: GitHubTracker;
  readonly store: Store;
  readonly deps: Deps;
  readonly installation: number;
  /** Keys of what was wanted since it was last asked. */
  wanted(): readonly string[];
  /** Messages of the log, from warnings on. */
  readonly warnings: string[];
  /** Writes of Baton since it was last asked: a method and a path, or a GraphQL mutation. */
  writes(): readonly string[];
  /** Writes the policy file of a repository, or takes it away; a minute later. */
  policy(repository: string, text: string | null): void;
  /** `now`: what our clock says; GitHub's time when absent. */
  look(repository: string, now?: () => number, why?: Partial<Turn>): Promise<void>;
  close(): Promise<void>;
};

/** acme/shop: maria and evan can write; Baton is installed on acme, an hour before the first commit in acme/shop. */
export async function startWorld(
  settings: { readonly installed?: boolean; readonly writes?: false } = {},
): Promise<World> {
  const sandbox = await startSandbox({ clock: createClock(start) });
  for (const login of ['olga', 'maria', 'evan', 'oscar']) sandbox.user(login);
  sandbox.organization('acme', { admins: ['olga'], members: ['maria', 'evan'] });
  const writes = settings.writes === false ? 'read' : 'write';
  sandbox.app({
    slug: 'baton',
    permissions: {
      contents: 'read',
      issues: writes,
      pull_requests: writes,
      checks: writes,
      merge_queues: 'read',
      members: 'read',
    },
    events: [],
  });
  const install = (): number => sandbox.install('baton', 'acme').id;
  let installation = settings.installed === false ? 0 : install();
  sandbox.clock.advance(60 * minute);
  sandbox.repository('acme/shop', {
    collaborators: { maria: 'write', evan: 'write' },
    files: { 'README.md': '# Shop\n' },
  });
  const warnings: string[] = [];
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => void warnings.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const now = (): number => sandbox.clock.now();
  const tracker = createGitHubTracker(clientOf(sandbox), { now });
  const store = await openStore(':memory:');
  const keys: string[] = [];
  const want: Deps['want'] = async (wants) => {
    keys.push(...wants.map(({ item }) => keyOf(item).replace(/^\d+ /, '')));
  };
  const bases = createBases({ reads: tracker.reads, store, want, now });
  const deps: Deps = {
    reads: tracker.reads,
    writes: tracker.writes,
    jira: null,
    board: null,
    store,
    inForce: createInForce({ bases, reads: tracker.reads, store, now }),
    bases,
    want,
    now,
    lookedAt: createLookedAt(),
    isRequired: async () => false,
    seen: tracker.seen,
    begun: now,
    log,
  };
  const world: World = {
    sandbox,
    tracker,
    store,
    deps,
    get installation() {
      if (installation === 0) installation = install();
      return installation;
    },
    wanted: () => keys.splice(0),
    warnings,
    writes: () =>
      sandbox.requests
        .splice(0)
        .filter(({ kind, method, path: to }) =>
          kind === 'rest' ? method !== 'GET' && !to.endsWith('/access_tokens') : kind === 'mutation',
        )
        .map(({ kind, method, path: to, document }) =>
          kind === 'rest'
            ? `${method} ${to}`
            : [...(document ?? '').matchAll(/act\d+: (\w+)/g)].map(([, name]) => name).join(' '),
        ),
    policy(repository, text) {
      sandbox.clock.advance(minute);
      const { defaultBranch } = sandbox.find.repository(repository);
      sandbox.as('olga').push(repository, defaultBranch, { files: { [path]: text } });
      tracker.remembered.forgetOwnerPolicy('acme');
    },
    async look(repository, now = deps.now, why = {}) {
      await lookAtRepository(
        { ...deps, now },
        { kind: 'repository', installation: world.installation, repository },
        { ...turn(repository), ...why },
      );
    },
    async close() {
      await store.close();
      await sandbox.close();
    },
  };
  return world;
}

/** Nobody else is at work. */
export const alone: Pick<Turn, 'urgency' | 'stillMine' | 'aside' | 'crowded' | 'together'> = {
  urgency: 'event',
  stillMine: () => true,
  aside: (_, work) => work(),
  crowded: () => new Map(),
  together: null,
};

function turn(repository: string): Turn {
  const untried = { tries: 0, failures: 0, attempts: 10 };
  return {
    key: repository,
    group: '1',
    causes: [],
    only: null,
    wish: '1',
    since: start,
    ...untried,
    ...alone,
  };
}

/** What a repository's labels are now. */
export function labelsOf(repository: Repository): readonly object[] {
  return repository.labels
    .filter(({ deleted }) => !deleted)
    .map(({ name, color, description }) => ({ name, color, description }));
}

/** What a repository's issues by Baton are now. */
export function issuesOf(repository: Repository): readonly object[] {
  return [...repository.items.values()]
    .filter(({ author }) => author.login === 'baton[bot]')
    .map((item) => ({
      number: item.number,
      title: item.title,
      body: item.body,
      state: item.kind === 'Issue' && item.stateReason !== null ? item.stateReason : item.state,
    }));
}
