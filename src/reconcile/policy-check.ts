/** The check `Baton policy`: is the policy that a pull request proposes a good one, and what does it mean. */
import { checkEffects, type CheckReport, type Effect, type PullRequest } from '../handoff/index.ts';
import { judgePolicyFile, readPolicy } from '../policy/index.ts';
import type { Item, Repository } from '../tracker.ts';
import type { Deps } from './deps.ts';
import { fileUrl } from './in-force.ts';

const policyCheckName = 'Baton policy';

const path = '.github/roles.yml';

/**
 * The effects that show the check on a pull request's head; none where the pull request leaves the policy alone.
 * Whether there is a policy, and its mode, does not matter: the first policy is judged like any other.
 * @param item the pull request; it is open
 * @throws {TryLater} when its files cannot be read now
 */
export async function policyCheck(
  { tracker, store }: Pick<Deps, 'tracker' | 'store'>,
  item: Item,
  repository: Repository,
  pullRequest: PullRequest,
): Promise<readonly Effect[]> {
  const paths = await tracker.changedPaths(item, pullRequest);
  if (paths !== null && !paths.includes(path)) return [];
  const { headSha, checks } = pullRequest;
  const file = await tracker.policyAt(item.installation, repository.name, headSha);
  // Of more files than GitHub lists, nobody knows whether this one was among them.
  if (file === null) return paths === null ? [] : checkEffects(checks, removedReport(headSha));
  const hasLastGood = (await store.lastGood(repository.id)) !== null;
  const url = fileUrl(repository, { repository: repository.name, path });
  const result = readPolicy(file.text, path);
  const { check } = judgePolicyFile(result, { repository: repository.name, path, url, hasLastGood });
  return checkEffects(checks, { name: policyCheckName, headSha, ...check });
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
