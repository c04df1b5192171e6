/** "Issue comments": the oldest first, unless asked otherwise. */
import { z } from 'zod';
import { addComment, deleteComment, editComment } from '../../actions/index.js';
import { JiraRefusal, NotPlayed } from '../../refusal.js';
import { may } from '../../rights.js';
import { showComment } from '../../show/index.js';
import { actor, created, input, issueOf, noContent, numberOf, ok, param, richText, writer, } from '../call.js';
const list = '/issue/{issueIdOrKey}/comment';
const one = `${list}/{id}`;
const words = z.strictObject({ body: z.unknown() });
function bodyOf(call) {
    const { body } = input(call, words);
    return richText(call, body, new JiraRefusal(400, [], { comment: 'Comment body is not valid!' }));
}
function commentOf(call, issue) {
    const id = param(call, 'id');
    const comment = issue.comments.find((each) => each.id === id);
    if (comment === undefined)
        throw new JiraRefusal(404, `Can not find a comment for the id: ${id}.`);
    return comment;
}
export const commentRoutes = {
    [`GET ${list}`]: {
        scope: 'read:jira-work',
        anonymous: true,
        query: ['startAt', 'maxResults', 'orderBy'],
        handler: (call) => {
            const issue = issueOf(call);
            const order = call.query.get('orderBy') ?? 'created';
            if (!['created', '+created', '-created'].includes(order))
                throw new NotPlayed(`orderBy=${order}`);
            const comments = order === '-created' ? issue.comments.toReversed() : issue.comments;
            const startAt = numberOf(call, 'startAt', 0);
            // Cloud gives 100 unless more are asked for, Data Center all of them.
            const all = Math.max(comments.length, 1);
            const maxResults = numberOf(call, 'maxResults', call.site.flavour === 'cloud' ? 100 : all);
            return ok({
                startAt,
                maxResults,
                total: comments.length,
                comments: comments
                    .slice(startAt, startAt + maxResults)
                    .map((comment) => showComment(call.view, issue, comment)),
            });
        },
    },
    [`POST ${list}`]: {
        scope: 'write:jira-work',
        anonymous: true,
        handler: (call) => {
            const issue = issueOf(call);
            const by = writer(call, issue, 'ADD_COMMENTS');
            // The permission is looked at before the body.
            if (!may(by, 'ADD_COMMENTS', issue.project))
                addComment(call.site, by, issue, 'x');
            return created(showComment(call.view, issue, addComment(call.site, by, issue, bodyOf(call))));
        },
    },
    [`GET ${one}`]: {
        scope: 'read:jira-work',
        anonymous: true,
        handler: (call) => {
            const issue = issueOf(call);
            return ok(showComment(call.view, issue, commentOf(call, issue)));
        },
    },
    [`PUT ${one}`]: {
        scope: 'write:jira-work',
        anonymous: true,
        query: ['notifyUsers'],
        handler: (call) => {
            const issue = issueOf(call);
            const comment = commentOf(call, issue);
            editComment(call.site, actor(call), issue, comment, bodyOf(call));
            return ok(showComment(call.view, issue, comment));
        },
    },
    [`DELETE ${one}`]: {
        scope: 'write:jira-work',
        anonymous: true,
        handler: (call) => {
            const issue = issueOf(call);
            deleteComment(call.site, actor(call), issue, commentOf(call, issue));
            return noContent;
        },
    },
};
