/**
 * A repository and all that it has: git's objects, issues and pull requests with what happened to them, checks. Plain data, in
 * one file because each of these knows the repository that it is in.
 */
import type { Actor, App, Identity, Organization, RoleName, Team, User } from './accounts.ts';
import type { CheckStatus, Conclusion, ReactionContent, StateReason } from './words.ts';

export type Repository = Identity & {
  readonly kind: 'Repository';
  readonly owner: User | Organization;
  name: string;
  private: boolean;
  archived: boolean;
  /** Interactions are limited to those who may write. */
  limited: boolean;
  readonly hasIssues: boolean;
  readonly createdAt: number;
  pushedAt: number;
  updatedAt: number;
  defaultBranch: string;
  readonly collaborators: Map<User, RoleName>;
  /** What was granted to teams. */
  readonly teams: Map<Team, RoleName>;
  readonly labels: Label[];
  readonly items: Map<number, Item>;
  nextNumber: number;
  /** Branch name → commit. */
  readonly branches: Map<string, Branch>;
  readonly commits: Map<string, Commit>;
  readonly blobs: Map<string, Blob>;
  readonly protections: Map<string, Protection>;
  readonly suites: CheckSuite[];
  readonly queues: Map<string, MergeQueue>;
};

export type Label = Identity & {
  readonly kind: 'Label';
  readonly repository: Repository;
  name: string;
  color: string;
  description: string | null;
  readonly createdAt: number;
  updatedAt: number;
  deleted: boolean;
};

export type Branch = Identity & {
  readonly kind: 'Ref';
  readonly repository: Repository;
  readonly name: string;
  oid: string;
};

export type Blob = {
  readonly kind: 'Blob';
  readonly nodeId: string;
  readonly repository: Repository;
  readonly oid: string;
  readonly bytes: Buffer;
};

/** Path → blob oid. */
export type Tree = ReadonlyMap<string, string>;

export type Commit = {
  readonly kind: 'Commit';
  readonly nodeId: string;
  readonly repository: Repository;
  readonly oid: string;
  readonly treeOid: string;
  readonly tree: Tree;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Actor;
  readonly at: number;
};

/** A check that must have passed before a merge; `app` pins it to the App that reports it. */
export type RequiredCheck = { readonly name: string; readonly app: App | null };

export type Protection = { readonly requiredChecks: readonly RequiredCheck[]; readonly mergeQueue: boolean };

/** Rules of a repository, or of an organization for some of its repositories, for the branches whose names fit. */
export type Ruleset = {
  readonly id: number;
  readonly name: string;
  readonly source: Repository | Organization;
  /** Only what is `active` applies. */
  readonly enforcement: 'active' | 'evaluate' | 'disabled';
  /** Names, with `*` and `**`, and `~DEFAULT_BRANCH` and `~ALL`. */
  readonly branches: readonly string[];
  /** Of an organization: for which repositories, by their names. */
  readonly repositories: 'all' | readonly string[];
  readonly requiredChecks: readonly RequiredCheck[];
};

export type MergeQueue = Identity & {
  readonly kind: 'MergeQueue';
  readonly repository: Repository;
  readonly branch: string;
  readonly entries: MergeQueueEntry[];
};

export type MergeQueueEntry = Identity & {
  readonly kind: 'MergeQueueEntry';
  readonly queue: MergeQueue;
  readonly pullRequest: PullRequest;
  readonly enqueuer: Actor;
  readonly enqueuedAt: number;
  readonly baseOid: string;
  readonly headOid: string;
  readonly headRef: string;
};

export type LinkedBranch = Identity & {
  readonly kind: 'LinkedBranch';
  readonly issue: Issue;
  readonly repository: Repository;
  readonly branch: string;
};

/** One revision of a body. The first edit makes two: the original and the new text. */
export type Edit = Identity & {
  readonly kind: 'UserContentEdit';
  readonly at: number;
  readonly editor: Actor;
  readonly text: string;
  /** When somebody deleted it from the history, and who; absent: nobody did. What it was is not shown any more. */
  deleted?: { readonly at: number; readonly by: Actor };
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

export type Annotation = {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title: string | null;
  readonly rawDetails: string | null;
};

/** A push that a suite was made for. `before`: null: the branch was new. */
export type Push = {
  readonly pusher: Actor;
  readonly before: string | null;
  readonly after: string;
};

export type CheckSuite = Identity & {
  readonly kind: 'CheckSuite';
  readonly repository: Repository;
  readonly app: App;
  readonly headOid: string;
  readonly headBranch: string | null;
  /** What it was made for; null: an App asked for it. */
  readonly push: Push | null;
  readonly createdAt: number;
  updatedAt: number;
  readonly runs: CheckRun[];
};

export type CheckRun = Identity & {
  readonly kind: 'CheckRun';
  readonly suite: CheckSuite;
  name: string;
  status: CheckStatus;
  conclusion: Conclusion | null;
  startedAt: number;
  completedAt: number | null;
  detailsUrl: string | null;
  externalId: string;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Annotation[];
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
