/** What GitHub's GraphQL API answers, as far as Baton reads it. */
import { z } from 'zod';

import { permissions } from '../../policy/index.ts';
import {
  anyTimelineItem,
  blob,
  branch,
  changed,
  commit,
  counted,
  divided,
  edit,
  editsThere,
  facts,
  fileCommit,
  inRepository,
  lately,
  link,
  move,
  named,
  page,
  part,
  pull,
  pushes,
  recentComment,
  remarks,
  run,
  story,
  suite,
  teamThere,
  textOnly,
  time,
  type who,
} from './answer-parts.ts';

export type { Page } from './answer-parts.ts';

/** The answers to the documents of the same names. */
const revisions = z
  .object({ nodes: z.array(edit.pick({ editedAt: true, editor: true, diff: true }).nullable()).nullable() })
  .nullish();

/** A pull request, by what may name issues elsewhere. */
const called = z
  .object({ id: z.string(), title: z.string(), headRefName: z.string(), body: z.string().optional() })
  .transform(({ id, title, headRefName: branch, body = '' }) => ({ id, title, branch, body }));

export const answers = {
  subIssuesOf: z.object({
    nodes: z.array(z.object({ id: z.string(), ...divided }).nullable()),
  }),
  remarksById: z.object({ remarks }),
  formerPulls: z.object({
    nodes: z.array(z.union([pull, z.object({}).transform(() => null)]).nullable()),
  }),
  editsThere: z.object(editsThere),
  observeIssue: z.looseObject({
    ...editsThere,
    repository: z.object({ ...facts, issue: story.nullable() }).nullable(),
    remarks: remarks.optional(),
  }),
  observePullRequest: z.looseObject({
    ...editsThere,
    remarks: remarks.optional(),
    repository: z
      .object({
        ...facts,
        group: z.union([commit, z.object({}).transform(() => null)]).nullish(),
        pullRequest: pull
          .extend({
            stories: page(story),
            mergeQueueEntry: z.object({ headCommit: z.object({ oid: z.string() }).nullable() }).nullable(),
          })
          .nullable(),
      })
      .nullable(),
  }),
  readRepository: z.object({
    repository: z
      .object({
        ...facts,
        isArchived: z.boolean(),
        head: z.object({ target: z.object({ oid: z.string() }).nullable() }).nullish(),
      })
      .nullable(),
  }),
  commitChecks: z.object({
    repository: z
      .object({ commit: z.union([commit, z.object({}).transform(() => null)]).nullable() })
      .nullable(),
  }),
  /** Of `fileCommits` and of `fileLife`. */
  fileCommits: z.object({
    repository: z
      .object({
        defaultBranchRef: z
          .object({
            target: z
              .object({ history: z.object({ nodes: z.array(fileCommit.nullable()).nullable() }).optional() })
              .nullable(),
          })
          .nullable(),
      })
      .nullable(),
  }),
  labelNow: z.object({
    label: z.object({ id: z.string().optional(), name: z.string().optional() }).nullable(),
    repository: z.object({ label: named.nullish() }).nullable(),
  }),
  ownerPolicy: z.object({
    repository: inRepository.extend({ policy: blob, policyYaml: blob.optional() }).nullable(),
  }),
  basePolicy: z.object({
    repository: inRepository.extend({ id: z.string(), visibility: z.string(), policy: blob }).nullable(),
  }),
  pushesOf: z.object({ node: z.union([pushes, z.object({}).transform(() => null)]).nullable() }),
  /** Of `firstTexts` and of `ownTexts`. */
  firstTexts: z.object({
    nodes: z.array(z.object({ id: z.string().optional(), one: revisions, other: revisions }).nullable()),
  }),
  openItems: z.object({
    repository: z
      .object({
        issues: page(changed.extend({ assignees: z.object({ totalCount: z.number() }) })).optional(),
        pullRequests: page(changed).optional(),
        closed: page(z.object({ number: z.number(), closedAt: time.nullable() })).optional(),
      })
      .nullable(),
  }),
  closingPulls: z.object({
    repository: z
      .object({
        issue: z
          .object({
            closedByPullRequestsReferences: page(
              z.object({ number: z.number(), repository: z.object({ nameWithOwner: z.string() }) }),
            ),
          })
          .nullable(),
      })
      .nullable(),
  }),
  surroundings: z.object({
    repository: z
      .object({
        visibility: z.string(),
        owner: z.object({
          kind: z.string(),
          login: z.string(),
          teams: z.object({ nodes: z.array(teamThere.nullable()).nullable() }).optional(),
        }),
        labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()).nullable() }).nullable(),
        github: textOnly,
        root: textOnly,
        docs: textOnly,
      })
      .nullable(),
  }),
  issuesToTry: z.object({
    repository: z
      .object({ open: counted(changed).optional(), closed: counted(changed).optional() })
      .nullable(),
  }),
  openPullNames: z.object({
    repository: z
      .object({
        pullRequests: z.object({
          nodes: z.array(
            z
              .object({ title: z.string(), headRefName: z.string(), body: z.string() })
              .transform(({ title, headRefName: branch, body }) => ({ title, branch, body })),
          ),
        }),
      })
      .nullable(),
  }),
  pullsByName: z.object({
    repository: z.object({ open: counted(called).optional(), merged: counted(called).optional() }).nullable(),
  }),
  changedItems: z.object({
    repository: z
      .object({
        id: z.string(),
        isArchived: z.boolean(),
        issues: page(changed).optional(),
        pullRequests: page(changed).optional(),
      })
      .nullable(),
    known: z.array(lately.nullable()),
  }),
  labelsByName: z.object({ node: z.record(z.string(), named.nullable()).nullable() }),
  usersByLogin: z.record(z.string(), z.object({ id: z.string() }).nullable()),
  accountsByLogin: z.record(
    z.string(),
    z.object({ id: z.string(), databaseId: z.number().nullish(), login: z.string() }).nullable(),
  ),
  /** Each node is read by itself: what is wrong with one hides none of the others. */
  repositoriesSeen: z.object({ nodes: z.array(z.unknown()) }),
  repositorySeen: z.object({
    id: z.string(),
    nameWithOwner: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
    visibility: z
      .enum(['PUBLIC', 'INTERNAL', 'PRIVATE'])
      .transform((value) => value.toLowerCase() as 'public' | 'internal' | 'private'),
    /** An App has none. */
    viewerPermission: z
      .preprocess(
        (value) => (typeof value === 'string' ? value.toLowerCase() : value),
        z.enum(permissions).nullable(),
      )
      .catch(null),
  }),
  namesNow: z.object({
    nodes: z.array(
      z
        .object({
          id: z.string().optional(),
          login: z.string().optional(),
          slug: z.string().optional(),
          organization: z.object({ login: z.string() }).optional(),
        })
        .nullable(),
    ),
  }),
};

const nextPage = <T extends z.ZodType>(node: T) =>
  z.object({ node: z.object({ page: page(node) }).nullable() });

const resumed = z.object({
  node: z.object({ page: page(anyTimelineItem), recent: counted(recentComment) }).nullable(),
});

/** Of each timeline that is read with an item. */
export const resumedNode = z.object({
  id: z.string(),
  page: page(anyTimelineItem),
  recent: counted(recentComment),
});

/** The answers to the documents of `moreOf`. */
export const pages = {
  issueTimeline: nextPage(anyTimelineItem),
  resumed,
  recent: nextPage(recentComment),
  issueLabels: nextPage(named),
  assignees: nextPage(z.object({ kind: z.string(), id: z.string(), login: z.string() })),
  branches: nextPage(branch),
  edits: nextPage(edit),
  subIssues: nextPage(part),
  moves: nextPage(move),
  pulls: nextPage(pull),
  pullEdits: nextPage(edit),
  pullLabels: nextPage(named),
  links: nextPage(link),
  stories: nextPage(story),
  suites: nextPage(suite),
  runs: nextPage(run),
} as const;

export type WhoAnswer = z.output<typeof who>;
export type TimelineAnswer = z.output<typeof anyTimelineItem>;
export type LatelyAnswer = NonNullable<z.output<typeof lately>>;
export type LabelEventAnswer = Extract<TimelineAnswer, { kind: 'LabeledEvent' | 'UnlabeledEvent' }>;
export type CommentAnswer = Extract<TimelineAnswer, { kind: 'IssueComment' }>;
export type ReviewAnswer = Extract<TimelineAnswer, { kind: 'PullRequestReview' }>;
export type RemarkAnswer = NonNullable<z.output<typeof remarks>[number]>;
export type RecentAnswer = z.output<typeof recentComment>;
export type Recent = NonNullable<StoryAnswer['recent']>;
const division = z.object(divided);
export type DividedAnswer = z.output<typeof division>;
export type BranchAnswer = z.output<typeof branch>;
export type PartAnswer = z.output<typeof part>;
export type MoveAnswer = z.output<typeof move>;
const edits = z.object(editsThere);
export type EditsThere = z.output<typeof edits>;
export type EditAnswer = z.output<typeof edit>;
export type RunAnswer = z.output<typeof run>;
export type CommitAnswer = z.output<typeof commit>;
export type PushAnswer = NonNullable<z.output<typeof suite>['push']>;
export type PullAnswer = z.output<typeof pull>;
export type StoryAnswer = z.output<typeof story>;
export type FileCommit = z.output<typeof fileCommit>;
export type BlobAnswer = z.output<typeof blob>;
