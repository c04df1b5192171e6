/** Issues, pull requests, comments, reviews and reactions, as REST answers and webhooks show them. */
import { timestamp, timestampOrNull } from '../clock.js';
import { reactionContents, } from '../model/index.js';
import { atLeast, roleIn } from '../viewer.js';
import { showAccount, showApp, showUserOrNull } from './account.js';
import { repositoryPage, repositoryUrl, showLabel } from './repository.js';
export function itemPage(world, item) {
    return `${repositoryPage(world, item.repository)}/${item.kind === 'Issue' ? 'issues' : 'pull'}/${item.number}`;
}
export function issueUrl(world, item) {
    return `${repositoryUrl(world, item.repository)}/issues/${item.number}`;
}
/** How an author stands to the repository. */
export function association(repository, author) {
    if (author === repository.owner)
        return 'OWNER';
    if (author.kind !== 'User')
        return 'NONE';
    if (repository.owner.kind === 'Organization' && repository.owner.members.has(author))
        return 'MEMBER';
    if (repository.collaborators.has(author) || atLeast(roleIn(repository, author), 'triage'))
        return 'COLLABORATOR';
    return [...repository.commits.values()].some((commit) => commit.author === author) ? 'CONTRIBUTOR' : 'NONE';
}
export function showReactions(url, reactions) {
    const counts = reactionContents.map((content) => [
        content,
        reactions.filter((one) => one.content === content).length,
    ]);
    return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}
export function showReaction(world, reaction) {
    return {
        id: reaction.id,
        node_id: reaction.nodeId,
        user: showAccount(world, reaction.by),
        content: reaction.content,
        created_at: timestamp(reaction.at),
    };
}
export function showIssue(world, item) {
    const url = issueUrl(world, item);
    const comments = item.timeline.filter((entry) => entry.kind === 'IssueComment').length;
    return {
        url,
        repository_url: repositoryUrl(world, item.repository),
        labels_url: `${url}/labels{/name}`,
        comments_url: `${url}/comments`,
        events_url: `${url}/events`,
        html_url: itemPage(world, item),
        id: item.issueId,
        node_id: item.nodeId,
        number: item.number,
        title: item.title,
        user: showAccount(world, item.author),
        labels: item.labels.map((label) => showLabel(world, label)),
        state: item.state,
        locked: item.locked,
        assignee: showUserOrNull(world, item.assignees[0] ?? null),
        assignees: item.assignees.map((user) => showAccount(world, user)),
        milestone: null,
        comments,
        created_at: timestamp(item.createdAt),
        updated_at: timestamp(item.updatedAt),
        closed_at: timestampOrNull(item.closedAt),
        author_association: association(item.repository, item.author),
        active_lock_reason: null,
        ...(item.kind === 'Issue'
            ? issueExtras(world, item)
            : { draft: item.draft, pull_request: pullLinks(world, item), state_reason: null }),
        body: item.body === '' ? null : item.body,
        closed_by: showUserOrNull(world, item.closedBy),
        reactions: showReactions(url, item.reactions),
        timeline_url: `${url}/timeline`,
        performed_via_github_app: item.app === null ? null : showApp(world, item.app),
    };
}
function issueExtras(world, issue) {
    const done = issue.subIssues.filter((one) => one.state === 'closed').length;
    const total = issue.subIssues.length;
    return {
        type: null,
        sub_issues_summary: {
            total,
            completed: done,
            percent_completed: total === 0 ? 0 : Math.floor((done * 100) / total),
        },
        issue_dependencies_summary: { blocked_by: 0, total_blocked_by: 0, blocking: 0, total_blocking: 0 },
        state_reason: issue.stateReason,
        ...(issue.parent === null ? {} : { parent_issue_url: issueUrl(world, issue.parent) }),
    };
}
export function pullLinks(world, pull) {
    const page = itemPage(world, pull);
    return {
        url: pullUrl(world, pull),
        html_url: page,
        diff_url: `${page}.diff`,
        patch_url: `${page}.patch`,
        merged_at: timestampOrNull(pull.mergedAt),
    };
}
export function pullUrl(world, pull) {
    return `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`;
}
export function commentPage(world, comment) {
    return `${itemPage(world, comment.item)}#issuecomment-${comment.id}`;
}
export function showComment(world, comment) {
    const url = `${repositoryUrl(world, comment.item.repository)}/issues/comments/${comment.id}`;
    return {
        url,
        html_url: commentPage(world, comment),
        issue_url: issueUrl(world, comment.item),
        id: comment.id,
        node_id: comment.nodeId,
        user: showAccount(world, comment.author),
        created_at: timestamp(comment.createdAt),
        updated_at: timestamp(comment.updatedAt),
        body: comment.body,
        author_association: association(comment.item.repository, comment.author),
        reactions: showReactions(url, comment.reactions),
        performed_via_github_app: comment.app === null ? null : showApp(world, comment.app),
    };
}
