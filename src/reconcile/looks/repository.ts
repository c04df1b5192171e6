/**
 * A look at a repository: the policy is read again, its labels and the issue about a broken one are seen to, and every
 * open item is to be looked at again, because any of them may come out otherwise now.
 */
import type { Turn } from '../../inbox/index.ts';
import {
  checkPolicyFile,
  refusedIssue,
  type Policy,
  type PolicyReport,
  type Problem,
} from '../../policy/index.ts';
import type { Item, PolicySource } from '../../tracker.ts';
import { boardStore } from '../../store/index.ts';
import { sweepMark } from '../../github/index.ts';
import { type Deps, fileUrl } from '../facts/index.ts';
import { refreshDigest } from './digest.ts';
import { forgetRenames, ensureGateLabels } from './gate-labels.ts';
import { endOnboarding } from './onboarding.ts';
import { forgetListed, isListedFor, meaningOf, wantItems, type Place } from './listing.ts';
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
  if (seen === null || seen.isArchived) {
    if (seen === null) await clearBoard(deps, item);
    return nothingChanged(deps, { item, turn }, null);
  }
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
      await clearBoard(deps, item);
      await store.dropBases(repository.id, installation, []);
      await store.forgetPolicyTeams(installation, repository.id);
      await forgetRenames(store, repository, await store.renames(repository.id));
      if (before === null) await forgetListed(deps, turn);
      if (before === null && !wasBroken) return store.keepNoPolicy(item, reading);
      await wantItems(deps, at, turn, { meaning: null, closedSince: null });
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
        async () => {
          const meaning = await meaningOf(deps, item, repository, inForce);
          if (await isListedFor(deps, turn, meaning)) return;
          await wantItems(deps, at, turn, { meaning, closedSince: null, pullsAlone: true });
        },
      ]);
      return;
    case 'policy': {
      const { policy, problems, since } = inForce;
      await store.policyMayHaveCome(installation, item.repository);
      await store.keepPolicyTeams(installation, repository, teamsIn(policy));
      let isSame = false;
      const listing = isFirst ? onlyUnknown(deps, versionOf(inForce)) : deps;
      await eachOf([
        () => endOnboarding(deps, installation, repository),
        () => ensureLabels(deps, at, policy),
        () => tellProblems(deps, at, source, { problems, hasLastGood: true }),
        () => noteWhetherAsked(deps, installation, repository, policy),
        async () => {
          const meaning = await meaningOf(deps, item, repository, inForce);
          const closedSince = Math.max(reads.now() - recently, since);
          isSame = await isListedFor(deps, turn, meaning);
          if (isSame) deps.log.debug(about({ item, turn }), 'the policy means what it meant');
          else await wantItems(listing, at, turn, { meaning, closedSince });
          await store.nowComplete(installation, repository);
        },
        async () => {
          if (!isSame) await refreshDigest(deps, item, repository.id, policy);
        },
      ]);
      return;
    }
    default:
      inForce satisfies never;
  }
}

/** Nothing of it is shown any more. */
const clearBoard = (
  { store, now }: Deps,
  { installation, repository: name }: RepositoryItem,
): Promise<void> => boardStore(store.db).clearBoard({ installation, name }, now());

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
    async () => {
      const closedSince = Math.max(reads.now() - recently, since);
      await wantItems(deps, at, turn, { meaning: null, closedSince });
    },
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
