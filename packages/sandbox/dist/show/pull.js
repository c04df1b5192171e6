/** Pull requests and reviews, as REST answers and webhooks show them. */
import { timestamp, timestampOrNull } from '../clock.js';
import { changedFiles, commitOf, commitsBetween, mergeBase } from '../git.js';
import { showAccount, showTeam, showUserOrNull } from './account.js';
import { repositoryUrl, showLabel, showRepository } from './repository.js';
import { itemPage, issueUrl, association, pullLinks, pullUrl, showReactions } from './item.js';
/** A pull request's commits, oldest first. */
export function commitsOf(pull) {
    return commitsBetween(pull.repository, baseOid(pull), pull.headOid);
}
/** The tip of the base branch; for a merged pull request, as it was before the merge. */
export function baseOid(pull) {
    return pull.mergedBaseOid ?? pull.repository.branches.get(pull.baseRef)?.oid ?? pull.headOid;
}
/** The files that a pull request changes against the commit where it left its base. */
export function filesOfPull(pull) {
    const start = mergeBase(pull.repository, baseOid(pull), pull.headOid);
    const before = start === null ? new Map() : commitOf(pull.repository, start).tree;
    return changedFiles(pull.repository, before, commitOf(pull.repository, pull.headOid).tree);
}
export function showPull(world, pull) {
    const url = pullUrl(world, pull);
    const issue = issueUrl(world, pull);
    const page = itemPage(world, pull);
    return {
        ...pullLinks(world, pull),
        url,
        id: pull.id,
        node_id: pull.nodeId,
        issue_url: issue,
        number: pull.number,
        state: pull.state,
        locked: pull.locked,
        title: pull.title,
        user: showAccount(world, pull.author),
        body: pull.body === '' ? null : pull.body,
        created_at: timestamp(pull.createdAt),
        updated_at: timestamp(pull.updatedAt),
        closed_at: timestampOrNull(pull.closedAt),
        merge_commit_sha: pull.mergeCommit?.oid ?? null,
        assignee: showUserOrNull(world, pull.assignees[0] ?? null),
        assignees: pull.assignees.map((user) => showAccount(world, user)),
        requested_reviewers: pull.requestedReviewers.flatMap((one) => one.kind === 'User' ? showAccount(world, one) : []),
        requested_teams: pull.requestedReviewers.flatMap((one) => one.kind === 'Team' ? showTeam(world, one) : []),
        labels: pull.labels.map((label) => showLabel(world, label)),
        milestone: null,
        draft: pull.draft,
        commits_url: `${url}/commits`,
        review_comments_url: `${url}/comments`,
        review_comment_url: `${repositoryUrl(world, pull.repository)}/pulls/comments{/number}`,
        comments_url: `${issue}/comments`,
        statuses_url: `${repositoryUrl(world, pull.repository)}/statuses/${pull.headOid}`,
        head: showEnd(world, pull.headRepository, pull.headRef, pull.headOid),
        base: showEnd(world, pull.repository, pull.baseRef, baseOid(pull)),
        _links: {
            self: { href: url },
            html: { href: page },
            issue: { href: issue },
            comments: { href: `${issue}/comments` },
            review_comments: { href: `${url}/comments` },
            review_comment: { href: `${repositoryUrl(world, pull.repository)}/pulls/comments{/number}` },
            commits: { href: `${url}/commits` },
            statuses: { href: `${repositoryUrl(world, pull.repository)}/statuses/${pull.headOid}` },
        },
        author_association: association(pull.repository, pull.author),
        auto_merge: null,
        active_lock_reason: null,
    };
}
function showEnd(world, repository, ref, sha) {
    return {
        label: `${repository.owner.login}:${ref}`,
        ref,
        sha,
        user: showAccount(world, repository.owner),
        repo: {
            ...showRepository(world, repository),
            allow_squash_merge: true,
            allow_merge_commit: true,
            allow_rebase_merge: true,
            allow_auto_merge: false,
            delete_branch_on_merge: false,
            allow_update_branch: false,
            use_squash_pr_title_as_default: false,
            squash_merge_commit_message: 'COMMIT_MESSAGES',
            squash_merge_commit_title: 'COMMIT_OR_PR_TITLE',
            merge_commit_message: 'PR_TITLE',
            merge_commit_title: 'MERGE_MESSAGE',
        },
    };
}
/** What a single pull request says beyond the list: whether it can merge, and its size. */
export function showFullPull(world, pull, mergeable) {
    const files = filesOfPull(pull);
    return {
        ...showPull(world, pull),
        merged: pull.merged,
        mergeable,
        rebaseable: mergeable,
        mergeable_state: mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty',
        merged_by: showUserOrNull(world, pull.mergedBy),
        comments: pull.timeline.filter((entry) => entry.kind === 'IssueComment').length,
        review_comments: 0,
        maintainer_can_modify: false,
        commits: commitsOf(pull).length,
        additions: files.reduce((sum, file) => sum + file.additions, 0),
        deletions: files.reduce((sum, file) => sum + file.deletions, 0),
        changed_files: files.length,
    };
}
/** REST shouts a review's state, webhooks do not. */
export function showReview(world, review, where) {
    const pull = review.item;
    const page = `${itemPage(world, pull)}#pullrequestreview-${review.id}`;
    return {
        id: review.id,
        node_id: review.nodeId,
        user: showAccount(world, review.author),
        body: where === 'webhook' && review.body === '' ? null : review.body,
        state: where === 'rest' ? review.state.toUpperCase() : review.state,
        html_url: page,
        pull_request_url: pullUrl(world, pull),
        author_association: association(pull.repository, review.author),
        _links: { html: { href: page }, pull_request: { href: pullUrl(world, pull) } },
        submitted_at: timestamp(review.createdAt),
        ...(where === 'webhook' ? { updated_at: timestamp(review.updatedAt) } : {}),
        commit_id: review.oid,
    };
}
export function remarkPage(world, remark) {
    return `${itemPage(world, remark.item)}#discussion_r${remark.id}`;
}
/** Where in the diff it stands is told by its line alone: hunks are not played. */
export function showRemark(world, remark) {
    const pull = pullUrl(world, remark.item);
    const url = `${repositoryUrl(world, remark.item.repository)}/pulls/comments/${remark.id}`;
    const page = remarkPage(world, remark);
    return {
        url,
        pull_request_review_id: remark.review.id,
        id: remark.id,
        node_id: remark.nodeId,
        diff_hunk: '',
        path: remark.path,
        position: remark.line,
        original_position: remark.line,
        commit_id: remark.oid,
        original_commit_id: remark.oid,
        ...(remark.inReplyTo === null ? {} : { in_reply_to_id: remark.inReplyTo.id }),
        user: showAccount(world, remark.author),
        body: remark.body,
        created_at: timestamp(remark.createdAt),
        updated_at: timestamp(remark.updatedAt),
        html_url: page,
        pull_request_url: pull,
        author_association: association(remark.item.repository, remark.author),
        _links: { self: { href: url }, html: { href: page }, pull_request: { href: pull } },
        reactions: showReactions(url, remark.reactions),
        start_line: null,
        original_start_line: null,
        start_side: null,
        line: remark.line,
        original_line: remark.line,
        side: 'RIGHT',
        subject_type: 'line',
    };
}
