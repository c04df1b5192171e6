import { findItem, findLabel } from '../../actions/index.js';
import { timestamp } from '../../clock.js';
import { resolveRevision } from '../../git.js';
import { nameWithOwner, repositoryPage } from '../../show/index.js';
import { rankOf, roleIn } from '../../viewer.js';
import { connection } from '../connection.js';
import { Failure, unresolved } from '../failure.js';
import { demandReading, permissionFor } from '../visible.js';
import { sortLabels } from './labels.js';
function itemOf(repository, number, viewer, wanted, what) {
    const item = findItem(repository, number);
    if (item === undefined || (wanted !== null && item.kind !== wanted))
        throw unresolved(`${what} with the number of ${number}.`);
    demandReading(viewer, repository, permissionFor(item));
    return item;
}
function sorted(items, order) {
    const keys = {
        CREATED_AT: (item) => item.createdAt,
        UPDATED_AT: (item) => item.updatedAt,
        COMMENTS: (item) => item.timeline.filter((entry) => entry.kind === 'IssueComment').length,
    };
    const key = keys[order?.field ?? 'CREATED_AT'];
    const ascending = items.toSorted((a, b) => key(a) - key(b) || a.number - b.number);
    return order?.direction === 'DESC' ? ascending.reverse() : ascending;
}
function hasOneOf(item, names) {
    return (names == null ||
        item.labels.some((label) => names.some((name) => name.toLowerCase() === label.name.toLowerCase())));
}
function passes(issue, filters) {
    if (filters == null)
        return true;
    const { assignee, createdBy, labels, since, states, ...rest } = filters;
    // `viewerSubscribed` is false where a query leaves it out.
    const other = Object.entries(rest).find(([, value]) => value != null && value !== false);
    if (other !== undefined)
        throw new Failure('UNPROCESSABLE', `sandbox does not play IssueFilters.${other[0]}`);
    const assigned = assignee == null ||
        (assignee === '*' ? issue.assignees.length > 0 : issue.assignees.some((user) => user.login === assignee));
    return (assigned &&
        (createdBy == null || issue.author.login === createdBy) &&
        hasOneOf(issue, labels) &&
        (since == null || issue.updatedAt >= Date.parse(since)) &&
        (states == null || states.some((state) => state === issue.state.toUpperCase())));
}
function itemsOf(repository, kind) {
    return [...repository.items.values()].filter((item) => item.kind === kind && !item.deleted);
}
const hasState = (pull, states) => states == null || states.includes(pull.merged ? 'MERGED' : pull.state.toUpperCase());
/** `HEAD:path`, `branch:path`, `oid:path`, or a revision alone. Null where there is nothing of that name. */
function objectAt(repository, expression) {
    const colon = expression.indexOf(':');
    const commit = resolveRevision(repository, colon === -1 ? expression : expression.slice(0, colon));
    if (commit === undefined)
        return null;
    if (colon === -1)
        return commit;
    const path = expression.slice(colon + 1).replace(/^\.?\//, '');
    const oid = commit.tree.get(path);
    if (oid === undefined && [...commit.tree.keys()].some((one) => one.startsWith(`${path}/`) || path === '')) {
        throw new Error('sandbox does not play Tree objects');
    }
    return oid === undefined ? null : (repository.blobs.get(oid) ?? null);
}
const repository = {
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
    ref: (one, args) => one.branches.get(args.qualifiedName.replace(/^(refs\/)?heads\//, '')) ?? null,
    refs: (one, args) => connection(args.refPrefix === 'refs/heads/'
        ? [...one.branches.values()].filter(({ name }) => name.includes(args.query ?? ''))
        : [], args, 'refs'),
    object: (one, args, { viewer }) => {
        demandReading(viewer, one, 'contents');
        if (args.oid != null)
            return one.commits.get(args.oid) ?? one.blobs.get(args.oid) ?? null;
        return args.expression == null ? null : objectAt(one, args.expression);
    },
    issue: (one, args, { viewer }) => itemOf(one, args.number, viewer, 'Issue', 'an Issue'),
    pullRequest: (one, args, { viewer }) => itemOf(one, args.number, viewer, 'PullRequest', 'a PullRequest'),
    issueOrPullRequest: (one, args, { viewer }) => itemOf(one, args.number, viewer, null, 'an issue or pull request'),
    issues: (one, args, { viewer }) => {
        demandReading(viewer, one, 'issues');
        const chosen = itemsOf(one, 'Issue').filter((issue) => (args.states == null || args.states.some((state) => state === issue.state.toUpperCase())) &&
            hasOneOf(issue, args.labels) &&
            passes(issue, args.filterBy));
        return connection(sorted(chosen, args.orderBy), args, 'issues');
    },
    pullRequests: (one, args, { viewer }) => {
        demandReading(viewer, one, 'pull_requests');
        const chosen = itemsOf(one, 'PullRequest').filter((pull) => hasState(pull, args.states) &&
            hasOneOf(pull, args.labels) &&
            (args.headRefName == null || pull.headRef === args.headRefName) &&
            (args.baseRefName == null || pull.baseRef === args.baseRefName));
        return connection(sorted(chosen, args.orderBy), args, 'pullRequests');
    },
    label: (one, args) => findLabel(one, args.name) ?? null,
    labels: (one, args) => {
        const query = args.query?.toLowerCase() ?? '';
        return connection(sortLabels(one.labels, args.orderBy ?? null).filter((label) => label.name.toLowerCase().includes(query)), args, 'labels');
    },
    mergeQueue: (one, args) => one.queues.get(args.branch ?? one.defaultBranch) ?? null,
};
export const repositoryTypes = { Repository: repository };
