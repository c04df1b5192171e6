/** What happens in an example, as a GitHub that Baton reads and writes. It has what looks at issues and pull requests ask for. */
import type { Observed } from '../handoff/index.ts';
import type { GitHubTracker, Reads, Writes } from '../github/index.ts';
import { hashOf } from '../hash.ts';
import { policyPath } from '../policy-paths.ts';
import type { Base, Policy } from '../policy/index.ts';
import { sameText } from '../same-text.ts';
import type { Item, Observation, PolicySource, Repository } from '../tracker.ts';
import { membershipOf, type People } from './people.ts';
import { perform, type Done } from './perform.ts';
import { observedIssue, observedPull, partsOf, type Place } from './things.ts';

/** The policy that is in force there. */
export type Played = {
  readonly text: string;
  readonly policy: Policy;
  /** What it builds on. */
  readonly bases: readonly Base[];
};

export type TrackerOptions = {
  readonly place: Place;
  readonly played: Played;
  readonly people: People;
  /** Told what Baton did. */
  readonly tell: (done: readonly Done[]) => void;
};

/** Milliseconds between what leads to something and what Baton does about it. */
const second = 1000;

export function createTracker({ place, played, people, tell }: TrackerOptions): GitHubTracker {
  const { repository: name, clock } = place;
  const repository: Repository = {
    id: 'repository',
    name,
    defaultBranch: 'main',
    url: `https://github.com/${name}`,
    visibility: 'public',
  };
  const source: PolicySource = {
    kind: 'file',
    repository: name,
    path: policyPath,
    oid: hashOf(played.text),
    text: played.text,
  };

  const observe = async (item: Item): Promise<Observation> => {
    const shared = { repository, policy: source } as const;
    if (item.kind !== 'issue' && item.kind !== 'pull-request') return { kind: 'gone' };
    const thing = place.things.find(({ number, kind }) => number === item.number && kind === item.kind);
    if (thing === undefined) return { kind: 'gone' };
    if (thing.kind === 'issue') return { kind: 'issue', ...shared, issue: observedIssue(place, thing) };
    return {
      kind: 'pull-request',
      ...shared,
      pullRequest: observedPull(place, thing),
      siblings: [],
      queued: null,
      issues: thing.closes.map((issue) => observedIssue(place, issue)),
    };
  };

  const reads: Reads = {
    ...notPlayed,
    observe,
    now: () => clock.now,
    has: async () => ({ duplicates: true, subIssues: true }),
    isInstalled: async (_, other) => sameText(other, name),
    members: async (_, policy) => membershipOf(policy, people),
    withTypes: async (_, seen) => seen,
    withSubIssues: async (_, seen) => withParts(place, seen),
    forgetSubIssues() {},
    changedPaths: async (_, { compared }) => compared?.files?.paths ?? [],
    pushersOf: async (_, { pushers = [null] }) => pushers,
    installationSince: async () => null,
    firstCommitOf: async () => null,
    lastCommitOf: async () => null,
    readBase: async (_, where) => baseAt(played.bases, where),
    pullRequests: async (_, ids) =>
      place.things.flatMap((thing) =>
        thing.kind === 'pull-request' && ids.includes(thing.id) ? [observedPull(place, thing)] : [],
      ),
    policyAt: async (_, __, ___, path = policyPath) => (path === policyPath ? { text: played.text } : null),
    budget: () => null,
  };

  const writes: Writes = {
    async perform({ effects }, before) {
      before?.();
      if (effects.length > 0) clock.now += second;
      tell(perform(place, effects));
      return { written: effects, locked: [], isLimited: false, refused: [] };
    },
    ensureLabels: async () => [],
    restoreLabel: async () => 'as-is',
    tellProblem: nobodyAsks,
    tellDigest: nobodyAsks,
    tellOnboarding: nobodyAsks,
    editOnboarding: nobodyAsks,
  };
  const seen: GitHubTracker['seen'] = {
    wrote() {},
    note: async () => {},
    noteDate: async () => {},
    of: async () => new Map(),
  };
  const remembered: GitHubTracker['remembered'] = {
    forgetTeams() {},
    forgetPermissions() {},
    forgetPermissionsOf() {},
    forgetLabels() {},
    forgetOwnerPolicy() {},
    forgetInstallation() {},
    noteAdded() {},
  };
  return { reads, writes, seen, remembered };
}

/** Looks at issues and pull requests come to none of it: an example is not to go on where one does. */
const nobodyAsks = (): never => {
  throw new TypeError('An example asked GitHub for something that is not played.');
};

const notPlayed = {
  together: nobodyAsks,
  listOpen: nobodyAsks,
  checksOn: nobodyAsks,
  listByName: nobodyAsks,
  listClosing: nobodyAsks,
  listToTry: nobodyAsks,
  listTouched: nobodyAsks,
  requests: nobodyAsks,
  listPullNames: nobodyAsks,
  surroundings: nobodyAsks,
  readRepository: nobodyAsks,
  requirement: nobodyAsks,
  requiredOn: nobodyAsks,
  permissionOf: nobodyAsks,
  openDigest: nobodyAsks,
} as const;

/** The same observation with the parts of its issues in it. */
function withParts(place: Place, seen: Observation): Observation {
  const divided = (observed: Observed): Observed => {
    const issue = place.things.find(({ id }) => id === observed.history.item.id);
    const all = issue?.kind === 'issue' ? partsOf(place, issue) : [];
    return { ...observed, displayed: { ...observed.displayed, subIssues: { all, hidden: 0 } } };
  };
  if (seen.kind === 'issue') return { ...seen, issue: divided(seen.issue) };
  return seen.kind === 'pull-request' ? { ...seen, issues: seen.issues.map(divided) } : seen;
}

async function baseAt(
  bases: readonly Base[],
  { repository, path }: Parameters<Reads['readBase']>[1],
): ReturnType<Reads['readBase']> {
  const found = bases.find((each) => sameText(each.repository, repository) && each.path === path);
  const shared = { repositoryId: repository, visibility: 'public' } as const;
  if (found?.kind !== 'file') return { kind: 'missing', ...shared };
  return { kind: 'file', ...shared, oid: hashOf(found.text ?? ''), text: found.text };
}
