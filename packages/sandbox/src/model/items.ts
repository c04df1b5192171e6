/** Issues, pull requests, and all that happens to them. Plain data. */
import type { Actor, App, Identity, Team, User } from './accounts.ts';
import type { Commit, Label, LinkedBranch, Repository } from './repository.ts';

/** One revision of a body. The first edit makes two: the original and the new text. */
export type Edit = Identity & {
  readonly kind: 'UserContentEdit';
  readonly at: number;
  readonly editor: Actor;
  readonly text: string;
};

/** Something written, with its revisions (oldest first). */
export type Writing = {
  author: Actor;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly edits: Edit[];
  readonly reactions: Reaction[];
  /** The App through which it was written. */
  readonly app: App | null;
};

export const reactionContents = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
] as const;
export type ReactionContent = (typeof reactionContents)[number];

export type Reaction = Identity & {
  readonly kind: 'Reaction';
  readonly content: ReactionContent;
  readonly by: Actor;
  readonly at: number;
  readonly on: Item | Comment | Review | Remark;
};

type ItemBase = Identity &
  Writing & {
    /** A pull request is an issue too, and has that issue's database id besides its own. */
    readonly issueId: number;
    number: number;
    repository: Repository;
    title: string;
    readonly labels: Label[];
    readonly assignees: User[];
    state: 'open' | 'closed';
    closedAt: number | null;
    closedBy: Actor | null;
    locked: boolean;
    readonly timeline: TimelineEntry[];
    deleted: boolean;
  };

export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

export type Issue = ItemBase & {
  readonly kind: 'Issue';
  stateReason: StateReason | null;
  duplicateOf: Issue | null;
  pinned: boolean;
  parent: Issue | null;
  readonly subIssues: Issue[];
  readonly linkedBranches: LinkedBranch[];
};

export type PullRequest = ItemBase & {
  readonly kind: 'PullRequest';
  readonly headRepository: Repository;
  readonly headRef: string;
  headOid: string;
  baseRef: string;
  draft: boolean;
  merged: boolean;
  mergedAt: number | null;
  mergedBy: Actor | null;
  mergeCommit: Commit | null;
  /** The base branch's tip just before the merge. */
  mergedBaseOid: string | null;
  readonly requestedReviewers: (User | Team)[];
  /** Issues linked by hand or through a branch, besides those that the closing words name. */
  readonly links: Issue[];
};

export type Item = Issue | PullRequest;

export type Comment = Identity &
  Writing & {
    readonly kind: 'IssueComment';
    readonly item: Item;
    minimized: string | null;
    deleted: boolean;
  };

export type Review = Identity &
  Writing & {
    readonly kind: 'PullRequestReview';
    readonly item: PullRequest;
    readonly state: 'approved' | 'changes_requested' | 'commented';
    readonly oid: string;
  };

/** A comment on a line of what a pull request changes; a review is what it was made with. */
export type Remark = Identity &
  Writing & {
    readonly kind: 'PullRequestReviewComment';
    readonly item: PullRequest;
    readonly review: Review;
    readonly path: string;
    readonly line: number;
    readonly oid: string;
    readonly inReplyTo: Remark | null;
    minimized: string | null;
  };

type EventDetails = {
  labeled: { readonly label: Label; readonly placed: { readonly name: string; readonly color: string } };
  unlabeled: { readonly label: Label; readonly placed: { readonly name: string; readonly color: string } };
  assigned: { readonly assignee: User };
  unassigned: { readonly assignee: User };
  closed: { readonly closer: PullRequest | Commit | null; readonly stateReason: StateReason | null };
  reopened: {};
  renamed: { readonly from: string; readonly to: string };
  'cross-referenced': { readonly source: Item };
  connected: { readonly source: Item };
  disconnected: { readonly source: Item };
  comment_deleted: { readonly author: Actor };
  merged: { readonly commit: Commit };
  head_ref_force_pushed: { readonly before: string; readonly after: string };
  head_ref_deleted: {};
  base_ref_changed: { readonly from: string; readonly to: string };
  committed: { readonly commit: Commit };
  referenced: { readonly commit: Commit };
  review_requested: { readonly reviewer: User | Team };
  review_request_removed: { readonly reviewer: User | Team };
  convert_to_draft: {};
  ready_for_review: {};
  locked: {};
  unlocked: {};
  pinned: {};
  unpinned: {};
  transferred: { readonly from: Repository };
  marked_as_duplicate: { readonly canonical: Issue };
  added_to_merge_queue: {};
  removed_from_merge_queue: { readonly reason: string };
  sub_issue_added: { readonly other: Issue };
  sub_issue_removed: { readonly other: Issue };
  parent_issue_added: { readonly other: Issue };
  parent_issue_removed: { readonly other: Issue };
};

export type EventType = keyof EventDetails;

export type EventOf<T extends EventType> = {
  [K in T]: Identity & {
    readonly kind: 'Event';
    readonly type: K;
    readonly item: Item;
    readonly actor: Actor;
    readonly at: number;
    readonly app: App | null;
  } & EventDetails[K];
}[T];

export type DetailsOf<T extends EventType> = EventDetails[T];
export type Event = EventOf<EventType>;

export type TimelineEntry = Event | Comment | Review;
