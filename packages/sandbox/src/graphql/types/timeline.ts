/** The events of a timeline. A label's event carries the label itself, so its name is the present one. */
import type { IssueTimelineItemsArgs } from '@octokit/graphql-schema';
import { closingIssues } from '../../actions/index.ts';
import { timestamp } from '../../clock.ts';
import type { Event, EventOf, EventType, Issue, Item, TimelineEntry } from '../../model/index.ts';
import { itemPage } from '../../show/index.ts';
import { canSee, type Viewer } from '../../viewer.ts';
import type { AnyFields, Context, Fields } from '../context.ts';
import { eventTypeNames, itemTypeOf, typeNameOf } from '../type-names.ts';
import { shown, visibleItems } from '../visible.ts';

/** The entries that a viewer may see and asked for, oldest first. */
export function timelineOf(item: Item, args: IssueTimelineItemsArgs, viewer: Viewer): TimelineEntry[] {
  const wanted = args.itemTypes ? new Set<string>(args.itemTypes) : null;
  const since = args.since == null ? null : Date.parse(args.since as string);
  return item.timeline.filter((entry) => {
    if (wanted !== null && !wanted.has(itemTypeOf(typeNameOf(entry)))) return false;
    if (since !== null && (entry.kind === 'Event' ? entry.at : entry.updatedAt) < since) return false;
    return !('source' in entry) || canSee(viewer, entry.source.repository);
  });
}

const base: Fields<Event> = {
  id: (event) => event.nodeId,
  actor: (event) => shown(event.actor),
  createdAt: (event) => timestamp(event.at),
};

const itself = (event: Event): Item => event.item;
const page: Fields<Event> = {
  url: (event, _, { world }) => `${itemPage(world, event.item)}#event-${event.id}`,
  resourcePath: (event, _, { world }) =>
    `${itemPage(world, event.item).slice(world.baseUrl.length)}#event-${event.id}`,
};

/** The other issue; null where the viewer may not know of it, or it is gone. */
const other = (event: { readonly other: Issue }, _: unknown, { viewer }: Context): Issue | null =>
  visibleItems(viewer, [event.other])[0] ?? null;
const subIssueEvent = { subIssue: other };
const parentEvent = { parent: other };

type Extra = { readonly [T in EventType]: Fields<EventOf<T>> };

const labelEvent = { label: (event: EventOf<'labeled' | 'unlabeled'>) => event.label, labelable: itself };
const assignEvent = {
  assignee: (event: EventOf<'assigned' | 'unassigned'>) => shown(event.assignee),
  user: (event: EventOf<'assigned' | 'unassigned'>) => shown(event.assignee),
  assignable: itself,
};
const reviewRequest = {
  pullRequest: itself,
  requestedReviewer: (event: EventOf<'review_requested' | 'review_request_removed'>) =>
    event.reviewer.kind === 'User' ? shown(event.reviewer) : event.reviewer,
};
const link = {
  isCrossRepository: (event: EventOf<'connected' | 'disconnected'>) =>
    event.source.repository !== event.item.repository,
  source: (event: EventOf<'connected' | 'disconnected'>) => event.source,
  subject: itself,
};
const commitOnPull = {
  commit: (event: EventOf<'committed'>) => event.commit,
  pullRequest: itself,
  ...page,
};

const extra: Extra = {
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
    willCloseTarget: (event, _, { world }) =>
      event.source.kind === 'PullRequest' &&
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
    mergeRef: (event) =>
      event.item.kind === 'PullRequest'
        ? (event.item.repository.branches.get(event.item.baseRef) ?? null)
        : null,
  },
  head_ref_force_pushed: {
    pullRequest: itself,
    beforeCommit: (event) => event.item.repository.commits.get(event.before) ?? null,
    afterCommit: (event) => event.item.repository.commits.get(event.after) ?? null,
    ref: (event) =>
      event.item.kind === 'PullRequest'
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

export const timelineTypes: Readonly<Record<string, AnyFields>> = Object.fromEntries(
  Object.entries(extra).map(([type, fields]) => [eventTypeNames[type as EventType], { ...base, ...fields }]),
);
