/** Opening, editing, closing and reopening issues (and, where they are alike, pull requests). */
import { identify, } from '../model/index.js';
import { invalidField, Refusal } from '../refusal.js';
import { actorOf, atLeast, demand, demandInteraction, isAuthor, itemPermission, roleIn, } from '../viewer.js';
import { assign } from './assignees.js';
import { addLabels, placeLabels } from './labels.js';
import { checkTitle, enter, newItem } from './new-item.js';
import { announceItem, record } from './record.js';
import { crossReference } from './references.js';
import { rewrite } from './writing.js';
export function openIssue(world, viewer, repository, draft) {
    demand(viewer, repository, { role: 'read', app: { issues: 'write' } }, 'CreateIssue');
    demandInteraction(viewer, repository);
    if (!repository.hasIssues)
        throw new Refusal('GONE', 'Issues has been disabled in this repository.');
    const author = actorOf(viewer);
    const identity = identify(world, 'I');
    const issue = enter(world, {
        ...identity,
        ...newItem(world, viewer, repository, draft),
        kind: 'Issue',
        issueId: identity.id,
        stateReason: null,
        duplicateOf: null,
        pinned: false,
        parent: null,
        subIssues: [],
        linkedBranches: [],
    });
    announceItem(world, author, issue, 'opened');
    placeLabels(world, viewer, issue, draft.templateLabels ?? []);
    if (draft.labels !== undefined && draft.labels.length > 0)
        addLabels(world, viewer, issue, draft.labels);
    if (draft.assignees !== undefined && draft.assignees.length > 0)
        assign(world, viewer, issue, draft.assignees);
    crossReference(world, viewer, issue, issue.body);
    return issue;
}
/** Changes title or body: the author, and whoever can write. */
export function editItem(world, viewer, item, change) {
    const doing = item.kind === 'Issue' ? 'UpdateIssue' : 'UpdatePullRequest';
    const role = isAuthor(viewer, item.author) ? 'read' : 'write';
    demand(viewer, item.repository, { role, app: itemPermission(item, 'write') }, doing);
    if (change.title !== undefined && change.title !== item.title) {
        const from = item.title;
        item.title = checkTitle(change.title);
        record(world, viewer, item, 'renamed', { from, to: item.title });
        announceItem(world, actorOf(viewer), item, 'edited', { changes: { title: { from } } });
    }
    if (change.body !== undefined) {
        const from = item.body;
        if (!rewrite(world, viewer, item, change.body))
            return;
        announceItem(world, actorOf(viewer), item, 'edited', { changes: { body: { from } } });
        crossReference(world, viewer, item, item.body);
    }
}
/** Closes: the author, and whoever can triage. What is closed already stays as it is, but for its reason. */
export function closeItem(world, viewer, item, closing = {}) {
    const doing = item.kind === 'Issue' ? 'CloseIssue' : 'ClosePullRequest';
    const role = isAuthor(viewer, item.author) ? 'read' : 'triage';
    demand(viewer, item.repository, { role, app: itemPermission(item, 'write') }, doing);
    shut(world, viewer, item, closing.reason ?? 'completed', null);
    if (item.kind === 'Issue' && closing.reason === 'duplicate' && closing.duplicateOf) {
        item.duplicateOf = closing.duplicateOf;
        record(world, viewer, item, 'marked_as_duplicate', { canonical: closing.duplicateOf });
    }
}
/** Closes without asking who may: closing words and merges come here, too. */
export function shut(world, viewer, item, reason, closer) {
    // A closed issue can be closed again with another reason, by hand.
    if (item.state === 'closed' &&
        (item.kind === 'PullRequest' || closer !== null || item.stateReason === reason))
        return;
    item.state = 'closed';
    item.closedAt = world.clock.now();
    item.closedBy = actorOf(viewer);
    if (item.kind === 'Issue')
        item.stateReason = reason;
    record(world, viewer, item, 'closed', { closer, stateReason: item.kind === 'Issue' ? reason : null });
    announceItem(world, actorOf(viewer), item, 'closed');
}
/** Reopens: whoever can triage, and the author unless somebody else closed it. */
export function reopenItem(world, viewer, item) {
    const doing = item.kind === 'Issue' ? 'ReopenIssue' : 'ReopenPullRequest';
    const own = isAuthor(viewer, item.author) && item.closedBy === item.author;
    demand(viewer, item.repository, { role: own ? 'read' : 'triage', app: itemPermission(item, 'write') }, doing);
    if (item.state === 'open')
        return;
    if (item.kind === 'PullRequest') {
        if (item.merged)
            throw invalidField('PullRequest', 'state', 'invalid', 'state cannot be changed. The pull request cannot be reopened.');
        if (!item.headRepository.branches.has(item.headRef)) {
            throw invalidField('PullRequest', 'state', 'invalid', `state cannot be changed. The ${item.headRef} branch has been deleted.`);
        }
    }
    else {
        item.stateReason = 'reopened';
        item.duplicateOf = null;
    }
    item.state = 'open';
    item.closedAt = null;
    item.closedBy = null;
    record(world, viewer, item, 'reopened', {});
    announceItem(world, actorOf(viewer), item, 'reopened');
}
/** Closes an issue that closing words or a merge name, where the merger may close it. */
export function closeByWords(world, viewer, issue, closer) {
    const allowed = viewer.kind === 'installation' ||
        (viewer.kind === 'user' &&
            (viewer.user === issue.author || atLeast(roleIn(issue.repository, viewer.user), 'triage')));
    if (allowed)
        shut(world, viewer, issue, 'completed', closer);
}
