/** Timelines of issues and pull requests → moments. */
import type { CloseReason } from '../../policy/index.ts';
import { visibilityOf, type Moment, type MomentOf } from '../../handoff/index.ts';
import { actorOf, ghost } from './actor.ts';
import type {
  CommentAnswer,
  LabelEventAnswer,
  RemarkAnswer,
  ReviewAnswer,
  TimelineAnswer,
} from '../graphql/index.ts';

/** What is known beside the timeline itself. */
export type Known = {
  /** Remarks on lines of code that are read, by the id of the pull request. */
  readonly remarks: ReadonlyMap<string, readonly RemarkAnswer[]>;
  /** Baton's own login, `name[bot]`. */
  readonly self: string;
  /** What labels were called when they were put on or taken off, by event; null: nobody knows. */
  readonly labelNames: ReadonlyMap<string, string | null>;
  /** First texts of edited comments, and what Baton wrote of its own that others edited, by comment. */
  readonly firstTexts: ReadonlyMap<string, string>;
  /** Label events that the timeline did not tell of, by the item's id. */
  readonly added: ReadonlyMap<string, readonly LabelEventAnswer[]>;
};

/** The moments of a timeline, in its order. `of`: whose it is; the title of a pull request is no text that is approved. */
export function momentsOf(
  timeline: readonly TimelineAnswer[],
  known: Known,
  of: 'issue' | 'pull-request',
): readonly Moment[] {
  return timeline.flatMap((item) => {
    if (item.kind === 'RenamedTitleEvent' && of === 'pull-request')
      return { kind: 'retitled' as const, ...happened(item, known), title: item.currentTitle };
    return momentOf(item, known) ?? [];
  });
}

function momentOf(item: TimelineAnswer, known: Known): Moment | null {
  switch (item.kind) {
    case 'Other':
      return null;
    case 'LabeledEvent':
    case 'UnlabeledEvent': {
      const label = known.labelNames.get(item.id) ?? null;
      const kind = item.kind === 'LabeledEvent' ? 'labeled' : 'unlabeled';
      return label === null ? null : { kind, ...happened(item, known), label };
    }
    case 'AssignedEvent':
    case 'UnassignedEvent': {
      const kind = item.kind === 'AssignedEvent' ? 'assigned' : 'unassigned';
      return { kind, ...happened(item, known), assignee: actorOf(item.assignee, known.self) };
    }
    case 'ClosedEvent': {
      const { closer, stateReason } = item;
      return {
        kind: 'closed',
        ...happened(item, known),
        reason: closeReasonOf(stateReason),
        through: throughOf(closer?.kind ?? null),
        ...(closer !== null && 'number' in closer ? { pullRequest: closingPull(closer) } : {}),
      };
    }
    case 'ReopenedEvent':
      return { kind: 'reopened', ...happened(item, known) };
    case 'RenamedTitleEvent':
      return {
        kind: 'edited',
        ...happened(item, known),
        title: item.currentTitle,
        body: null,
        lost: false,
      };
    case 'ConnectedEvent':
    case 'DisconnectedEvent': {
      const issue = item.subject ?? item.source;
      if (issue === null) return null;
      const kind = item.kind === 'ConnectedEvent' ? 'linked' : 'unlinked';
      const { number, repository } = issue;
      const named = { tracker: 'github', repository: repository.nameWithOwner, number } as const;
      return { kind, ...happened(item, known), issue: named };
    }
    case 'BaseRefChangedEvent': {
      const { previousRefName: from, currentRefName: to } = item;
      return { kind: 'retargeted', ...happened(item, known), from, to };
    }
    case 'AutomaticBaseChangeSucceededEvent':
      return { kind: 'retargeted', ...happened(item, known), from: item.oldBase, to: item.newBase };
    case 'IssueComment':
      return commentOf(item, known);
    case 'PullRequestReview':
      return reviewOf(item, known);
    default:
      return item satisfies never;
  }
}

type Hidden = 'isMinimized' | 'minimizedReason';
/** What somebody wrote, in a comment or with a review. Whether a review was hidden is not asked: not every GitHub tells. */
type Written = Omit<CommentAnswer, 'kind' | Hidden> & Partial<Pick<CommentAnswer, Hidden>>;

type Happened = Pick<LabelEventAnswer, 'id' | 'createdAt' | 'actor'>;

function happened({ id, createdAt, actor }: Happened, { self }: Known): Pick<Moment, 'id' | 'at' | 'by'> {
  return { id, at: createdAt, by: actorOf(actor, self) };
}

/** True for a comment of Baton's that somebody else edited last. */
export const isOthersEditOfOwn = (
  { author, editor, lastEditedAt }: Pick<Written, 'author' | 'editor' | 'lastEditedAt'>,
  self: string,
): boolean => lastEditedAt !== null && actorOf(author, self).self && !actorOf(editor, self).self;

function commentOf(comment: Written, { self, firstTexts }: Known): MomentOf<'commented'> {
  const edited = comment.lastEditedAt !== null;
  return {
    kind: 'commented',
    id: comment.id,
    at: comment.createdAt,
    by: actorOf(comment.author, self),
    // What is not known to be Baton's is not taken for its words.
    original:
      (edited ? firstTexts.get(comment.id) : undefined) ??
      (isOthersEditOfOwn(comment, self) ? '' : comment.body),
    text: comment.body,
    editedBy: edited ? (comment.editor === null ? ghost : actorOf(comment.editor, self)) : null,
    url: comment.url,
    ...calledThere(self),
    ...(comment.isMinimized === true ? { hiddenAs: (comment.minimizedReason ?? '').toLowerCase() } : {}),
    ...reactionOf(comment),
  };
}

/** What was written with a review, as a comment of when it was submitted; null: nothing was, or nobody else sees it yet. */
function reviewOf(review: ReviewAnswer, known: Known): MomentOf<'commented'> | null {
  const { submittedAt, body, lastEditedAt } = review;
  if (submittedAt === null || (body === '' && lastEditedAt === null)) return null;
  return { ...commentOf({ ...review, createdAt: submittedAt }, known), isReview: true };
}

/** Remarks on lines of code, as comments of when the reviews that they belong to were submitted; in their order. */
export function remarksAsMoments(
  remarks: readonly RemarkAnswer[],
  known: Known,
): readonly MomentOf<'commented'>[] {
  return remarks
    .map((remark) => {
      const submittedAt = remark.pullRequestReview?.submittedAt ?? remark.createdAt;
      return commentOf({ ...remark, createdAt: Math.max(remark.createdAt, submittedAt) }, known);
    })
    .sort((one, other) => one.at - other.at);
}

/** By which name people may speak to Baton. */
function calledThere(self: string): Pick<MomentOf<'commented'>, 'me'> {
  const me = self.toLowerCase().replace(/\[bot\]$/, '');
  return me === 'baton' ? {} : { me };
}

/** Baton's own reaction. A second one comes only where the first was followed by another outcome: the graver counts. */
function reactionOf({
  reactionGroups,
}: Pick<Written, 'reactionGroups'>): Pick<MomentOf<'commented'>, 'reacted' | 'reaction'> {
  const own = (reactionGroups ?? []).filter(({ viewerHasReacted }) => viewerHasReacted);
  if (own.length === 0) return { reacted: false };
  const isRefusal = own.some(({ content }) => content === 'CONFUSED');
  return { reacted: true, reaction: isRefusal ? 'refused' : 'done' };
}

/** Closing without a reason is closing as completed. */
export function closeReasonOf(reason: string | null): CloseReason {
  switch (reason) {
    case null:
      return 'completed';
    case 'NOT_PLANNED':
      return 'not_planned';
    case 'DUPLICATE':
      return 'duplicate';
    default:
      return 'completed';
  }
}

type Closer = {
  readonly id?: string | undefined;
  readonly number: number;
  readonly url: string;
  readonly repository?: { readonly nameWithOwner: string; readonly visibility: string } | undefined;
};

function closingPull({
  id,
  number,
  url,
  repository,
}: Closer): NonNullable<MomentOf<'closed'>['pullRequest']> {
  const known = { ...(id === undefined ? {} : { id }), number, url };
  if (repository === undefined) return known;
  const { nameWithOwner, visibility } = repository;
  return { ...known, repository: nameWithOwner, visibility: visibilityOf(visibility) };
}

function throughOf(closer: string | null): MomentOf<'closed'>['through'] {
  switch (closer) {
    case null:
      return 'person';
    case 'PullRequest':
      return 'pull-request';
    case 'Commit':
      return 'commit';
    default:
      return 'automation';
  }
}

/**
 * One order from two: each list keeps its own. Within one second, which is all that GitHub tells, the timeline comes
 * first and the edits of the body after it.
 */
export function merged(timeline: readonly Moment[], edits: readonly Moment[]): readonly Moment[] {
  const all: Moment[] = [];
  let next = 0;
  for (const moment of timeline) {
    for (let edit = edits[next]; edit !== undefined && edit.at < moment.at; edit = edits[next]) {
      all.push(edit);
      next += 1;
    }
    all.push(moment);
  }
  return [...all, ...edits.slice(next)];
}
