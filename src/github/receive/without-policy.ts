/** Repositories without a policy: what happens there leads to nothing, so that it costs nothing. */
import { keyOf } from '../../items.ts';
import type { Item } from '../../tracker.ts';
import type { Hint } from './hint.ts';

/** What is kept of repositories that were read. */
export type NoPolicies = {
  /** True when a repository was read, has no policy, and nothing since said that one may have come. */
  hasNoPolicy(where: { readonly installation: number; readonly repository: string }): Promise<boolean>;
  /** True when something that has a policy waits for an item of another repository: by the inbox's key. */
  isAwaited(item: string): Promise<boolean>;
  /** True when something was decided of an item, by the inbox's key: there was a policy once. */
  wasDecided(item: string): Promise<boolean>;
};

/** What of an event is left where nobody has a policy that it could matter to. */
export async function whereItMatters(hints: readonly Hint[], kept: NoPolicies): Promise<readonly Hint[]> {
  const looks = hints.flatMap((hint) => (hint.kind === 'look' && isAboutPolicy(hint.item) ? [hint] : []));
  const idle = new Set<Item>();
  const without = new Set<string>();
  for (const { item, shows } of looks) {
    if (!(await kept.hasNoPolicy(item))) continue;
    without.add(item.repository);
    const key = keyOf(item);
    const isShown = shows === 'end' ? await kept.wasDecided(key) : shows !== undefined;
    const isNeeded = isShown || (await kept.isAwaited(key));
    if (!isNeeded) idle.add(item);
  }
  if (idle.size === 0) return hints;
  return hints.filter((hint) => {
    if (hint.kind === 'look') return !idle.has(hint.item);
    const isAbout = hint.kind === 'remark' || hint.kind === 'labels-changed' || hint.kind === 'label-renamed';
    return !(isAbout && without.has(hint.repository));
  });
}

/** True for items of which nothing but a policy makes anything. */
function isAboutPolicy({ kind }: Item): boolean {
  switch (kind) {
    case 'issue':
    case 'pull-request':
    case 'merge-group':
    case 'labels':
    case 'sub-issues':
      return true;
    case 'repository':
    case 'digest':
    case 'round':
    case 'trial':
    case 'onboarding':
    case 'required':
    case 'jira-issue':
      return false;
    default:
      return kind satisfies never;
  }
}

/**
 * Where a policy may have come, as far as an event tells: in one repository, or (null) in any of the installation. It proves
 * no more than that; whoever looks finds out.
 */
export function mayHaveBrought(
  hints: readonly Hint[],
  policyPaths: readonly string[],
): readonly { readonly installation: number; readonly repository: string | null }[] {
  return hints.flatMap((hint) => {
    switch (hint.kind) {
      case 'files-changed': {
        const { installation, repository, paths } = hint;
        if (paths?.some((path) => policyPaths.includes(path)) === false) return [];
        // What an owner's repository of that name holds is for all of theirs.
        return [{ installation, repository: isOwners(repository) ? null : repository }];
      }
      case 'look-at-all':
      case 'installation-gone':
        return [{ installation: hint.installation, repository: null }];
      case 'look':
      case 'look-at-head':
      case 'installation-changed':
      case 'label-renamed':
      case 'remark':
      case 'labels-changed':
      case 'teams-changed':
      case 'person-changed':
      case 'roles-changed':
      case 'repository-added':
      case 'repository-gone':
      case 'permissions-changed':
      case 'owner-policy-changed':
        return [];
      default:
        return hint satisfies never;
    }
  });
}

/** True for the repository that holds its owner's policy. */
export const isOwners = (repository: string): boolean => /^[^/]+\/\.github$/i.test(repository);
