/** Mutations of comments and reactions. */
import type {
  AddCommentInput,
  AddReactionInput,
  DeleteIssueCommentInput,
  MinimizeCommentInput,
  RemoveReactionInput,
  UnminimizeCommentInput,
  UpdateIssueCommentInput,
} from '@octokit/graphql-schema';
import {
  comment,
  deleteComment,
  editComment,
  minimizeComment,
  react,
  unminimizeComment,
  unreact,
} from '../../actions/index.ts';
import type { ReactionContent } from '../../model/index.ts';
import { edgeOf } from '../connection.ts';
import type { Context, Fields } from '../context.ts';
import { reactionGroups, reactionNames } from '../types/writing.ts';
import { findNodeOf } from '../visible.ts';

/** What people can react to (GitHub: the interface `Reactable`), as far as it is played. */
const reactable = [
  'Issue',
  'PullRequest',
  'IssueComment',
  'PullRequestReview',
  'PullRequestReviewComment',
] as const;

type Input<I> = { readonly input: I };

function contentOf(name: string): ReactionContent {
  const found = Object.entries(reactionNames).find(([, one]) => one === name);
  if (found === undefined) throw new Error(`no reaction ${name}`);
  return found[0] as ReactionContent;
}

const commentOf = ({ world, viewer }: Context, id: string) => findNodeOf(world, viewer, id, ['IssueComment']);
const hideableOf = ({ world, viewer }: Context, id: string) =>
  findNodeOf(world, viewer, id, ['IssueComment', 'PullRequestReviewComment']);

export const commentMutations: Fields<unknown> = {
  addComment: (_, { input }: Input<AddCommentInput>, { world, viewer }) => {
    const subject = findNodeOf(world, viewer, input.subjectId, ['Issue', 'PullRequest']);
    const made = comment(world, viewer, subject, input.body);
    const comments = subject.timeline.filter((entry) => entry.kind === 'IssueComment');
    return {
      clientMutationId: input.clientMutationId ?? null,
      subject,
      commentEdge: edgeOf(made, comments.length - 1),
      timelineEdge: edgeOf(made, subject.timeline.length - 1),
    };
  },
  updateIssueComment: (_, { input }: Input<UpdateIssueCommentInput>, context) => {
    const issueComment = commentOf(context, input.id);
    editComment(context.world, context.viewer, issueComment, input.body);
    return { clientMutationId: input.clientMutationId ?? null, issueComment };
  },
  deleteIssueComment: (_, { input }: Input<DeleteIssueCommentInput>, context) => {
    deleteComment(context.world, context.viewer, commentOf(context, input.id));
    return { clientMutationId: input.clientMutationId ?? null };
  },
  minimizeComment: (_, { input }: Input<MinimizeCommentInput>, context) => {
    const minimizedComment = hideableOf(context, input.subjectId);
    minimizeComment(
      context.world,
      context.viewer,
      minimizedComment,
      input.classifier.toLowerCase().replaceAll('_', '-'),
    );
    return { clientMutationId: input.clientMutationId ?? null, minimizedComment };
  },
  unminimizeComment: (_, { input }: Input<UnminimizeCommentInput>, context) => {
    const unminimizedComment = hideableOf(context, input.subjectId);
    unminimizeComment(context.world, context.viewer, unminimizedComment);
    return { clientMutationId: input.clientMutationId ?? null, unminimizedComment };
  },
  addReaction: (_, { input }: Input<AddReactionInput>, { world, viewer }) => {
    const subject = findNodeOf(world, viewer, input.subjectId, reactable);
    const { reaction } = react(world, viewer, subject, contentOf(input.content));
    return {
      clientMutationId: input.clientMutationId ?? null,
      subject,
      reaction,
      reactionGroups: reactionGroups(subject),
    };
  },
  removeReaction: (_, { input }: Input<RemoveReactionInput>, { world, viewer }) => {
    const subject = findNodeOf(world, viewer, input.subjectId, reactable);
    const reaction = unreact(world, viewer, subject, contentOf(input.content));
    return {
      clientMutationId: input.clientMutationId ?? null,
      subject,
      reaction,
      reactionGroups: reactionGroups(subject),
    };
  },
};
