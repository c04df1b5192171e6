export const eventTypeNames = {
    labeled: 'LabeledEvent',
    unlabeled: 'UnlabeledEvent',
    assigned: 'AssignedEvent',
    unassigned: 'UnassignedEvent',
    closed: 'ClosedEvent',
    reopened: 'ReopenedEvent',
    renamed: 'RenamedTitleEvent',
    'cross-referenced': 'CrossReferencedEvent',
    connected: 'ConnectedEvent',
    disconnected: 'DisconnectedEvent',
    comment_deleted: 'CommentDeletedEvent',
    merged: 'MergedEvent',
    head_ref_force_pushed: 'HeadRefForcePushedEvent',
    head_ref_deleted: 'HeadRefDeletedEvent',
    base_ref_changed: 'BaseRefChangedEvent',
    committed: 'PullRequestCommit',
    referenced: 'ReferencedEvent',
    review_requested: 'ReviewRequestedEvent',
    review_request_removed: 'ReviewRequestRemovedEvent',
    convert_to_draft: 'ConvertToDraftEvent',
    ready_for_review: 'ReadyForReviewEvent',
    locked: 'LockedEvent',
    unlocked: 'UnlockedEvent',
    pinned: 'PinnedEvent',
    unpinned: 'UnpinnedEvent',
    transferred: 'TransferredEvent',
    marked_as_duplicate: 'MarkedAsDuplicateEvent',
    added_to_merge_queue: 'AddedToMergeQueueEvent',
    removed_from_merge_queue: 'RemovedFromMergeQueueEvent',
    sub_issue_added: 'SubIssueAddedEvent',
    sub_issue_removed: 'SubIssueRemovedEvent',
    parent_issue_added: 'ParentIssueAddedEvent',
    parent_issue_removed: 'ParentIssueRemovedEvent',
};
export function typeNameOf(source) {
    return source.kind === 'Event' ? eventTypeNames[source.type] : source.kind;
}
/** `LabeledEvent` → `LABELED_EVENT`, as `itemTypes` spells it. */
export function itemTypeOf(typeName) {
    return typeName.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
