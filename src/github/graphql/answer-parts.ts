/** The parts that answers of GitHub's GraphQL API are made of, as far as Baton reads them. Everything else is let through unread. */
import { z } from 'zod';

import type { editLists } from './fragments.ts';

/** A page of a connection: its nodes, those that could not be read left out, and where the next one starts. */
export type Page<T> = {
  readonly nodes: readonly T[];
  readonly missing: number;
  readonly next: string | null;
  /** The cursor of each node; empty where they were not asked for, or a node is missing. */
  readonly cursors: readonly string[];
};

export function page<T extends z.ZodType>(node: T) {
  return z
    .object({
      nodes: z.array(node.nullable()).nullish(),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      edges: z.array(z.object({ cursor: z.string() }).nullable()).nullish(),
    })
    .nullable()
    .transform((connection): Page<z.output<T>> => {
      const all = connection?.nodes ?? [];
      const nodes = all.filter((each) => each !== null) as z.output<T>[];
      const next = connection?.pageInfo.hasNextPage === true ? connection.pageInfo.endCursor : null;
      const edges = (connection?.edges ?? []).flatMap((edge) => edge?.cursor ?? []);
      const cursors = edges.length === nodes.length ? edges : [];
      return { nodes, missing: all.length - nodes.length, next, cursors };
    });
}

/** As `page`, with how many nodes there are in all. */
export function counted<T extends z.ZodType>(node: T) {
  return z
    .object({ totalCount: z.number() })
    .loose()
    .transform((connection, context) => {
      const read = page(node).safeParse(connection);
      if (read.success) return { ...read.data, totalCount: connection.totalCount };
      context.addIssue(read.error.issues[0]?.message ?? 'is no page');
      return z.NEVER;
    });
}

export const time = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) context.addIssue(`"${text}" is no time`);
  return at;
});

/** `databaseId`: what REST calls the account's id; people and bots have one. */
const account = { kind: z.string(), login: z.string(), databaseId: z.number().nullish() };
export const who = z.object(account).nullable();
const happened = { id: z.string(), createdAt: time, actor: who };
const label = z
  .object({ name: z.string(), createdAt: time.nullable(), updatedAt: time.nullable() })
  .nullable();
const assignee = z.object(account).nullable();

const comment = {
  kind: z.literal('IssueComment'),
  id: z.string(),
  createdAt: time,
  author: who,
  body: z.string(),
  url: z.string(),
  lastEditedAt: time.nullable(),
  editor: who,
  isMinimized: z.boolean(),
  minimizedReason: z.string().nullable(),
  reactionGroups: z.array(z.object({ content: z.string(), viewerHasReacted: z.boolean() })).nullable(),
};
export const recentComment = z.object({ ...comment, updatedAt: time });

/** `submittedAt` null: only its author sees it yet. */
const review = z.object({
  kind: z.literal('PullRequestReview'),
  id: comment.id,
  createdAt: time,
  submittedAt: time.nullable(),
  author: who,
  body: z.string(),
  url: z.string(),
  lastEditedAt: time.nullable(),
  editor: who,
  reactionGroups: comment.reactionGroups,
});

const { kind: _, ...written } = comment;
const oneRemark = z.object({
  ...written,
  /** `PENDING`: only its author sees it yet. */
  state: z.string(),
  pullRequest: z.object({ id: z.string() }),
  pullRequestReview: z.object({ submittedAt: time.nullable() }).nullable(),
});
/** null: it is gone, or is none. */
export const remarks = z.array(z.union([oneRemark, z.strictObject({}).transform(() => null)]).nullable());

/** One end of a link that was made by hand. */
const end = z
  .union([
    z.object({
      kind: z.literal('Issue'),
      number: z.number(),
      repository: z.object({ nameWithOwner: z.string() }),
    }),
    z.object({ kind: z.string() }).transform(() => null),
  ])
  .nullable();

const timelineItem = z.union([
  z.object({ kind: z.enum(['LabeledEvent', 'UnlabeledEvent']), ...happened, label }),
  z.object({ kind: z.enum(['AssignedEvent', 'UnassignedEvent']), ...happened, assignee }),
  z.object({
    kind: z.literal('ClosedEvent'),
    ...happened,
    stateReason: z.string().nullable(),
    closer: z
      .union([
        z.object({
          kind: z.literal('PullRequest'),
          id: z.string().optional(),
          number: z.number(),
          url: z.string(),
          repository: z.object({ nameWithOwner: z.string(), visibility: z.string() }).optional(),
        }),
        z.object({ kind: z.string() }),
      ])
      .nullable(),
  }),
  z.object({ kind: z.literal('ReopenedEvent'), ...happened }),
  z.object({ kind: z.enum(['ConnectedEvent', 'DisconnectedEvent']), ...happened, subject: end, source: end }),
  z.object({
    kind: z.literal('BaseRefChangedEvent'),
    ...happened,
    previousRefName: z.string(),
    currentRefName: z.string(),
  }),
  z.object({
    kind: z.literal('AutomaticBaseChangeSucceededEvent'),
    ...happened,
    oldBase: z.string(),
    newBase: z.string(),
  }),
  z.object({
    kind: z.literal('RenamedTitleEvent'),
    ...happened,
    previousTitle: z.string(),
    currentTitle: z.string(),
  }),
  z.object(comment),
  review,
]);

const known = new Set([
  'LabeledEvent',
  'UnlabeledEvent',
  'AssignedEvent',
  'UnassignedEvent',
  'ClosedEvent',
  'ReopenedEvent',
  'RenamedTitleEvent',
  'IssueComment',
  'PullRequestReview',
  'ConnectedEvent',
  'DisconnectedEvent',
  'BaseRefChangedEvent',
  'AutomaticBaseChangeSucceededEvent',
]);
/** Kinds of events that GitHub may add are passed over; a known one that does not fit is an error. */
export const anyTimelineItem = z.union([
  timelineItem,
  z
    .object({ kind: z.string().refine((name) => !known.has(name)) })
    .transform(() => ({ kind: 'Other' as const })),
]);

export const edit = z.object({
  id: z.string(),
  editedAt: time,
  editor: who,
  diff: z.string().nullable(),
  deletedAt: z.string().nullable(),
});

/** Of an edit that is kept; null: it is gone altogether. */
const editThere = z.union([
  z.object({ id: z.string(), deletedAt: z.string().nullable() }),
  z.strictObject({}).transform(() => null),
]);
const someThere = z.array(editThere.nullable()).optional();
/** By the lists of ids that were asked for. */
export const editsThere = {
  edits0: someThere,
  edits1: someThere,
  edits2: someThere,
  edits3: someThere,
  edits4: someThere,
  edits5: someThere,
} satisfies Record<(typeof editLists)[number], unknown>;

export const run = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  title: z.string().nullable(),
  summary: z.string().nullable(),
  startedAt: time.nullable(),
});
const push = z
  .object({ previousSha: z.string().nullable(), nextSha: z.string().nullable(), pusher: who })
  .nullable();
/** What was pushed of a pull request's commits, oldest first. */
export const pushes = z.object({
  headRefOid: z.string(),
  commits: z.object({
    totalCount: z.number(),
    nodes: z
      .array(
        z
          .object({
            commit: z.object({
              oid: z.string(),
              checkSuites: z.object({ nodes: z.array(z.object({ push }).nullable()).nullable() }).nullable(),
            }),
          })
          .nullable(),
      )
      .nullable(),
  }),
});

export const suite = z.object({
  id: z.string(),
  createdAt: time,
  app: z.object({ databaseId: z.number().nullable() }).nullable(),
  push: push.optional(),
  checkRuns: page(run),
});
/** The pull requests that a commit is in. */
const pullsOfCommit = z.object({
  nodes: z
    .array(
      z
        .object({
          number: z.number(),
          state: z.string(),
          headRefOid: z.string(),
          repository: z.object({ nameWithOwner: z.string() }),
        })
        .nullable(),
    )
    .nullable(),
});
export const commit = z.object({
  id: z.string(),
  oid: z.string(),
  checkSuites: page(suite),
  /** Of the head of the one that is looked at alone. */
  associatedPullRequests: pullsOfCommit.nullish(),
});

export const named = z.object({ id: z.string(), name: z.string() });
export const inRepository = z.object({ nameWithOwner: z.string() });
/** With who can read it. */
const readRepository = inRepository.extend({ visibility: z.string() });
export const link = z.object({ id: z.string(), number: z.number(), repository: readRepository });
export const branch = z.object({
  ref: z.object({ name: z.string(), repository: readRepository }).nullable(),
});

const item = {
  id: z.string(),
  number: z.number(),
  url: z.string(),
  title: z.string(),
  createdAt: time,
  updatedAt: time,
  author: who,
  repository: readRepository,
  labels: page(named),
  locked: z.boolean(),
};

/** The files of a pull request's own changes: the first of them. `changeType` RENAMED: it was called otherwise before. */
const files = z.object({
  nodes: z.array(z.object({ path: z.string(), changeType: z.string() }).nullable()).nullable(),
  pageInfo: z.object({ hasNextPage: z.boolean() }),
});

export const pull = z.object({
  ...item,
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  mergedAt: time.nullable(),
  mergedBy: who,
  headRefOid: z.string(),
  /** Of the one that is looked at alone. */
  headRefName: z.string().optional(),
  files: files.nullish(),
  isCrossRepository: z.boolean(),
  baseRefName: z.string(),
  baseRefOid: z.string(),
  body: z.string(),
  lastEditedAt: time.nullable(),
  includesCreatedEdit: z.boolean(),
  editor: who,
  repository: readRepository.extend({ defaultBranchRef: z.object({ name: z.string() }).nullable() }),
  userContentEdits: page(edit),
  closingIssuesReferences: page(link),
  timelineItems: page(anyTimelineItem),
  commits: z.object({
    totalCount: z.number().optional(),
    nodes: z.array(z.object({ commit }).nullable()).nullable(),
  }),
});

export const part = z.object({
  id: z.string(),
  number: z.number(),
  state: z.enum(['OPEN', 'CLOSED']),
  stateReason: z.string().nullable(),
  closedAt: time.nullable(),
  repository: readRepository.extend({ isArchived: z.boolean() }),
});
export const move = z.object({
  kind: z.enum(['SubIssueAddedEvent', 'SubIssueRemovedEvent']),
  createdAt: time,
  subIssue: part.nullable(),
});
export const divided = {
  subIssues: page(part),
  subIssuesSummary: z.object({ total: z.number() }),
  moves: page(move),
};

export const story = z.object({
  ...item,
  body: z.string(),
  state: z.enum(['OPEN', 'CLOSED']),
  stateReason: z.string().nullable(),
  lastEditedAt: time.nullable(),
  includesCreatedEdit: z.boolean(),
  editor: who,
  assignees: page(z.object({ ...account, id: z.string() })),
  linkedBranches: page(branch),
  userContentEdits: page(edit),
  closedByPullRequestsReferences: page(pull),
  timelineItems: page(anyTimelineItem),
  recent: counted(recentComment).optional(),
  subIssues: divided.subIssues.optional(),
  subIssuesSummary: divided.subIssuesSummary.optional(),
  moves: divided.moves.optional(),
});

export const blob = z
  .object({
    oid: z.string().optional(),
    text: z.string().nullish(),
    isTruncated: z.boolean().optional(),
    isBinary: z.boolean().nullish(),
  })
  .nullable();

export const fileCommit = z.object({
  committedDate: time,
  /** null: the commit took the file away. */
  file: z.object({ name: z.string() }).nullable().optional(),
  associatedPullRequests: z
    .object({ nodes: z.array(z.object({ mergedAt: time.nullable() }).nullable()).nullable() })
    .nullish(),
});

export const facts = {
  id: z.string(),
  nameWithOwner: z.string(),
  url: z.string(),
  visibility: z.string(),
  defaultBranchRef: z.object({ name: z.string() }).nullable(),
  policy: blob,
  policyYaml: blob.optional(),
  labels: page(named).optional(),
};

const entry = z.object({ id: z.string(), by: who });
const someOf = <T extends z.ZodType>(node: T) =>
  z.object({ nodes: z.array(node.nullable()).nullable() }).nullable();
/** What happened last on an issue or a pull request; null: it is gone, or may not be read. */
export const lately = z.union([
  z.object({
    id: z.string(),
    locked: z.boolean(),
    lastEditedAt: time.nullable(),
    /** Of a pull request. */
    pullState: z.string().optional(),
    headRefOid: z.string().optional(),
    userContentEdits: someOf(z.object({ id: z.string(), deletedAt: z.string().nullable() })),
    timelineItems: z.object({
      nodes: z.array(entry.nullable()).nullable(),
      pageInfo: z.object({ hasPreviousPage: z.boolean() }),
    }),
    comments: someOf(z.object({ id: z.string(), lastEditedAt: time.nullable(), editor: who })),
  }),
  z.object({}).transform(() => null),
]);

export const changed = z.object({ number: z.number(), updatedAt: time });

export const textOnly = z.object({ text: z.string().nullish() }).nullable();
/** A team, and what it may do in the repositories of a name. */
export const teamThere = z.object({
  slug: z.string(),
  parentTeam: z.object({ slug: z.string() }).nullable(),
  repositories: z.object({
    edges: z
      .array(
        z
          .object({
            permission: z.enum(['READ', 'TRIAGE', 'WRITE', 'MAINTAIN', 'ADMIN']),
            node: inRepository,
          })
          .nullable(),
      )
      .nullable(),
  }),
});
