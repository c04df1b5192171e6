/** Repositories and what git keeps in them. Plain data. */
import type { App, Identity, Organization, RoleName, User, Actor } from './accounts.ts';
import type { CheckSuite } from './checks.ts';
import type { Issue, Item, PullRequest } from './items.ts';

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
