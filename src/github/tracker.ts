/** GitHub as a tracker. */
import type { Policy } from '../policy/index.ts';
import {
  writtenBefore,
  type Asking,
  type Item,
  type Membership,
  type Observation,
  type Performed,
  type Repository,
  type Tracker,
} from '../tracker.ts';
import type { Effect, PullRequest } from '../handoff/index.ts';
import { createKept } from '../cache.ts';
import {
  createBases,
  type Bases,
  createFacts,
  type Facts,
  createFirstTexts,
  listPullNames,
  listToTry,
  type IssuesToTry,
  observe,
  observePulls,
  type Memory,
  listClosing,
  listOpen,
  type OpenItems,
  type Past,
  type Pasts,
  createOwnerPolicies,
  readSurroundings,
  type Surroundings,
  createPushers,
  type Pushers,
  createReach,
  type Reach,
  createRemarks,
  type NotedRemarks,
  createRepositories,
  type Repositories,
  createDivisions,
  type Divisions,
} from './read/index.ts';
import type { Budget, GitHub } from './client/index.ts';
import { createHost, type Host } from './graphql/index.ts';
import { createLabelNames, createLabels, type Labels } from './labels/index.ts';
import { createRoles, type Roles } from './who/index.ts';
import { createOwnIssues, type OwnIssues, perform, type Passed } from './write/index.ts';

export type GitHubTracker = Tracker &
  Facts &
  Pushers &
  Bases &
  OwnIssues &
  Repositories &
  Pick<Divisions, 'withSubIssues' | 'forgetSubIssues'> &
  Pick<Host, 'has'> &
  Pick<Reach, 'isInstalled'> &
  Pick<Roles, 'permissionOf' | 'forgetTeams' | 'forgetPermissions'> & {
    listOpen(installation: number, repository: string, closedSince?: number | null): AsyncIterable<OpenItems>;
    /** The open pull requests that would close an issue; see `listClosing`. */
    listClosing(installation: number, repository: string, number: number): ReturnType<typeof listClosing>;
    /** Open issues and those that were closed and changed since a time, `most` of them; see `listToTry`. */
    listToTry(installation: number, repository: string, since: number, most: number): Promise<IssuesToTry>;
    /** Pull requests by their ids: of those that an item is not linked to any more; see `observePulls`. */
    pullRequests(
      item: { readonly installation: number; readonly repository: string },
      ids: readonly string[],
    ): Promise<readonly PullRequest[]>;
    /** What open pull requests are called; see `listPullNames`. */
    listPullNames(installation: number, repository: string): ReturnType<typeof listPullNames>;
    /** What a first policy of a repository can be filled in from; see `readSurroundings`. */
    surroundings(installation: number, repository: string): Promise<Surroundings | null>;
    /** What is known of an installation's rate limit; null: nothing yet. */
    budget(installation: number): Budget | null;
    readonly ensureLabels: Labels['ensure'];
    readonly restoreLabel: Labels['restore'];
    /** To be called when labels of a repository changed. */
    forgetLabels(repository: string): void;
    /** To be called when the owner's `.github` repository changed. */
    forgetOwnerPolicy(owner: string): void;
    /** To be called when an installation was changed or removed. */
    forgetInstallation(installation: number): void;
  };

export type Options = {
  /** Where long timelines are kept; in this process's memory when absent. */
  readonly pasts?: Pasts;
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
    pasts = pastsInMemory(),
    remarks = { remarksOf: async () => new Map() },
  } = options;
  const host = createHost((installation, document) => github.graphql(installation, document), now);
  const divisions = createDivisions(github, host);
  const memory: Memory = {
    labels: createLabels(github),
    labelNames: createLabelNames(),
    firstTexts: createFirstTexts(github),
    ownerPolicies: createOwnerPolicies(github, now),
    users: createKept(20_000),
    pasts,
    remarks: createRemarks(github, remarks),
    divisions,
    host,
  };
  const roles = createRoles(github, now);
  const facts = createFacts(github, now);
  const reach = createReach(github, now);
  return {
    ...facts,
    ...createPushers(github),
    ...createBases(github),
    ...createRepositories(github, memory.ownerPolicies),
    ...createOwnIssues(github, now),
    withSubIssues: divisions.withSubIssues,
    forgetSubIssues: divisions.forgetSubIssues,
    has: host.has,
    isInstalled: reach.isInstalled,
    observe(item: Item): Promise<Observation> {
      if (!('number' in item)) throw new TypeError('A repository is listed, not observed.');
      return observe(github, memory, item, now());
    },
    async perform(
      item: Item,
      repository: Repository,
      effects: readonly Effect[],
      isLast = false,
      before?: () => void,
    ): Promise<Performed> {
      try {
        const { passed, ...performed } = await perform(github, memory, item, repository, effects, {
          now,
          isLast,
          ...(before === undefined ? {} : { before }),
        });
        onWritten(performed.written);
        for (const each of passed) onPassed(item, each);
        return performed;
      } catch (error) {
        onWritten(writtenBefore(error));
        throw error;
      }
    },
    now: () => github.now(),
    members: (item: Item, policy: Policy, asking: Asking): Promise<Membership> =>
      roles.of(item, policy, asking),
    listOpen: (installation, repository, closedSince = null) =>
      listOpen(github, installation, repository, closedSince),
    listClosing: (installation, repository, number) => listClosing(github, installation, repository, number),
    pullRequests: (item, ids) => observePulls(github, memory, item, ids, now()),
    listPullNames: (installation, repository) => listPullNames(github, installation, repository),
    listToTry: (installation, repository, since, most) =>
      listToTry(github, installation, repository, since, most),
    surroundings: (installation, repository) => readSurroundings(github, installation, repository),
    budget: (installation) => github.budget(installation),
    ensureLabels: memory.labels.ensure,
    restoreLabel: memory.labels.restore,
    forgetLabels: memory.labels.forget,
    forgetOwnerPolicy: memory.ownerPolicies.forget,
    permissionOf: roles.permissionOf,
    forgetTeams: roles.forgetTeams,
    forgetPermissions: roles.forgetPermissions,
    forgetInstallation(installation) {
      roles.forgetInstallation(installation);
      reach.forgetReach(installation);
    },
  };
}

function pastsInMemory(): Pasts {
  const kept = createKept<Past>(50);
  return {
    past: async (item) => kept.get(item) ?? null,
    keepPast: async (item, past) => kept.set(item, past),
    forgetPast: async (item) => kept.forget((each) => each === item),
  };
}
