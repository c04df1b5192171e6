/** Issues, and what pull requests have in common with them. */
import type {
  IssueAssigneesArgs,
  IssueClosedByPullRequestsReferencesArgs,
  IssueCommentsArgs,
  IssueLabelsArgs,
  IssueLinkedBranchesArgs,
  IssueTimelineItemsArgs,
} from '@octokit/graphql-schema';
import { closingPulls } from '../../actions/index.ts';
import { timestampOrNull } from '../../clock.ts';
import type { Comment, Issue, Item, LinkedBranch } from '../../model/index.ts';
import { commentPage, itemPage } from '../../show/index.ts';
import { isAuthor, itemPermission, may } from '../../viewer.ts';
import { checkPage, connection, type PageArgs } from '../connection.ts';
import type { Fields } from '../context.ts';
import { visibleItems } from '../visible.ts';
import { timelineOf } from './timeline.ts';
import { writingFields } from './writing.ts';
import { sortLabels } from './labels.ts';

export const itemFields: Fields<Item> = {
  ...writingFields,
  number: (item) => item.number,
  title: (item) => item.title,
  titleHTML: (item) => item.title,
  url: (item, _, { world }) => itemPage(world, item),
  resourcePath: (item, _, { world }) => itemPage(world, item).slice(world.baseUrl.length),
  closed: (item) => item.state === 'closed',
  closedAt: (item) => timestampOrNull(item.closedAt),
  locked: (item) => item.locked,
  activeLockReason: () => null,
  milestone: () => null,
  assignees: (item, args: IssueAssigneesArgs) =>
    connection(
      item.assignees.filter((user) => !user.deleted),
      args,
      'assignees',
    ),
  labels: (item, args: IssueLabelsArgs) =>
    connection(sortLabels(item.labels, args.orderBy ?? null), args, 'labels'),
  comments: (item, args: IssueCommentsArgs) =>
    connection(
      sortedComments(
        item.timeline.filter((entry) => entry.kind === 'IssueComment'),
        args.orderBy ?? null,
      ),
      args,
      'comments',
    ),
  timelineItems: (item, args: IssueTimelineItemsArgs, { viewer }) => {
    checkPage(args, 'timelineItems');
    return connection(timelineOf(item, args, viewer).slice(args.skip ?? 0), args, 'timelineItems', {
      updatedAt: new Date(item.updatedAt).toISOString().replace('.000', ''),
    });
  },
  viewerCanLabel: (item, _, { viewer }) =>
    may(viewer, item.repository, { role: 'triage', app: itemPermission(item, 'write') }),
  viewerCanClose: (item, _, { viewer }) =>
    isAuthor(viewer, item.author) ||
    may(viewer, item.repository, { role: 'triage', app: itemPermission(item, 'write') }),
  viewerCanReopen: (item, _, { viewer }) =>
    (isAuthor(viewer, item.author) && item.closedBy === item.author) ||
    may(viewer, item.repository, { role: 'triage', app: itemPermission(item, 'write') }),
};

function sortedComments(
  comments: readonly Comment[],
  order: IssueCommentsArgs['orderBy'] | null,
): readonly Comment[] {
  if (order == null) return comments;
  const oldestFirst = comments.toSorted((one, other) => one.updatedAt - other.updatedAt);
  return order.direction === 'DESC' ? oldestFirst.toReversed() : oldestFirst;
}

const issue: Fields<Issue> = {
  ...itemFields,
  state: (one) => one.state.toUpperCase(),
  // Where duplicates need not be asked for, they are told.
  stateReason: (one, { enableDuplicate = true }: { enableDuplicate?: boolean | null }) =>
    one.stateReason === 'duplicate' && enableDuplicate !== true
      ? 'NOT_PLANNED'
      : (one.stateReason?.toUpperCase() ?? null),
  isPinned: (one) => one.pinned,
  parent: (one, _, { viewer }) =>
    one.parent === null ? null : (visibleItems(viewer, [one.parent])[0] ?? null),
  subIssues: (one, args: PageArgs, { viewer }) =>
    connection(visibleItems(viewer, one.subIssues), args, 'subIssues'),
  subIssuesSummary: (one) => {
    const completed = one.subIssues.filter((child) => child.state === 'closed').length;
    const total = one.subIssues.length;
    return { total, completed, percentCompleted: total === 0 ? 0 : Math.floor((completed * 100) / total) };
  },
  linkedBranches: (one, args: IssueLinkedBranchesArgs) =>
    connection(one.linkedBranches, args, 'linkedBranches'),
  closedByPullRequestsReferences: (one, args: IssueClosedByPullRequestsReferencesArgs, { world, viewer }) => {
    const pulls = visibleItems(viewer, closingPulls(world, one))
      .filter((pull) => args.includeClosedPrs === true || pull.state === 'open')
      .filter((pull) => args.userLinkedOnly !== true || pull.links.includes(one));
    const sorted =
      args.orderByState === true
        ? pulls.toSorted((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open'))
        : pulls;
    return connection(sorted, args, 'closedByPullRequestsReferences');
  },
};

const comment: Fields<Comment> = {
  ...writingFields,
  url: (one, _, { world }) => commentPage(world, one),
  resourcePath: (one, _, { world }) => commentPage(world, one).slice(world.baseUrl.length),
  // A pull request's comment has an `issue` too; the schema wants an Issue there, which a pull request is not.
  issue: (one) => one.item,
  pullRequest: (one) => (one.item.kind === 'PullRequest' ? one.item : null),
  isMinimized: (one) => one.minimized !== null,
  minimizedReason: (one) => one.minimized,
  viewerCanMinimize: (one, _, { viewer }) =>
    isAuthor(viewer, one.author) ||
    may(viewer, one.item.repository, { role: 'write', app: itemPermission(one.item, 'write') }),
};

const linkedBranch: Fields<LinkedBranch> = {
  id: (one) => one.nodeId,
  ref: (one) => one.repository.branches.get(one.branch) ?? null,
};

export const itemTypes = { Issue: issue, IssueComment: comment, LinkedBranch: linkedBranch };
