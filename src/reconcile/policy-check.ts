/** The check `Baton policy`: is the policy that a pull request proposes a good one, what does it mean, and what would change. */
import {
  checkEffects,
  trialSection,
  trialTitle,
  type CheckReport,
  type Effect,
  type PullRequest,
} from '../handoff/index.ts';
import { judgePolicyFile, readPolicy, type PolicyResult } from '../policy/index.ts';
import type { Item, Repository } from '../tracker.ts';
import type { Deps } from './deps.ts';
import { fileUrl, type InForce } from './in-force.ts';
import { trialOf } from './trial-kept.ts';

const policyCheckName = 'Baton policy';

const path = '.github/roles.yml';

/** What a pull request would make of the policy. */
export type Proposal =
  /** It leaves it alone. */
  | { readonly kind: 'none' }
  | { readonly kind: 'removed' }
  | { readonly kind: 'file'; readonly result: PolicyResult };

/**
 * Reads what a pull request proposes.
 * @throws {TryLater} when its files cannot be read now
 */
export async function proposalOf(
  { tracker, bases }: Pick<Deps, 'tracker' | 'bases'>,
  item: Item,
  repository: Repository,
  pullRequest: PullRequest,
): Promise<Proposal> {
  const paths = await tracker.changedPaths(item, pullRequest);
  if (paths !== null && !paths.includes(path)) return { kind: 'none' };
  const file = await tracker.policyAt(item.installation, repository.name, pullRequest.headSha);
  // Of more files than GitHub lists, nobody knows whether this one was among them.
  if (file === null) return { kind: paths === null ? 'none' : 'removed' };
  const place = { repository: repository.name, path };
  const chain = await bases.of(item.installation, { ...place, text: file.text, oid: null }, null, true);
  return { kind: 'file', result: readPolicy(file.text, path, { repository: repository.name, bases: chain }) };
}

/**
 * The effects that show the check on a pull request's head; none where the pull request leaves the policy alone.
 * Whether there is a policy, and its mode, does not matter: the first policy is judged like any other. What it would come
 * to on the issues is shown once it is known: until then the check says that it is being computed.
 * @param item the pull request; it is open
 * @throws {TryLater} when its files cannot be read now
 */
export async function policyCheck(
  deps: Pick<Deps, 'tracker' | 'store' | 'bases' | 'want' | 'now'>,
  item: Extract<Item, { kind: 'pull-request' }>,
  repository: Repository,
  pullRequest: PullRequest,
  inForce: InForce,
): Promise<readonly Effect[]> {
  const { headSha, checks } = pullRequest;
  const proposal = await proposalOf(deps, item, repository, pullRequest);
  if (proposal.kind === 'none') return [];
  if (proposal.kind === 'removed') return checkEffects(checks, removedReport(headSha));
  const { result } = proposal;
  const hasLastGood = (await deps.store.lastGood(repository.id)) !== null;
  const place = { repository: repository.name, path };
  const { check } = judgePolicyFile(result, { ...place, url: fileUrl(repository, place), hasLastGood });
  const report = { name: policyCheckName, headSha, ...check };
  if (result.kind !== 'policy') return checkEffects(checks, report);
  const trial = await trialOf(deps, item, pullRequest, result.policy, inForce);
  return checkEffects(checks, {
    ...report,
    title: `${report.title}${trialTitle(trial)}`,
    summary: `${trialSection(trial)}\n\n## What it means\n${report.summary}`,
  });
}

/** A pull request that takes the policy away. */
function removedReport(headSha: string): CheckReport {
  return {
    name: policyCheckName,
    headSha,
    conclusion: 'neutral',
    title: 'This removes the policy of this repository',
    summary:
      "Once this is merged, the policy of the owner's `.github` repository applies here, if it has one. " +
      'Otherwise no policy is in force: Baton holds nothing back any more, its checks become neutral, and labels stay as they are.',
  };
}
