/** What issues, pull requests, comments and reviews share: an author, a text with its revisions, reactions. */
import type { IssueReactionsArgs, IssueUserContentEditsArgs } from '@octokit/graphql-schema';
import { timestamp } from '../../clock.ts';
import {
  reactionContents,
  type Comment,
  type Edit,
  type Item,
  type Reaction,
  type ReactionContent,
  type Remark,
  type Review,
} from '../../model/index.ts';
import { association } from '../../show/index.ts';
import { isAuthor, may } from '../../viewer.ts';
import { connection } from '../connection.ts';
import type { Context, Fields } from '../context.ts';
import { shown } from '../visible.ts';

export const reactionNames: Readonly<Record<ReactionContent, string>> = {
  '+1': 'THUMBS_UP',
  '-1': 'THUMBS_DOWN',
  laugh: 'LAUGH',
  confused: 'CONFUSED',
  heart: 'HEART',
  hooray: 'HOORAY',
  rocket: 'ROCKET',
  eyes: 'EYES',
};

type Written = Item | Comment | Review | Remark;

function repositoryOf(written: Written): Item['repository'] {
  return 'item' in written ? written.item.repository : written.repository;
}

function canWrite(written: Written, { viewer }: Context): boolean {
  return (
    isAuthor(viewer, written.author) ||
    may(viewer, repositoryOf(written), { role: 'write', app: { issues: 'write', pull_requests: 'write' } })
  );
}

export function reactionGroups(on: Written) {
  return reactionContents.map((content) => ({
    on,
    content,
    reactions: on.reactions.filter((one) => one.content === content),
  }));
}

export const writingFields: Fields<Written> = {
  id: (written) => written.nodeId,
  databaseId: (written) => written.id,
  fullDatabaseId: (written) => String(written.id),
  author: (written) => shown(written.author),
  authorAssociation: (written) => association(repositoryOf(written), written.author),
  body: (written) => written.body,
  bodyText: (written) => written.body,
  createdAt: (written) => timestamp(written.createdAt),
  publishedAt: (written) => timestamp(written.createdAt),
  updatedAt: (written) => timestamp(written.updatedAt),
  createdViaEmail: () => false,
  editor: (written) => shown(written.edits.at(-1)?.editor ?? null),
  lastEditedAt: (written) => (written.edits.length === 0 ? null : timestamp(written.edits.at(-1)?.at ?? 0)),
  includesCreatedEdit: (written) => written.edits.length > 0,
  // Newest first; nothing at all until the first edit, then the original is among them.
  userContentEdits: (written, args: IssueUserContentEditsArgs) =>
    connection(written.edits.toReversed(), args, 'userContentEdits'),
  reactions: (written, args: IssueReactionsArgs, { viewer }) => {
    const chosen = written.reactions.filter(
      (one) => args.content == null || reactionNames[one.content] === args.content,
    );
    const viewerHasReacted = chosen.some((one) => isAuthor(viewer, one.by));
    return connection(chosen, args, 'reactions', { viewerHasReacted });
  },
  reactionGroups: (written) => reactionGroups(written),
  repository: (written) => repositoryOf(written),
  viewerDidAuthor: (written, _, { viewer }) => isAuthor(viewer, written.author),
  viewerCanUpdate: (written, _, context) => canWrite(written, context),
  viewerCanDelete: (written, _, context) => canWrite(written, context),
  viewerCanReact: (_written, _, { viewer }) => viewer.kind === 'user' || viewer.kind === 'installation',
};

const edit: Fields<Edit> = {
  id: (one) => one.nodeId,
  createdAt: (one) => timestamp(one.at),
  editedAt: (one) => timestamp(one.at),
  updatedAt: (one) => timestamp(one.at),
  editor: (one) => shown(one.editor),
  diff: (one) => (one.deleted === undefined ? one.text : null),
  deletedAt: (one) => (one.deleted === undefined ? null : timestamp(one.deleted.at)),
  deletedBy: (one) => shown(one.deleted?.by ?? null),
};

const reaction: Fields<Reaction> = {
  id: (one) => one.nodeId,
  databaseId: (one) => one.id,
  content: (one) => reactionNames[one.content],
  createdAt: (one) => timestamp(one.at),
  // The schema knows only people here; a bot's reaction has nobody.
  user: (one) => (one.by.kind === 'User' ? shown(one.by) : null),
  reactable: (one) => one.on,
};

type Group = ReturnType<typeof reactionGroups>[number];

const group: Fields<Group> = {
  content: (one) => reactionNames[one.content],
  createdAt: (one) => (one.reactions[0] === undefined ? null : timestamp(one.reactions[0].at)),
  subject: (one) => one.on,
  viewerHasReacted: (one, _, { viewer }) => one.reactions.some((each) => isAuthor(viewer, each.by)),
  reactors: (one, args: IssueReactionsArgs) =>
    connection(
      one.reactions.flatMap((each) => shown(each.by) ?? []),
      args,
      'reactors',
    ),
  users: (one, args: IssueReactionsArgs) =>
    connection(
      one.reactions.flatMap((each) => (each.by.kind === 'User' ? (shown(each.by) ?? []) : [])),
      args,
      'users',
    ),
};

export const writingTypes = { UserContentEdit: edit, Reaction: reaction, ReactionGroup: group };
