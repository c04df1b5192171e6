import { comment, deleteComment, editComment, minimizeComment, react, unminimizeComment, unreact, } from '../../actions/index.js';
import { edgeOf } from '../connection.js';
import { reactionGroups, reactionNames } from '../types/writing.js';
import { findNodeOf } from '../visible.js';
function contentOf(name) {
    const found = Object.entries(reactionNames).find(([, one]) => one === name);
    if (found === undefined)
        throw new Error(`no reaction ${name}`);
    return found[0];
}
const commentOf = ({ world, viewer }, id) => findNodeOf(world, viewer, id, ['IssueComment']);
const hideableOf = ({ world, viewer }, id) => findNodeOf(world, viewer, id, ['IssueComment', 'PullRequestReviewComment']);
export const commentMutations = {
    addComment: (_, { input }, { world, viewer }) => {
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
    updateIssueComment: (_, { input }, context) => {
        const issueComment = commentOf(context, input.id);
        editComment(context.world, context.viewer, issueComment, input.body);
        return { clientMutationId: input.clientMutationId ?? null, issueComment };
    },
    deleteIssueComment: (_, { input }, context) => {
        deleteComment(context.world, context.viewer, commentOf(context, input.id));
        return { clientMutationId: input.clientMutationId ?? null };
    },
    minimizeComment: (_, { input }, context) => {
        const minimizedComment = hideableOf(context, input.subjectId);
        minimizeComment(context.world, context.viewer, minimizedComment, input.classifier.toLowerCase().replaceAll('_', '-'));
        return { clientMutationId: input.clientMutationId ?? null, minimizedComment };
    },
    unminimizeComment: (_, { input }, context) => {
        const unminimizedComment = hideableOf(context, input.subjectId);
        unminimizeComment(context.world, context.viewer, unminimizedComment);
        return { clientMutationId: input.clientMutationId ?? null, unminimizedComment };
    },
    addReaction: (_, { input }, { world, viewer }) => {
        const subject = findNodeOf(world, viewer, input.subjectId, [
            'Issue',
            'PullRequest',
            'IssueComment',
            'PullRequestReview',
            'PullRequestReviewComment',
        ]);
        const { reaction } = react(world, viewer, subject, contentOf(input.content));
        return {
            clientMutationId: input.clientMutationId ?? null,
            subject,
            reaction,
            reactionGroups: reactionGroups(subject),
        };
    },
    removeReaction: (_, { input }, { world, viewer }) => {
        const subject = findNodeOf(world, viewer, input.subjectId, [
            'Issue',
            'PullRequest',
            'IssueComment',
            'PullRequestReview',
            'PullRequestReviewComment',
        ]);
        const reaction = unreact(world, viewer, subject, contentOf(input.content));
        return {
            clientMutationId: input.clientMutationId ?? null,
            subject,
            reaction,
            reactionGroups: reactionGroups(subject),
        };
    },
};
