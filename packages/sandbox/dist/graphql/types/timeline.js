import { closingIssues } from '../../actions/index.js';
import { timestamp } from '../../clock.js';
import { itemPage } from '../../show/index.js';
import { canSee } from '../../viewer.js';
import { eventTypeNames, itemTypeOf, typeNameOf } from '../type-names.js';
import { shown, visibleItems } from '../visible.js';
/** The entries that a viewer may see and asked for, oldest first. */
export function timelineOf(item, args, viewer) {
    const wanted = args.itemTypes ? new Set(args.itemTypes) : null;
    const since = args.since == null ? null : Date.parse(args.since);
    return item.timeline.filter((entry) => {
        if (wanted !== null && !wanted.has(itemTypeOf(typeNameOf(entry))))
            return false;
        if (since !== null && (entry.kind === 'Event' ? entry.at : entry.updatedAt) < since)
            return false;
        return !('source' in entry) || canSee(viewer, entry.source.repository);
    });
}
const base = {
    id: (event) => event.nodeId,
    actor: (event) => shown(event.actor),
    createdAt: (event) => timestamp(event.at),
};
const itself = (event) => event.item;
const page = {
    url: (event, _, { world }) => `${itemPage(world, event.item)}#event-${event.id}`,
    resourcePath: (event, _, { world }) => `${itemPage(world, event.item).slice(world.baseUrl.length)}#event-${event.id}`,
};
/** The other issue; null where the viewer may not know of it, or it is gone. */
const other = (event, _, { viewer }) => visibleItems(viewer, [event.other])[0] ?? null;
const subIssueEvent = { subIssue: other };
const parentEvent = { parent: other };
const labelEvent = { label: (event) => event.label, labelable: itself };
const assignEvent = {
    assignee: (event) => shown(event.assignee),
    user: (event) => shown(event.assignee),
    assignable: itself,
};
const reviewRequest = {
    pullRequest: itself,
    requestedReviewer: (event) => event.reviewer.kind === 'User' ? shown(event.reviewer) : event.reviewer,
};
const link = {
    isCrossRepository: (event) => event.source.repository !== event.item.repository,
    source: (event) => event.source,
    subject: itself,
};
const commitOnPull = {
    commit: (event) => event.commit,
    pullRequest: itself,
    ...page,
};
const extra = {
    labeled: labelEvent,
    unlabeled: labelEvent,
    assigned: assignEvent,
    unassigned: assignEvent,
    closed: {
        ...page,
        closable: itself,
        closer: (event) => event.closer,
        stateReason: (event) => event.stateReason?.toUpperCase() ?? null,
    },
    reopened: { closable: itself, stateReason: () => null },
    renamed: { subject: itself, previousTitle: (event) => event.from, currentTitle: (event) => event.to },
    'cross-referenced': {
        ...page,
        source: (event) => event.source,
        target: itself,
        referencedAt: (event) => timestamp(event.at),
        isCrossRepository: (event) => event.source.repository !== event.item.repository,
        willCloseTarget: (event, _, { world }) => event.source.kind === 'PullRequest' &&
            event.item.kind === 'Issue' &&
            closingIssues(world, event.source).includes(event.item),
    },
    connected: link,
    disconnected: link,
    comment_deleted: { databaseId: (event) => event.id, deletedCommentAuthor: (event) => shown(event.author) },
    merged: {
        ...page,
        pullRequest: itself,
        commit: (event) => event.commit,
        mergeRefName: (event) => (event.item.kind === 'PullRequest' ? event.item.baseRef : ''),
        mergeRef: (event) => event.item.kind === 'PullRequest'
            ? (event.item.repository.branches.get(event.item.baseRef) ?? null)
            : null,
    },
    head_ref_force_pushed: {
        pullRequest: itself,
        beforeCommit: (event) => event.item.repository.commits.get(event.before) ?? null,
        afterCommit: (event) => event.item.repository.commits.get(event.after) ?? null,
        ref: (event) => event.item.kind === 'PullRequest'
            ? (event.item.headRepository.branches.get(event.item.headRef) ?? null)
            : null,
    },
    head_ref_deleted: {
        pullRequest: itself,
        headRefName: (event) => (event.item.kind === 'PullRequest' ? event.item.headRef : ''),
    },
    base_ref_changed: {
        pullRequest: itself,
        databaseId: (event) => event.id,
        previousRefName: (event) => event.from,
        currentRefName: (event) => event.to,
    },
    committed: commitOnPull,
    referenced: {
        commit: (event) => event.commit,
        commitRepository: (event) => event.commit.repository,
        subject: itself,
        isCrossRepository: (event) => event.commit.repository !== event.item.repository,
        isDirectReference: () => true,
    },
    review_requested: reviewRequest,
    review_request_removed: reviewRequest,
    convert_to_draft: { ...page, pullRequest: itself },
    ready_for_review: { ...page, pullRequest: itself },
    locked: { lockable: itself, lockReason: () => null },
    unlocked: { lockable: itself },
    pinned: { issue: itself },
    unpinned: { issue: itself },
    transferred: { issue: itself, fromRepository: (event) => event.from },
    marked_as_duplicate: {
        canonical: (event) => event.canonical,
        duplicate: itself,
        isCrossRepository: () => false,
    },
    added_to_merge_queue: { pullRequest: itself, enqueuer: (event) => shown(event.actor) },
    removed_from_merge_queue: {
        pullRequest: itself,
        enqueuer: (event) => shown(event.actor),
        reason: (event) => event.reason,
    },
    sub_issue_added: subIssueEvent,
    sub_issue_removed: subIssueEvent,
    parent_issue_added: parentEvent,
    parent_issue_removed: parentEvent,
};
export const timelineTypes = Object.fromEntries(Object.entries(extra).map(([type, fields]) => [eventTypeNames[type], { ...base, ...fields }]));
