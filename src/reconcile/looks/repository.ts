/**
 * A look at a repository: the policy is read again, its labels and the issue about a broken one are seen to, and every
 * open item is to be looked at again, because any of them may come out otherwise now.
 */
import type { Turn, Want } from '../../inbox/index.ts';
import { wantOf } from '../../items.ts';
import {
  checkPolicyFile,
  refusedIssue,
  type Policy,
  type PolicyReport,
  type Problem,
} from '../../policy/index.ts';
import type { Item, PolicySource, Repository } from '../../tracker.ts';
import { sweepMark } from '../../github/index.ts';
import { type Deps, fileUrl } from '../facts/index.ts';
import { refreshDigest } from './digest.ts';
import { forgetRenames, ensureGateLabels } from './gate-labels.ts';
import { endOnboarding } from './onboarding.ts';
import { beginRound, inRounds } from './round.ts';
import { noteWhetherAsked } from './sub-issues.ts';
import {
  about,
  nothingChanged,
  forgetRefusals,
  keepRefusedLabels,
  refusalsIn,
  versionOf,
} from '../ledger/index.ts';
import { sameText, textKey } from '../../same-text.ts';

type RepositoryItem = Extract<Item, { kind: 'repository' }>;
type LabelsItem = Extract<Item, { kind: 'labels' }>;
/** `head`: the last commit of its default branch. */
type Place = {
  readonly installation: number;
  readonly repository: Repository;
  readonly head: string | null;
};

/** Issues closed within this time (milliseconds) are looked at too: closing them may not have been right. */
const recently = 7 * 24 * 60 * 60 * 1000;

/**
 * Looks at a repository.
 * @throws {TryLater}
 */
export async function lookAtRepository(deps: Deps, item: RepositoryItem, turn: Turn): Promise<void> {
  const { reads, store } = deps;
  const { installation } = item;
  // Before it is read: what comes meanwhile is not overlooked.
  const reading = await store.startReadingPolicy(item);
  const seen = await reads.readRepository(installation, item.repository);
  if (seen === null || seen.isArchived) return nothingChanged(deps, { item, turn }, null);
  const { repository, policy: source, head } = seen;
  const at: Place = { installation, repository, head };
  const inForce = await deps.inForce(installation, repository, source, true);
  const before = await store.lastGood(repository.id);
  // What is not swept yet was never listed as a whole; from then on, the sweep finds what no event told.
  const isFirst = (await store.mark(sweepMark(installation, item.repository))) === null;
  // Most repositories never have one, and are looked at all the same.
  const level = inForce.kind === 'none' && before === null ? 'debug' : 'info';
  deps.log[level]({ ...about({ item, turn }), policy: inForce.kind }, 'evaluated a repository');
  switch (inForce.kind) {
    case 'none': {
      const wasBroken = await tellProblems(deps, at, source, { problems: null, hasLastGood: false });
      await store.dropBases(repository.id, installation, []);
      await store.forgetPolicyTeams(installation, repository.id);
      await forgetRenames(store, repository, await store.renames(repository.id));
      if (before === null && !wasBroken) return store.keepNoPolicy(item, reading);
      await wantItems(deps, at, turn, { closedSince: null });
      await noteWhetherAsked(deps, installation, repository, null);
      await refreshDigest(deps, item, repository.id, null);
      await forgetRefusals(store, repository);
      // Only now: a look that breaks off before is taken again.
      await store.forgetPolicy(repository.id);
      return store.keepNoPolicy(item, reading);
    }
    case 'broken':
      await store.policyMayHaveCome(installation, item.repository);
      await eachOf([
        () => tellProblems(deps, at, source, { problems: inForce.problems, hasLastGood: false }),
        () => wantItems(deps, at, turn, { closedSince: null, lists: ['pullRequests'] }),
      ]);
      return;
    case 'policy': {
      const { policy, problems, since } = inForce;
      await store.policyMayHaveCome(installation, item.repository);
      await store.keepPolicyTeams(installation, repository, teamsIn(policy));
      const listing = isFirst ? onlyUnknown(deps, versionOf(inForce)) : deps;
      await eachOf([
        () => endOnboarding(deps, installation, repository),
        () => ensureLabels(deps, at, policy),
        () => tellProblems(deps, at, source, { problems, hasLastGood: true }),
        () => noteWhetherAsked(deps, installation, repository, policy),
        async () => {
          await wantItems(listing, at, turn, { closedSince: Math.max(reads.now() - recently, since) });
          await store.nowComplete(installation, repository);
        },
        () => refreshDigest(deps, item, repository.id, policy),
      ]);
      return;
    }
    default:
      inForce satisfies never;
  }
}

/** Wants a look at those alone that this process has not looked at under that policy: their events led to these looks. */
const onlyUnknown = (deps: Deps, policy: string | null): Deps => ({
  ...deps,
  want: (wants) => deps.want(wants.filter(({ item }) => deps.lookedAt.under(item, policy) === null)),
});

/**
 * Does one after the other; one that fails keeps no other from being done.
 * @throws what the first of those that failed threw
 */
async function eachOf(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** Sees to the labels, and keeps which of them GitHub does not take. @throws {TryLater} */
async function ensureLabels(deps: Deps, { installation, repository }: Place, policy: Policy): Promise<void> {
  const refused = await ensureGateLabels(deps, installation, repository, policy);
  if (!(await keepRefusedLabels(deps.store, repository, refused))) return;
  for (const sentence of new Set(refused.map((each) => each.sentence)))
    deps.log.warn({ repository: repository.name }, sentence);
}

/**
 * Looks at labels that were renamed or deleted in a repository. Whatever names the policy does not know may be on
 * thousands of items without a difference to any.
 * @throws {TryLater}
 */
export async function lookAtLabels(deps: Deps, item: LabelsItem, turn: Turn): Promise<void> {
  const { reads, store } = deps;
  const { installation } = item;
  const seen = await reads.readRepository(installation, item.repository);
  if (seen === null || seen.isArchived) return nothingChanged(deps, { item, turn }, null);
  const { repository } = seen;
  const inForce = await deps.inForce(installation, repository, seen.policy);
  const asked = inForce.kind === 'policy' ? labelsIn(inForce.policy) : new Set<string>();
  if (inForce.kind !== 'policy' || !item.names.some((name) => asked.has(name))) {
    const renames = await store.renames(repository.id);
    const ours = renames.filter(({ oldName }) => item.names.includes(textKey(oldName)));
    await forgetRenames(store, repository, ours);
    return nothingChanged(deps, { item, turn }, null);
  }
  deps.log.info(about({ item, turn }), 'evaluated labels');
  const { policy, since } = inForce;
  const at = { installation, repository, head: seen.head };
  await eachOf([
    () => ensureLabels(deps, at, policy),
    () => wantItems(deps, at, turn, { closedSince: Math.max(reads.now() - recently, since) }),
  ]);
}

/** Whom its roles are held by, as far as that can change without a change of the policy. */
const teamsIn = ({
  roles,
}: Policy): { readonly teams: readonly string[]; readonly hasPermission: boolean } => ({
  teams: roles
    .flatMap(({ members }) => members)
    .flatMap((each) => (each.kind === 'team' ? [`${each.org}/${each.slug}`] : [])),
  hasPermission: roles.some(({ permission }) => permission !== null),
});

/** Every label that makes a difference, in lower case. */
function labelsIn({ gates, exempt, appliesTo, work }: Policy): ReadonlySet<string> {
  const gateLabels = gates.flatMap(({ label }) => (label === null ? [] : [label]));
  const names = [...gateLabels, ...exempt.labels, ...(appliesTo?.labels ?? []), ...work.labels];
  return new Set(names.map(textKey));
}

/** What is wrong with a policy, if anything, and whether an earlier version of it applies. */
type Broken = { readonly problems: readonly Problem[] | null; readonly hasLastGood: boolean };

/**
 * Sees to the issue about a broken policy in the repository that holds the file, and to what GitHub refuses in this one.
 * @returns whether there was one that is closed now
 */
async function tellProblems(
  { writes, store, log }: Deps,
  { installation, repository }: Place,
  source: PolicySource,
  { problems, hasLastGood }: Broken,
): Promise<boolean> {
  const isOwn = source.kind === 'file' && sameText(source.repository, repository.name);
  const tell = async (where: string, issue: PolicyReport['issue']): Promise<boolean> => {
    const told = await writes.tellProblem({
      installation,
      repository: where,
      issue,
      known: isOwn || issue === null || where === repository.name ? 'update' : 'leave',
    });
    if (told.kind === 'nothing') return false;
    if (told.kind === 'refused')
      log.warn({ repository: where, why: told.why }, 'The issue about a broken policy cannot be written.');
    else
      log.info(
        { repository: where, issue: told.number },
        `The issue about a broken policy was ${told.kind}.`,
      );
    return told.kind === 'closed';
  };
  const refusals = source.kind === 'none' ? [] : await refusalsIn(store, repository);
  // An owner's file is told about where it is; here there is nothing to mend, but what GitHub refuses here.
  const here = refusals.length === 0 ? null : refusedIssue(refusals);
  const closed = isOwn && problems !== null ? false : await tell(repository.name, here);
  if (problems === null || source.kind === 'none') return closed;
  const { repository: holder, path } = source;
  const url = fileUrl(repository, source);
  const { issue } = checkPolicyFile(
    { kind: 'problems', problems },
    { repository: holder, path, url, hasLastGood },
  );
  await tell(holder, issue);
  return closed;
}

type Wanted = { readonly closedSince: number | null; readonly lists?: readonly (keyof typeof inRounds)[] };

/** Milliseconds: what is wanted is due at once, in an order of its own. */
const longAgo = 24 * 3_600_000;

/**
 * Wants a look at every open issue and pull request, and at issues closed since a time: page by page, so that the first are
 * looked at while the last are still unread, also where the reading breaks off. Those that changed last come first; of many
 * repositories that wait since the same moment, each has its turn.
 */
async function wantItems(
  deps: Deps,
  { installation, repository, head }: Place,
  turn: Turn,
  { closedSince, lists = ['pullRequests', 'assigned', 'issues'] }: Wanted,
): Promise<void> {
  const { reads, want } = deps;
  const { since } = turn;
  const here = { installation, repository: repository.name };
  const counts = { pullRequests: 0, assigned: 0, issues: 0 };
  for await (const page of reads.listOpen(installation, repository.name, closedSince)) {
    const wants = lists.flatMap((list) =>
      page[list].map((number): Want<Item> => {
        const kind = list === 'pullRequests' ? 'pull-request' : 'issue';
        counts[list] += 1;
        return wantOf(
          { ...here, kind, number },
          { priority: inRounds[list], notBefore: since - longAgo + counts[list] },
        );
      }),
    );
    if (wants.length > 0) await want(wants);
  }
  const total = lists.reduce((sum, list) => sum + counts[list], 0);
  await beginRound(deps, { installation, repository }, { sha: head, total, turn });
}
