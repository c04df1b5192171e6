/** Comments and reactions ("REST API endpoints for issue comments", "… for reactions"). */
import { z } from 'zod';
import { comment, deleteComment, editComment, react, unreact } from '../../actions/index.js';
import { reactionContents } from '../../model/index.js';
import { notFound } from '../../refusal.js';
import { showComment, showReaction } from '../../show/index.js';
import { commentOf, created, input, itemOf, noContent, ok, page, param, repositoryToRead, } from '../call.js';
const text = z.object({ body: z.string() });
const reaction = z.object({ content: z.enum(reactionContents) });
function since(call, comments) {
    const at = call.query.get('since');
    return comments.filter((one) => at === null || one.updatedAt >= Date.parse(at));
}
const commentsOf = (item) => item.timeline.filter((entry) => entry.kind === 'IssueComment');
function addReaction(call, on) {
    const made = react(call.world, call.viewer, on, input(call, reaction).content);
    const body = showReaction(call.world, made.reaction);
    return made.made ? created(body) : ok(body);
}
function listReactions(call, on) {
    const content = call.query.get('content');
    return page(call, on.reactions.filter((one) => content === null || one.content === content), (one) => showReaction(call.world, one));
}
function removeReaction(call, on) {
    const found = on.reactions.find((one) => one.id === Number(param(call, 'reaction_id')));
    if (found === undefined || unreact(call.world, call.viewer, on, found.content) !== found)
        throw notFound();
    return noContent;
}
const oneComment = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const oneIssue = '/repos/{owner}/{repo}/issues/{issue_number}';
export const commentRoutes = {
    'GET /repos/{owner}/{repo}/issues/comments': (call) => {
        const items = [...repositoryToRead(call, 'issues').items.values()].filter((item) => !item.deleted);
        return page(call, since(call, items.flatMap(commentsOf)).toSorted((a, b) => a.id - b.id), (one) => showComment(call.world, one));
    },
    [`GET ${oneIssue}/comments`]: (call) => page(call, since(call, commentsOf(itemOf(call))), (one) => showComment(call.world, one)),
    [`POST ${oneIssue}/comments`]: (call) => created(showComment(call.world, comment(call.world, call.viewer, itemOf(call, 'write'), input(call, text).body))),
    [`GET ${oneComment}`]: (call) => ok(showComment(call.world, commentOf(call))),
    [`PATCH ${oneComment}`]: (call) => {
        const target = commentOf(call);
        editComment(call.world, call.viewer, target, input(call, text).body);
        return ok(showComment(call.world, target));
    },
    [`DELETE ${oneComment}`]: (call) => {
        deleteComment(call.world, call.viewer, commentOf(call));
        return noContent;
    },
    [`GET ${oneComment}/reactions`]: (call) => listReactions(call, commentOf(call)),
    [`POST ${oneComment}/reactions`]: (call) => addReaction(call, commentOf(call)),
    [`DELETE ${oneComment}/reactions/{reaction_id}`]: (call) => removeReaction(call, commentOf(call)),
    [`GET ${oneIssue}/reactions`]: (call) => listReactions(call, itemOf(call)),
    [`POST ${oneIssue}/reactions`]: (call) => addReaction(call, itemOf(call)),
    [`DELETE ${oneIssue}/reactions/{reaction_id}`]: (call) => removeReaction(call, itemOf(call)),
};
