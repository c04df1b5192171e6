/** Merging pull requests. */
import { commitOf, commitsBetween, mergeBase, mergeTrees, writeCommit } from '../git.ts';
import type { Commit, PullRequest, World } from '../model/index.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { baseOid, commitsOf } from '../show/index.ts';
import { actorOf, demand, type Viewer } from '../viewer.ts';
import { missingCheck, requiredOn } from './required-checks.ts';
import { closeByWords } from './issues.ts';
import { moveBranch } from './pushes.ts';
import { markMerged } from './landing.ts';
import { closingIssues } from './references.ts';

/** False: a conflict; null: the pull request is not open. */
export function mergeable(pull: PullRequest): boolean | null {
  return pull.state === 'open' ? mergedTree(pull, baseOid(pull)) !== null : null;
}

function mergedTree(pull: PullRequest, onto: string): ReadonlyMap<string, string> | null {
  const { repository } = pull;
  const base = mergeBase(repository, onto, pull.headOid);
  const start = base === null ? new Map<string, string>() : commitOf(repository, base).tree;
  return mergeTrees(start, commitOf(repository, onto).tree, commitOf(repository, pull.headOid).tree);
}

/** The commit that merging would make, on top of `onto`; it is on no branch yet. Throws where the sides conflict. */
export function writeMerge(
  world: World,
  viewer: Viewer,
  pull: PullRequest,
  onto: string,
  order: MergeOrder,
): Commit {
  const { repository } = pull;
  const tree = mergedTree(pull, onto);
  if (tree === null) throw new Refusal('NOT_MERGEABLE', 'Pull Request is not mergeable');
  const author = actorOf(viewer);
  switch (order.method ?? 'merge') {
    case 'merge': {
      const title =
        order.title ??
        `Merge pull request #${pull.number} from ${pull.headRepository.owner.login}/${pull.headRef}`;
      return writeCommit(world, repository, {
        tree,
        parents: [onto, pull.headOid],
        message: `${title}\n\n${order.message ?? pull.title}`,
        author,
      });
    }
    case 'squash': {
      const commits = commitsOf(pull);
      const title =
        order.title ??
        `${commits.length === 1 ? commits[0]?.message.split('\n')[0] : pull.title} (#${pull.number})`;
      const words =
        order.message ??
        (commits.length === 1
          ? (commits[0]?.message.split('\n').slice(1).join('\n').trim() ?? '')
          : commits.map((one) => `* ${one.message}`).join('\n\n'));
      return writeCommit(world, repository, {
        tree,
        parents: [onto],
        message: words === '' ? title : `${title}\n\n${words}`,
        author,
      });
    }
    case 'rebase': {
      let tip = commitOf(repository, onto);
      for (const commit of commitsBetween(repository, onto, pull.headOid)) {
        const was =
          commit.parents[0] === undefined
            ? new Map<string, string>()
            : commitOf(repository, commit.parents[0]).tree;
        const next = mergeTrees(was, tip.tree, commit.tree);
        if (next === null)
          throw new Refusal('NOT_MERGEABLE', 'This branch can’t be rebased due to conflicts');
        tip = writeCommit(world, repository, {
          tree: next,
          parents: [tip.oid],
          message: commit.message,
          author: commit.author,
        });
      }
      return tip;
    }
    default:
      throw invalidField('PullRequest', 'merge_method', 'invalid');
  }
}

export type MergeOrder = {
  readonly method?: 'merge' | 'squash' | 'rebase';
  readonly title?: string;
  readonly message?: string;
  /** The head that the merger has seen; another one is refused. */
  readonly sha?: string;
};

/** Merges, where the branch's protection lets it. Throws 405 with the reason, 409 where the head has moved. */
export function merge(world: World, viewer: Viewer, pull: PullRequest, order: MergeOrder = {}): Commit {
  const { repository } = pull;
  demand(viewer, repository, { role: 'write', app: { contents: 'write' } }, 'MergePullRequest');
  if (pull.state !== 'open') throw new Refusal('NOT_MERGEABLE', 'Pull Request is not mergeable');
  if (pull.draft) throw new Refusal('NOT_MERGEABLE', 'Pull Request is still a draft');
  if (order.sha !== undefined && order.sha !== pull.headOid) {
    throw new Refusal('CONFLICT', 'Head branch was modified. Review and try the merge again.');
  }
  const protection = repository.protections.get(pull.baseRef);
  if (protection?.mergeQueue)
    throw new Refusal('NOT_MERGEABLE', 'Changes must be made through the merge queue');
  const missing = missingCheck(repository, requiredOn(world, repository, pull.baseRef), pull.headOid);
  if (missing !== null) throw new Refusal('NOT_MERGEABLE', missing.why);
  const onto = baseOid(pull);
  return completeMerge(world, viewer, pull, writeMerge(world, viewer, pull, onto, order), onto);
}

/** Moves the base branch to the merge, and closes what the pull request closes. */
export function completeMerge(
  world: World,
  viewer: Viewer,
  pull: PullRequest,
  commit: Commit,
  before: string,
): Commit {
  const closes = closingIssues(world, pull);
  // Before the branch moves: else the commits that land would mark it merged by themselves.
  markMerged(world, viewer, pull, commit, before);
  if (pull.baseRef === pull.repository.defaultBranch) {
    for (const issue of closes) closeByWords(world, viewer, issue, pull);
  }
  moveBranch(world, viewer, pull.repository, pull.baseRef, commit.oid);
  return commit;
}
