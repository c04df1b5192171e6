/** Repositories. */
import type {
  IssueFilters,
  IssueOrder,
  RepositoryIssuesArgs,
  RepositoryLabelArgs,
  RepositoryLabelsArgs,
  RepositoryMergeQueueArgs,
  RepositoryObjectArgs,
  RepositoryPullRequestsArgs,
  RepositoryRefArgs,
  RepositoryRefsArgs,
} from '@octokit/graphql-schema';
import { findItem, findLabel } from '../../actions/index.ts';
import { timestamp } from '../../clock.ts';
import { resolveRevision } from '../../git.ts';
import type { Blob, Commit, Issue, Item, PullRequest, Repository } from '../../model/index.ts';
import { nameWithOwner, repositoryPage } from '../../show/index.ts';
import { rankOf, roleIn, type Viewer } from '../../viewer.ts';
import { connection, type Order } from '../connection.ts';
import type { Fields } from '../context.ts';
import { Failure, unresolved } from '../failure.ts';
import { demandReading, permissionFor } from '../visible.ts';
import { sortLabels } from './labels.ts';
import { sameText } from '../../same-text.ts';

function itemOf(
  repository: Repository,
  number: number,
  viewer: Viewer,
  wanted: Item['kind'] | null,
  what: string,
): Item {
  const item = findItem(repository, number);
  if (item === undefined || (wanted !== null && item.kind !== wanted))
    throw unresolved(`${what} with the number of ${number}.`);
  demandReading(viewer, repository, permissionFor(item));
  return item;
}

/** The items in an order, and that order. */
function sorted<I extends Item>(
  items: readonly I[],
  order: IssueOrder | null | undefined,
): readonly [readonly I[], Order<I>] {
  const keys = {
    CREATED_AT: (item: I) => item.createdAt,
    UPDATED_AT: (item: I) => item.updatedAt,
    COMMENTS: (item: I) => item.timeline.filter((entry) => entry.kind === 'IssueComment').length,
  } as const;
  const key = keys[order?.field ?? 'CREATED_AT'];
  const ascending = items.toSorted((a, b) => key(a) - key(b) || a.number - b.number);
  const isDescending = order?.direction === 'DESC';
  const placeOf = (item: I): readonly [number, number] => [key(item), item.number];
  return [isDescending ? ascending.reverse() : ascending, { placeOf, isDescending }];
}

function hasOneOf(item: Item, names: readonly string[] | null | undefined): boolean {
  return names == null || item.labels.some((label) => names.some((name) => sameText(name, label.name)));
}

function passes(issue: Issue, filters: IssueFilters | null | undefined): boolean {
  if (filters == null) return true;
  const { assignee, createdBy, labels, since, states, ...rest } = filters;
  // `viewerSubscribed` is false where a query leaves it out.
  const other = Object.entries(rest).find(([, value]) => value != null && value !== false);
  if (other !== undefined)
    throw new Failure('UNPROCESSABLE', `sandbox does not play IssueFilters.${other[0]}`);
  const assigned =
    assignee == null ||
    (assignee === '*' ? issue.assignees.length > 0 : issue.assignees.some((user) => user.login === assignee));
  return (
    assigned &&
    (createdBy == null || issue.author.login === createdBy) &&
    hasOneOf(issue, labels) &&
    (since == null || issue.updatedAt >= Date.parse(since as string)) &&
    (states == null || states.some((state) => state === issue.state.toUpperCase()))
  );
}

function itemsOf<K extends Item['kind']>(repository: Repository, kind: K): Extract<Item, { kind: K }>[] {
  return [...repository.items.values()].filter(
    (item): item is Extract<Item, { kind: K }> => item.kind === kind && !item.deleted,
  );
}

const hasState = (pull: PullRequest, states: readonly string[] | null | undefined): boolean =>
  states == null || states.includes(pull.merged ? 'MERGED' : pull.state.toUpperCase());

/** `HEAD:path`, `branch:path`, `oid:path`, or a revision alone. Null where there is nothing of that name. */
function objectAt(repository: Repository, expression: string): Blob | Commit | null {
  const colon = expression.indexOf(':');
  const commit = resolveRevision(repository, colon === -1 ? expression : expression.slice(0, colon));
  if (commit === undefined) return null;
  if (colon === -1) return commit;
  const path = expression.slice(colon + 1).replace(/^\.?\//, '');
  const oid = commit.tree.get(path);
  if (oid === undefined && [...commit.tree.keys()].some((one) => one.startsWith(`${path}/`) || path === '')) {
    throw new Error('sandbox does not play Tree objects');
  }
  return oid === undefined ? null : (repository.blobs.get(oid) ?? null);
}

const repository: Fields<Repository> = {
  id: (one) => one.nodeId,
  databaseId: (one) => one.id,
  name: (one) => one.name,
  nameWithOwner: (one) => nameWithOwner(one),
  owner: (one) => one.owner,
  url: (one, _, { world }) => repositoryPage(world, one),
  resourcePath: (one) => `/${nameWithOwner(one)}`,
  description: () => null,
  isPrivate: (one) => one.private,
  visibility: (one) => (one.private ? 'PRIVATE' : 'PUBLIC'),
  isArchived: (one) => one.archived,
  isDisabled: () => false,
  isFork: () => false,
  isEmpty: (one) => one.commits.size === 0,
  isInOrganization: (one) => one.owner.kind === 'Organization',
  isTemplate: () => false,
  hasIssuesEnabled: (one) => one.hasIssues,
  createdAt: (one) => timestamp(one.createdAt),
  updatedAt: (one) => timestamp(one.updatedAt),
  pushedAt: (one) => timestamp(one.pushedAt),
  viewerPermission: (one, _, { viewer }) => {
    const rank = viewer.kind === 'user' ? rankOf(roleIn(one, viewer.user)) : 'none';
    return rank === 'none' ? null : rank.toUpperCase();
  },
  defaultBranchRef: (one) => one.branches.get(one.defaultBranch) ?? null,
  ref: (one, args: RepositoryRefArgs) =>
    one.branches.get(args.qualifiedName.replace(/^(refs\/)?heads\//, '')) ?? null,
  refs: (one, args: RepositoryRefsArgs) =>
    connection(
      args.refPrefix === 'refs/heads/'
        ? [...one.branches.values()].filter(({ name }) => name.includes(args.query ?? ''))
        : [],
      args,
      'refs',
    ),
  object: (one, args: RepositoryObjectArgs, { viewer }) => {
    demandReading(viewer, one, 'contents');
    if (args.oid != null)
      return one.commits.get(args.oid as string) ?? one.blobs.get(args.oid as string) ?? null;
    return args.expression == null ? null : objectAt(one, args.expression);
  },
  issue: (one, args: { number: number }, { viewer }) => itemOf(one, args.number, viewer, 'Issue', 'an Issue'),
  pullRequest: (one, args: { number: number }, { viewer }) =>
    itemOf(one, args.number, viewer, 'PullRequest', 'a PullRequest'),
  issueOrPullRequest: (one, args: { number: number }, { viewer }) =>
    itemOf(one, args.number, viewer, null, 'an issue or pull request'),
  issues: (one, args: RepositoryIssuesArgs, { viewer }) => {
    demandReading(viewer, one, 'issues');
    const chosen = itemsOf(one, 'Issue').filter(
      (issue) =>
        (args.states == null || args.states.some((state) => state === issue.state.toUpperCase())) &&
        hasOneOf(issue, args.labels) &&
        passes(issue, args.filterBy),
    );
    const [issues, order] = sorted(chosen, args.orderBy);
    return connection(issues, args, 'issues', {}, order);
  },
  pullRequests: (one, args: RepositoryPullRequestsArgs, { viewer }) => {
    demandReading(viewer, one, 'pull_requests');
    const chosen = itemsOf(one, 'PullRequest').filter(
      (pull) =>
        hasState(pull, args.states) &&
        hasOneOf(pull, args.labels) &&
        (args.headRefName == null || pull.headRef === args.headRefName) &&
        (args.baseRefName == null || pull.baseRef === args.baseRefName),
    );
    const [pulls, order] = sorted(chosen, args.orderBy);
    return connection(pulls, args, 'pullRequests', {}, order);
  },
  label: (one, args: RepositoryLabelArgs) => findLabel(one, args.name) ?? null,
  labels: (one, args: RepositoryLabelsArgs) => {
    const query = args.query?.toLowerCase() ?? '';
    return connection(
      sortLabels(one.labels, args.orderBy ?? null).filter((label) =>
        label.name.toLowerCase().includes(query),
      ),
      args,
      'labels',
    );
  },
  mergeQueue: (one, args: RepositoryMergeQueueArgs) =>
    one.queues.get(args.branch ?? one.defaultBranch) ?? null,
};

export const repositoryTypes = { Repository: repository };
