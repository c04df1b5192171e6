/** GitHub as a tracker. */
import { createLruCache } from '../lru-cache.ts';
import type { Effect } from '../handoff/index.ts';
import type { SeenStore } from '../store/index.ts';
import { writtenBefore, type Item } from '../tracker.ts';
import type { GitHub } from './client/index.ts';
import { createHost } from './graphql/index.ts';
import { createLabelNames, createLabels } from './labels/index.ts';
import type { GitHubTracker, Reads, Writes } from './ports.ts';
import {
  checksOn,
  createBases,
  createDivisions,
  createFacts,
  createFirstTexts,
  createOwnerPolicies,
  createPushers,
  createReach,
  createRemarks,
  createRepositories,
  createRequirements,
  createSeen,
  createSizes,
  createTogether,
  listByName,
  listClosing,
  listOpen,
  listPullNames,
  listTouched,
  listToTry,
  observe,
  observePulls,
  readSurroundings,
  seenInMemory,
  type ComparedFiles,
  type Memory,
  type NotedRemarks,
  type EditStore,
  type Expected,
  type ExpectedStore,
  type KeptEdits,
  type Past,
  type Pasts,
  type SeenItem,
} from './read/index.ts';
import { createRoles } from './who/index.ts';
import { createOwnIssues, perform, type Passed } from './write/index.ts';

export type Options = {
  /** Where long timelines are kept; in this process's memory when absent. */
  readonly pasts?: Pasts;
  /** Where the edits of bodies are kept; in this process's memory when absent. */
  readonly edits?: EditStore;
  /** Where it is kept what looks had to read beside first pages; in this process's memory when absent. */
  readonly expected?: ExpectedStore;
  /** Where it is kept what looks saw of items; in this process's memory when absent. */
  readonly seen?: SeenStore<SeenItem>;
  /** Where the files of pull requests are kept; in this process's memory when absent. */
  readonly compared?: ComparedFiles;
  /** Which remarks on lines of code hold commands; none when absent. */
  readonly remarks?: NotedRemarks;
  readonly now?: () => number;
  /** Told of effects that were written. */
  readonly onWritten?: (effects: readonly Effect[]) => void;
  /** Told of effects that were passed over, because what they were about is gone. */
  readonly onPassed?: (item: Item, passed: Passed) => void;
};

/** Makes the tracker; nothing is sent. What it remembers between looks is bounded, and lost with the process. */
export function createGitHubTracker(github: GitHub, options: Options = {}): GitHubTracker {
  const {
    now = Date.now,
    onPassed = () => {},
    onWritten = () => {},
    pasts = inMemory<Past>(),
    edits = inMemory<KeptEdits>(),
    expected = inMemory<Expected>(),
    remarks = { remarksOf: async () => new Map() },
  } = options;
  const host = createHost((installation, document) => github.graphql(installation, document), now);
  const divisions = createDivisions(github, host);
  const memory: Memory = {
    labels: createLabels(github),
    labelNames: createLabelNames(),
    firstTexts: createFirstTexts(github),
    ownerPolicies: createOwnerPolicies(github, now),
    users: createLruCache(20_000),
    pasts,
    edits,
    expected,
    long: createLruCache(1_000),
    remarks: createRemarks(github, remarks),
    divisions,
    host,
  };
  const sizes = createSizes();
  const seen = createSeen(options.seen ?? seenInMemory());
  const roles = createRoles(github, now);
  const reach = createReach(github, now);
  const { openDigest, tellProblem, tellDigest, tellOnboarding, editOnboarding } = createOwnIssues(
    github,
    now,
  );
  const { noteAdded, ...facts } = createFacts(github, now, options.compared);
  const reads: Reads = {
    ...facts,
    ...createPushers(github),
    ...createBases(github),
    ...createRepositories(github, memory.ownerPolicies),
    ...createRequirements(github),
    openDigest,
    withSubIssues: divisions.withSubIssues,
    forgetSubIssues: divisions.forgetSubIssues,
    has: host.has,
    isInstalled: reach.isInstalled,
    permissionOf: roles.permissionOf,
    async observe(item, together = null) {
      if (!('number' in item)) throw new TypeError('A repository is listed, not observed.');
      return observe({ github, memory, now: now() }, item, together);
    },
    together: (items) =>
      createTogether(
        github,
        items.filter((item) => item.kind === 'issue' || item.kind === 'pull-request'),
        sizes,
        now,
      ),
    now: () => github.now(),
    members: (item, policy, asking) => roles.of(item, policy, asking),
    listOpen: (what) => listOpen(github, what),
    checksOn: (installation, repository, sha) => checksOn(github, { installation, repository }, sha),
    listClosing: (installation, repository, number) => listClosing(github, installation, repository, number),
    pullRequests: (item, ids) => observePulls({ github, memory, now: now() }, item, ids),
    listPullNames: (installation, repository) => listPullNames(github, installation, repository),
    listByName: (installation, repository, asked) => listByName(github, { installation, repository }, asked),
    listToTry: (installation, repository, since, most) =>
      listToTry(github, { installation, repository }, since, most),
    listTouched: (where, since, after) => listTouched(github, where, since, after),
    requests: () => {
      const sent = github.requests();
      return Object.values(sent).reduce((sum, count) => sum + count, 0);
    },
    surroundings: (installation, repository) => readSurroundings(github, installation, repository),
    budget: (installation) => github.budget(installation),
  };
  const writes: Writes = {
    async perform({ item, repository, effects, isLast = false }, before) {
      const from = github.now();
      try {
        const { passed, ...performed } = await perform(
          github,
          memory,
          { item, repository, effects },
          {
            now,
            isLast,
            ...(before === undefined ? {} : { before }),
          },
        );
        onWritten(performed.written);
        for (const each of passed) onPassed(item, each);
        return performed;
      } catch (error) {
        onWritten(writtenBefore(error));
        throw error;
      } finally {
        if (effects.length > 0) seen.wrote(item, { from, to: github.now() });
      }
    },
    ensureLabels: memory.labels.ensureLabels,
    restoreLabel: memory.labels.restoreLabel,
    tellProblem,
    tellDigest,
    editOnboarding,
    tellOnboarding,
  };
  const remembered: GitHubTracker['remembered'] = {
    noteAdded,
    forgetLabels: memory.labels.forget,
    forgetOwnerPolicy: memory.ownerPolicies.forget,
    forgetTeams: roles.forgetTeams,
    forgetPermissions: roles.forgetPermissions,
    forgetPermissionsOf: roles.forgetPermissionsOf,
    forgetInstallation(installation) {
      roles.forgetInstallation(installation);
      reach.forgetReach(installation);
    },
  };
  return { reads, writes, seen, remembered };
}

/** Keeps what is kept of items, of a few. */
function inMemory<T>() {
  const kept = createLruCache<T>(50);
  return {
    past: async (item: string) => kept.get(item) ?? null,
    keepPast: async (item: string, past: T) => kept.set(item, past),
    forgetPast: async (item: string) => kept.delete(item),
  };
}
