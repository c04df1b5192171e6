/** The check `Baton policy`: is the policy that a pull request proposes a good one, what does it mean, and what would change. */
import {
  asksForSubIssues,
  checkEffects,
  mayShow,
  movedInProposal,
  requirementSection,
  trialSection,
  trialTitle,
  type CheckReport,
  type Effect,
  type Moved,
  type PullRequest,
} from '../../handoff/index.ts';
import {
  checkPolicyFile,
  readingPolicy,
  refusedList,
  twoPolicies,
  type Permission,
  type Policy,
  type PolicyResult,
} from '../../policy/index.ts';
import { inPortions } from '../../in-portions.ts';
import { policyPaths } from '../../policy-paths.ts';
import type { Item, Repository } from '../../tracker.ts';
import {
  type FoundBase,
  type Proposer,
  type Deps,
  fileUrl,
  isSameFile,
  touchedPaths,
  whetherRequired,
  type InForce,
} from '../facts/index.ts';
import { refusalsIn } from '../ledger/index.ts';
import { trialOf } from './progress.ts';
import { sameText } from '../../same-text.ts';

export const policyCheckName = 'Baton policy';

/** What a pull request would make of the policy. */
export type Proposal =
  /** It leaves it alone. */
  | { readonly kind: 'none' }
  | { readonly kind: 'removed' }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly result: PolicyResult;
      /** Whether whoever can read the pull request may read what the policy builds on. */
      readonly isShown: boolean;
    };

/** A pull request, where it is, and what is in force there. */
export type Proposing<Of extends Item = Item> = {
  readonly item: Of;
  readonly repository: Repository;
  readonly pullRequest: PullRequest;
  readonly inForce: InForce;
};

/**
 * Reads what a pull request proposes.
 * @throws {TryLater} when its files cannot be read now
 */
export async function proposalOf(
  { reads, bases }: Pick<Deps, 'reads' | 'bases'>,
  { item, repository, pullRequest, inForce }: Proposing,
): Promise<Proposal> {
  const paths = await touchedPaths(reads, item, pullRequest);
  const isTouched = (path: string): boolean => paths === null || paths.includes(path);
  if (!policyPaths.some(isTouched)) return { kind: 'none' };
  // What the pull request does not touch stays as it is on the default branch.
  const read = async (path: string) => {
    const found = await reads.policyAt(item.installation, repository.name, pullRequest.headSha, path);
    return found === null ? [] : [{ path, ...found }];
  };
  const mattering = policyPaths.filter((path) => isTouched(path) || isAt(path, repository, inForce));
  const files = (await Promise.all(mattering.map(read))).flat();
  const others = files.length > 0 ? [] : policyPaths.filter((path) => !mattering.includes(path));
  const [file, other] = [...files, ...(await Promise.all(others.map(read))).flat()];
  // Of more files than GitHub lists, nobody knows whether this one was among them.
  if (file === undefined) return { kind: paths === null ? 'none' : 'removed' };
  const { path } = file;
  if (other !== undefined) {
    const result = twoPolicies(path, other.path);
    return { kind: 'file', path, result, isShown: true };
  }
  const place = { repository: repository.name, path };
  const proposed = { ...place, text: file.text, oid: null };
  const chain = await bases.ofProposal(
    item.installation,
    proposed,
    proposerOf(reads, item, repository, pullRequest),
  );
  const isShown = chain.every((base) => isShownIn(repository, base, inForce));
  const quotes = isShown ? 'combined' : 'nothing';
  const surroundings = { repository: repository.name, bases: chain, quotes } as const;
  const result = await inPortions(readingPolicy(file.text, path, surroundings));
  return { kind: 'file', path, result, isShown };
}

/** True where the policy in force is that file of the repository. */
const isAt = (path: string, { name }: Repository, inForce: InForce): boolean =>
  inForce.kind !== 'none' && inForce.source.path === path && sameText(inForce.source.repository, name);

/** Whoever opened a pull request; of a bot nobody knows what it may show to whom. */
function proposerOf(
  reads: Pick<Deps['reads'], 'permissionOf'>,
  { installation }: Item,
  repository: Repository,
  { author, isFromFork }: PullRequest,
): Proposer {
  const may = async (where: string): Promise<Permission | null> =>
    author.kind === 'person' ? reads.permissionOf(installation, where, author) : null;
  const writing: readonly (Permission | null)[] = ['write', 'maintain', 'admin'];
  return {
    isFork: isFromFork !== false,
    canRead: async (where) => writing.includes(await may(repository.name)) && (await may(where)) !== null,
  };
}

/**
 * True when what a policy builds on may be shown where it is proposed: whoever reads that can read the base, or it is
 * shown there already, because it is in force. In a private repository, whoever could read the base chose to show it.
 */
function isShownIn(repository: Repository, base: FoundBase, inForce: InForce): boolean {
  if (base.kind !== 'file' || mayShow(base, { repository: repository.name })) return true;
  if (inForce.kind === 'policy' && [inForce.source, ...inForce.bases].some((one) => isSameFile(one, base)))
    return true;
  return repository.visibility === 'private';
}

/**
 * The effects that show the check on a pull request's head; none where the pull request leaves the policy alone.
 * Whether there is a policy, and its mode, does not matter: the first policy is judged like any other. What it would come
 * to on the issues is shown once it is known: until then the check says that it is being computed.
 * @param proposing its pull request is open
 * @throws {TryLater} when its files cannot be read now
 */
export async function policyCheck(
  deps: Pick<Deps, 'reads' | 'store' | 'bases' | 'want' | 'now'>,
  proposing: Proposing<Extract<Item, { kind: 'pull-request' }>>,
): Promise<readonly Effect[]> {
  const { item, repository, pullRequest, inForce } = proposing;
  const { headSha, checks } = pullRequest;
  const proposal = await proposalOf(deps, proposing);
  if (proposal.kind === 'none') return [];
  if (proposal.kind === 'removed') return checkEffects(checks, removedReport(headSha));
  const { result, isShown, path } = proposal;
  const hasLastGood = (await deps.store.lastGood(repository.id)) !== null;
  const place = { repository: repository.name, path };
  const { check } = checkPolicyFile(result, { ...place, url: fileUrl(repository, place), hasLastGood });
  const report = { name: policyCheckName, headSha, ...check };
  if (result.kind !== 'policy') return checkEffects(checks, report);
  const trial = await trialOf(deps, { item, pullRequest, proposed: result.policy, inForce });
  const moved = pullRequest.isFromFork === false ? await movedIn(deps, item, repository, result.policy) : [];
  const names = moved.map((each) => `- ${movedInProposal(each)}`);
  const isUntold = asksForSubIssues(result.policy) && !(await deps.reads.has(item.installation)).subIssues;
  const changedHands = names.length === 0 ? [] : ['## Names that changed hands', ...names, ''];
  const required = await requiredSection(deps, { item, repository, policy: result.policy });
  const refusals = await refusalsIn(deps.store, repository);
  const refused = refusals.length === 0 ? [] : ['## What GitHub refuses', ...refusedList(refusals), ''];
  return checkEffects(checks, {
    ...report,
    ...(isUntold ? { conclusion: 'action_required' as const } : {}),
    title: isUntold
      ? 'A gate requires sub-issues, which are not on this GitHub'
      : `${report.title}${trialTitle(trial)}`,
    summary: [
      ...(isUntold ? [notHere, ''] : []),
      ...(isShown ? changedHands : []),
      ...refused,
      trialSection(trial, isShown, isShown ? result.policy.calendar.timezone : 'UTC'),
      '',
      ...required,
      '## What it means',
      isShown ? report.summary : notShown,
    ].join('\n'),
  });
}

/** Whether what the policy blocks is really blocked; nothing where it blocks no merge. */
async function requiredSection(
  deps: Pick<Deps, 'reads' | 'store' | 'want' | 'now'>,
  {
    item,
    repository,
    policy,
  }: {
    readonly item: Extract<Item, { kind: 'pull-request' }>;
    readonly repository: Repository;
    readonly policy: Policy;
  },
): Promise<readonly string[]> {
  const { installation, number } = item;
  const { defaultBranch: branch, url } = repository;
  // An owner's policy is for all of its repositories, each with rules of its own.
  const isOwners = sameText(repository.name.split('/')[1] ?? '', '.github');
  if (branch === null || isOwners || !blocksMerging(policy)) return [];
  const requirement = await whetherRequired(deps, { installation, repository }, number);
  return requirementSection(requirement, { branch, url }, policy.mode);
}

const blocksMerging = ({ gates }: Policy): boolean =>
  gates.some(({ blocks }) => blocks.some(({ kind }) => kind === 'merge'));

/** Names of a policy that changed hands; a stranger is not told what a team is called now. @throws {TryLater} */
async function movedIn(
  { reads, store }: Pick<Deps, 'reads' | 'store'>,
  item: Item,
  { id }: Repository,
  policy: Policy,
): Promise<readonly Moved[]> {
  return (await reads.members(item, policy, { pins: await store.pins(id) })).moved ?? [];
}

const notHere =
  'This GitHub does not tell when sub-issues were added and removed, so nobody could approve a gate with `requires: {sub-issues: satisfied}` here. Remove that line, or update GitHub Enterprise Server to 3.17 or later first.';

const notShown =
  'This policy builds on one in a repository that fewer people can read, so it is not told here what both say together. Somebody who can read both files sees it there.';

/** A pull request that takes the policy away. */
function removedReport(headSha: string): CheckReport {
  return {
    name: policyCheckName,
    headSha,
    conclusion: 'neutral',
    title: 'This removes the policy of this repository',
    summary:
      "Once this is merged, the policy of the owner's `.github` repository applies here, if it has one. " +
      'If it has none, Baton blocks nothing any more, its checks become neutral, and labels stay as they are.',
  };
}
