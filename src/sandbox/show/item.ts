/** Issues, pull requests, comments, reviews and reactions, as REST answers and webhooks show them. */
import { timestamp, timestampOrNull } from '../clock.ts';
import { changedFiles, commitOf, commitsBetween, mergeBase, type FileChange } from '../git.ts';
import type { JsonObject } from '../json.ts';
import {
  reactionContents,
  type Actor,
  type Comment,
  type Commit,
  type Issue,
  type Item,
  type PullRequest,
  type Reaction,
  type Repository,
  type Review,
  type World,
} from '../model/index.ts';
import { atLeast, roleIn } from '../viewer.ts';
import { showAccount, showApp, showTeam, showUserOrNull } from './account.ts';
import { nameWithOwner, repositoryPage, repositoryUrl, showLabel, showRepository } from './repository.ts';

export function itemPage(world: World, item: Item): string {
  return `${repositoryPage(world, item.repository)}/${item.kind === 'Issue' ? 'issues' : 'pull'}/${item.number}`;
}

function issueUrl(world: World, item: Item): string {
  return `${repositoryUrl(world, item.repository)}/issues/${item.number}`;
}

/** How an author stands to the repository. */
export function association(repository: Repository, author: Actor): string {
  if (author === repository.owner) return 'OWNER';
  if (author.kind !== 'User') return 'NONE';
  if (repository.owner.kind === 'Organization' && repository.owner.members.has(author)) return 'MEMBER';
  if (repository.collaborators.has(author) || atLeast(roleIn(repository, author), 'triage'))
    return 'COLLABORATOR';
  return [...repository.commits.values()].some((commit) => commit.author === author) ? 'CONTRIBUTOR' : 'NONE';
}

export function showReactions(url: string, reactions: readonly Reaction[]): JsonObject {
  const counts = reactionContents.map((content) => [
    content,
    reactions.filter((one) => one.content === content).length,
  ]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function showReaction(world: World, reaction: Reaction): JsonObject {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: showAccount(world, reaction.by),
    content: reaction.content,
    created_at: timestamp(reaction.at),
  };
}

export function showIssue(world: World, item: Item): JsonObject {
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
      ? issueExtras(item)
      : { draft: item.draft, pull_request: pullLinks(world, item), state_reason: null }),
    body: item.body === '' ? null : item.body,
    closed_by: showUserOrNull(world, item.closedBy),
    reactions: showReactions(url, item.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: item.app === null ? null : showApp(world, item.app),
  };
}

function issueExtras(issue: Issue): JsonObject {
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
  };
}

function pullLinks(world: World, pull: PullRequest): JsonObject {
  const page = itemPage(world, pull);
  return {
    url: pullUrl(world, pull),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: timestampOrNull(pull.mergedAt),
  };
}

function pullUrl(world: World, pull: PullRequest): string {
  return `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`;
}

/** A pull request's commits, oldest first. */
export function commitsOf(pull: PullRequest): Commit[] {
  return commitsBetween(pull.repository, baseOid(pull), pull.headOid);
}

/** The tip of the base branch; for a merged pull request, as it was before the merge. */
export function baseOid(pull: PullRequest): string {
  return pull.mergedBaseOid ?? pull.repository.branches.get(pull.baseRef)?.oid ?? pull.headOid;
}

/** The files that a pull request changes against the commit where it left its base. */
export function filesOfPull(pull: PullRequest): FileChange[] {
  const start = mergeBase(pull.repository, baseOid(pull), pull.headOid);
  const before = start === null ? new Map<string, string>() : commitOf(pull.repository, start).tree;
  return changedFiles(pull.repository, before, commitOf(pull.repository, pull.headOid).tree);
}

export function showPull(world: World, pull: PullRequest): JsonObject {
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
    requested_reviewers: pull.requestedReviewers.flatMap((one) =>
      one.kind === 'User' ? showAccount(world, one) : [],
    ),
    requested_teams: pull.requestedReviewers.flatMap((one) =>
      one.kind === 'Team' ? showTeam(world, one) : [],
    ),
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

function showEnd(world: World, repository: Repository, ref: string, sha: string): JsonObject {
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
export function showFullPull(world: World, pull: PullRequest, mergeable: boolean | null): JsonObject {
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

export function commentPage(world: World, comment: Comment): string {
  return `${itemPage(world, comment.item)}#issuecomment-${comment.id}`;
}

export function showComment(world: World, comment: Comment): JsonObject {
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

/** REST shouts a review's state, webhooks do not. */
export function showReview(world: World, review: Review, where: 'rest' | 'webhook'): JsonObject {
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

/** `owner/name#number`. */
export function addressOf(item: Item): string {
  return `${nameWithOwner(item.repository)}#${item.number}`;
}
