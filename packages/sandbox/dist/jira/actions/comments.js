/** Comments ("Issue comments"). Editing leaves no trace in the history, deleting leaves the text. */
import { deletedCommentItem, record } from '../changes.js';
import { moment, nextId } from '../model/index.js';
import { JiraRefusal } from '../refusal.js';
import { may } from '../rights.js';
import { wikiOf } from '../text.js';
export function addComment(site, by, issue, body) {
    if (!may(by, 'ADD_COMMENTS', issue.project)) {
        const message = 'ou do not have the permission to comment on this issue.';
        throw new JiraRefusal(400, by === null ? `Y${message}` : `${by.displayName}, y${message}`);
    }
    notEmpty(body);
    const at = moment(site);
    const comment = {
        id: String(nextId(site, 'comment')),
        author: by,
        updateAuthor: by,
        body,
        created: at,
        updated: at,
    };
    issue.comments.push(comment);
    issue.updated = at;
    site.announce({ kind: 'comment-created', issue, comment, by, at, secondary: false });
    return comment;
}
export function editComment(site, by, issue, comment, body) {
    const own = by !== null && comment.author === by && may(by, 'EDIT_OWN_COMMENTS', issue.project);
    if (!own && !may(by, 'EDIT_ALL_COMMENTS', issue.project))
        throw new JiraRefusal(400, `You do not have the permission to edit this comment.`);
    notEmpty(body);
    const at = moment(site);
    Object.assign(comment, { body, updateAuthor: by, updated: at });
    issue.updated = at;
    site.announce({ kind: 'comment-updated', issue, comment, by, at, secondary: false });
}
export function deleteComment(site, by, issue, comment) {
    const own = by !== null && comment.author === by && may(by, 'DELETE_OWN_COMMENTS', issue.project);
    if (!own && !may(by, 'DELETE_ALL_COMMENTS', issue.project))
        throw new JiraRefusal(400, `You do not have permission to delete comment with id: ${comment.id}`);
    const at = moment(site);
    issue.comments.splice(issue.comments.indexOf(comment), 1);
    record(site, issue, by, at, [deletedCommentItem(comment.body)]);
    site.announce({ kind: 'comment-deleted', issue, comment, by, at, secondary: false });
}
function notEmpty(body) {
    if (wikiOf(body).trim() === '')
        throw new JiraRefusal(400, [], { comment: 'Comment body can not be empty!' });
}
