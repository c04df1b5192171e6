/** Comments ("Issue comments"). Editing leaves no trace in the history, deleting leaves the text. */
import { deletedCommentItem, record } from '../changes.ts';
import type { Comment, Issue, RichText, Site, User } from '../model/index.ts';
import { moment, nextId } from '../model/index.ts';
import { JiraRefusal } from '../refusal.ts';
import { may } from '../rights.ts';
import { wikiOf } from '../text.ts';

export function addComment(site: Site, by: User | null, issue: Issue, body: RichText): Comment {
  if (!may(by, 'ADD_COMMENTS', issue.project)) {
    const message = 'ou do not have the permission to comment on this issue.';
    throw new JiraRefusal(400, by === null ? `Y${message}` : `${by.displayName}, y${message}`);
  }
  notEmpty(body);
  const at = moment(site);
  const comment: Comment = {
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

export function editComment(
  site: Site,
  by: User | null,
  issue: Issue,
  comment: Comment,
  body: RichText,
): void {
  const own = by !== null && comment.author === by && may(by, 'EDIT_OWN_COMMENTS', issue.project);
  if (!own && !may(by, 'EDIT_ALL_COMMENTS', issue.project))
    throw new JiraRefusal(400, `You do not have the permission to edit this comment.`);
  notEmpty(body);
  const at = moment(site);
  Object.assign(comment, { body, updateAuthor: by, updated: at });
  issue.updated = at;
  site.announce({ kind: 'comment-updated', issue, comment, by, at, secondary: false });
}

export function deleteComment(site: Site, by: User | null, issue: Issue, comment: Comment): void {
  const own = by !== null && comment.author === by && may(by, 'DELETE_OWN_COMMENTS', issue.project);
  if (!own && !may(by, 'DELETE_ALL_COMMENTS', issue.project))
    throw new JiraRefusal(400, `You do not have permission to delete comment with id: ${comment.id}`);
  const at = moment(site);
  issue.comments.splice(issue.comments.indexOf(comment), 1);
  record(site, issue, by, at, [deletedCommentItem(comment.body)]);
  site.announce({ kind: 'comment-deleted', issue, comment, by, at, secondary: false });
}

function notEmpty(body: RichText): void {
  if (wikiOf(body).trim() === '')
    throw new JiraRefusal(400, [], { comment: 'Comment body can not be empty!' });
}
