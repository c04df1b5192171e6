/** Pull requests, their reviews, files, and the merge queue. */
import type {
  MergeQueueEntriesArgs,
  PullRequestClosingIssuesReferencesArgs,
  PullRequestCommitsArgs,
  PullRequestFilesArgs,
  PullRequestReviewRequestsArgs,
  PullRequestReviewsArgs,
} from '@octokit/graphql-schema';
import { closingIssues, entryOf, mergeable, missingCheck, requiredOn } from '../../actions/index.ts';
import { timestamp, timestampOrNull } from '../../clock.ts';
import { commitOf } from '../../git.ts';
import type {
  Commit,
  MergeQueue,
  MergeQueueEntry,
  PullRequest,
  Remark,
  Review,
  World,
} from '../../model/index.ts';
import { baseOid, commitsOf, filesOfPull, itemPage, remarkPage } from '../../show/index.ts';
import { connection } from '../connection.ts';
import type { Context, Fields } from '../context.ts';
import { shown, visibleItems } from '../visible.ts';
import { rollupOf } from './checks.ts';
import { itemFields } from './items.ts';
import { writingFields } from './writing.ts';

const statusNames = { added: 'ADDED', removed: 'DELETED', modified: 'MODIFIED', renamed: 'RENAMED' } as const;

function mergeStatus(pull: PullRequest, world: World): string {
  if (pull.state === 'closed') return 'UNKNOWN';
  if (mergeable(pull) === false) return 'DIRTY';
  if (pull.draft) return 'DRAFT';
  const required = requiredOn(world, pull.repository, pull.baseRef);
  return missingCheck(pull.repository, required, pull.headOid) === null ? 'CLEAN' : 'BLOCKED';
}

/** A commit as a part of a pull request: the timeline's own entry where there is one. */
function pullCommit(pull: PullRequest, commit: Commit) {
  const entry = pull.timeline.find(
    (one) => one.kind === 'Event' && one.type === 'committed' && one.commit === commit,
  );
  return entry ?? { nodeId: `PURC_${pull.id}_${commit.oid}`, item: pull, commit };
}

const pullRequest: Fields<PullRequest> = {
  ...itemFields,
  state: (pull) => (pull.merged ? 'MERGED' : pull.state.toUpperCase()),
  permalink: (pull, _, { world }) => itemPage(world, pull),
  isDraft: (pull) => pull.draft,
  merged: (pull) => pull.merged,
  mergedAt: (pull) => timestampOrNull(pull.mergedAt),
  mergedBy: (pull) => shown(pull.mergedBy),
  mergeCommit: (pull) => pull.mergeCommit,
  mergeable: (pull) =>
    ({ true: 'MERGEABLE', false: 'CONFLICTING', null: 'UNKNOWN' })[
      String(mergeable(pull)) as 'true' | 'false' | 'null'
    ],
  mergeStateStatus: (pull, _, { world }) => mergeStatus(pull, world),
  headRefName: (pull) => pull.headRef,
  headRefOid: (pull) => pull.headOid,
  headRef: (pull) => pull.headRepository.branches.get(pull.headRef) ?? null,
  headRepository: (pull) => pull.headRepository,
  headRepositoryOwner: (pull) => pull.headRepository.owner,
  baseRefName: (pull) => pull.baseRef,
  baseRefOid: (pull) => baseOid(pull),
  baseRef: (pull) => pull.repository.branches.get(pull.baseRef) ?? null,
  baseRepository: (pull) => pull.repository,
  isCrossRepository: (pull) => pull.headRepository !== pull.repository,
  additions: (pull) => filesOfPull(pull).reduce((sum, file) => sum + file.additions, 0),
  deletions: (pull) => filesOfPull(pull).reduce((sum, file) => sum + file.deletions, 0),
  changedFiles: (pull) => filesOfPull(pull).length,
  files: (pull, args: PullRequestFilesArgs) =>
    connection(
      filesOfPull(pull).map((file) => ({
        path: file.path,
        additions: file.additions,
        deletions: file.deletions,
        changeType: statusNames[file.status],
        viewerViewedState: 'UNVIEWED',
      })),
      args,
      'files',
    ),
  commits: (pull, args: PullRequestCommitsArgs) =>
    connection(
      commitsOf(pull).map((commit) => pullCommit(pull, commit)),
      args,
      'commits',
    ),
  closingIssuesReferences: (pull, args: PullRequestClosingIssuesReferencesArgs, { world, viewer }) =>
    connection(
      visibleItems(viewer, args.userLinkedOnly === true ? pull.links : closingIssues(world, pull)),
      args,
      'closingIssuesReferences',
    ),
  reviews: (pull, args: PullRequestReviewsArgs) =>
    connection(
      pull.timeline.filter(
        (entry): entry is Review =>
          entry.kind === 'PullRequestReview' &&
          (args.author == null || entry.author.login === args.author) &&
          (args.states == null || args.states.some((state) => state === entry.state.toUpperCase())),
      ),
      args,
      'reviews',
    ),
  reviewRequests: (pull, args: PullRequestReviewRequestsArgs) =>
    connection(
      pull.requestedReviewers.map((reviewer) => ({
        nodeId: `RR_${pull.id}_${reviewer.id}`,
        id: `RR_${pull.id}_${reviewer.id}`,
        databaseId: null,
        asCodeOwner: false,
        pullRequest: pull,
        requestedReviewer: reviewer,
      })),
      args,
      'reviewRequests',
    ),
  reviewDecision: () => null,
  statusCheckRollup: (pull) => rollupOf(commitOf(pull.repository, pull.headOid)),
  isInMergeQueue: (pull) => entryOf(pull) !== undefined,
  isMergeQueueEnabled: (pull) => pull.repository.protections.get(pull.baseRef)?.mergeQueue ?? false,
  mergeQueue: (pull) => pull.repository.queues.get(pull.baseRef) ?? null,
  mergeQueueEntry: (pull) => entryOf(pull) ?? null,
};

const review: Fields<Review> = {
  ...writingFields,
  state: (one) => one.state.toUpperCase(),
  submittedAt: (one) => timestamp(one.createdAt),
  commit: (one) => one.item.repository.commits.get(one.oid) ?? null,
  pullRequest: (one) => one.item,
  url: (one, _, { world }) => `${itemPage(world, one.item)}#pullrequestreview-${one.id}`,
};

const remark: Fields<Remark> = {
  ...writingFields,
  state: () => 'SUBMITTED',
  draftedAt: (one) => timestamp(one.createdAt),
  path: (one) => one.path,
  line: (one) => one.line,
  originalLine: (one) => one.line,
  pullRequest: (one) => one.item,
  pullRequestReview: (one) => one.review,
  replyTo: (one) => one.inReplyTo,
  url: (one, _, { world }) => remarkPage(world, one),
  isMinimized: (one) => one.minimized !== null,
  minimizedReason: (one) => one.minimized,
};

const queue: Fields<MergeQueue> = {
  id: (one) => one.nodeId,
  repository: (one) => one.repository,
  entries: (one, args: MergeQueueEntriesArgs) => connection(one.entries, args, 'entries'),
  url: (one, _, { world }: Context) =>
    `${world.baseUrl}/${one.repository.owner.login}/${one.repository.name}/queue/${one.branch}`,
};

const entry: Fields<MergeQueueEntry> = {
  id: (one) => one.nodeId,
  mergeQueue: (one) => one.queue,
  pullRequest: (one) => one.pullRequest,
  enqueuer: (one) => one.enqueuer,
  enqueuedAt: (one) => timestamp(one.enqueuedAt),
  position: (one) => one.queue.entries.indexOf(one) + 1,
  state: () => 'AWAITING_CHECKS',
  baseCommit: (one) => commitOf(one.queue.repository, one.baseOid),
  headCommit: (one) => commitOf(one.queue.repository, one.headOid),
  jump: () => false,
  solo: () => false,
  estimatedTimeToMerge: () => null,
};

export const pullTypes = {
  PullRequest: pullRequest,
  PullRequestReview: review,
  PullRequestReviewComment: remark,
  MergeQueue: queue,
  MergeQueueEntry: entry,
};
