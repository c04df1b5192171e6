/** Events and timelines over REST. Here a label keeps the name under which it was placed. */
import { timestamp } from '../clock.js';
import { showAccount, showApp, showTeam } from './account.js';
import { showComment, showIssue } from './item.js';
import { showReview } from './pull.js';
import { repositoryPage, repositoryUrl } from './repository.js';
import { emailOf } from './commit.js';
function showBase(world, event) {
    return {
        id: event.id,
        node_id: event.nodeId,
        url: `${repositoryUrl(world, event.item.repository)}/issues/events/${event.id}`,
        actor: showAccount(world, event.actor),
        event: event.type,
        commit_id: null,
        commit_url: null,
        created_at: timestamp(event.at),
        performed_via_github_app: event.app === null ? null : showApp(world, event.app),
    };
}
/** What an event says besides who and when. */
function showDetails(world, event) {
    switch (event.type) {
        case 'labeled':
        case 'unlabeled':
            return { label: event.placed };
        case 'assigned':
        case 'unassigned':
            return { assignee: showAccount(world, event.assignee), assigner: showAccount(world, event.actor) };
        case 'closed':
            return {
                state_reason: event.stateReason,
                ...(event.closer?.kind === 'Commit' ? commitReference(world, event.closer) : {}),
            };
        case 'reopened':
            return { state_reason: null };
        case 'renamed':
            return { rename: { from: event.from, to: event.to } };
        case 'merged':
        case 'referenced':
            return commitReference(world, event.commit);
        case 'review_requested':
        case 'review_request_removed':
            return {
                review_requester: showAccount(world, event.actor),
                ...(event.reviewer.kind === 'User'
                    ? { requested_reviewer: showAccount(world, event.reviewer) }
                    : { requested_team: showTeam(world, event.reviewer) }),
            };
        case 'locked':
            return { lock_reason: null };
        case 'cross-referenced':
        case 'committed':
        case 'connected':
        case 'disconnected':
        case 'comment_deleted':
        case 'head_ref_force_pushed':
        case 'head_ref_deleted':
        case 'base_ref_changed':
        case 'convert_to_draft':
        case 'ready_for_review':
        case 'unlocked':
        case 'pinned':
        case 'unpinned':
        case 'transferred':
        case 'marked_as_duplicate':
        case 'added_to_merge_queue':
        case 'removed_from_merge_queue':
        case 'sub_issue_added':
        case 'sub_issue_removed':
        case 'parent_issue_added':
        case 'parent_issue_removed':
            return {};
        default:
            return event;
    }
}
function commitReference(world, commit) {
    return {
        commit_id: commit.oid,
        commit_url: `${repositoryUrl(world, commit.repository)}/commits/${commit.oid}`,
    };
}
/** `GET …/issues/{n}/events`: what happened, without comments, commits, reviews and cross-references. */
export function isIssueEvent(entry) {
    return entry.kind === 'Event' && entry.type !== 'committed' && entry.type !== 'cross-referenced';
}
export function showEvent(world, event) {
    return { ...showBase(world, event), ...showDetails(world, event) };
}
export function showTimelineEntry(world, entry) {
    if (entry.kind === 'IssueComment')
        return { ...showComment(world, entry), event: 'commented', actor: showAccount(world, entry.author) };
    if (entry.kind === 'PullRequestReview')
        return { ...showReview(world, entry, 'webhook'), event: 'reviewed' };
    if (entry.type === 'cross-referenced') {
        const at = timestamp(entry.at);
        return {
            event: 'cross-referenced',
            actor: showAccount(world, entry.actor),
            created_at: at,
            updated_at: at,
            source: { type: 'issue', issue: showIssue(world, entry.source) },
        };
    }
    if (entry.type === 'committed')
        return showCommitted(world, entry);
    return showEvent(world, entry);
}
function showCommitted(world, { commit, nodeId }) {
    const git = `${repositoryUrl(world, commit.repository)}/git`;
    const page = `${repositoryPage(world, commit.repository)}/commit`;
    const person = { name: commit.author.login, email: emailOf(commit.author), date: timestamp(commit.at) };
    return {
        sha: commit.oid,
        node_id: nodeId,
        url: `${git}/commits/${commit.oid}`,
        html_url: `${page}/${commit.oid}`,
        author: person,
        committer: person,
        tree: { sha: commit.treeOid, url: `${git}/trees/${commit.treeOid}` },
        message: commit.message,
        parents: commit.parents.map((sha) => ({ sha, url: `${git}/commits/${sha}`, html_url: `${page}/${sha}` })),
        verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
        event: 'committed',
    };
}
