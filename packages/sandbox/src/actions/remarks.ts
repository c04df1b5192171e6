/** Remarks: comments on lines of what a pull request changes ("REST API endpoints for pull request review comments"). */
import type { JsonObject } from '../json.ts';
import { identify, remember, type PullRequest, type Remark, type World } from '../model/index.ts';
import { invalidField, Refusal, unprocessable } from '../refusal.ts';
import { filesOfPull, showPull, showRemark } from '../show/index.ts';
import { actorOf, appOf, demand, demandInteraction, isAuthor, may, type Viewer } from '../viewer.ts';
import { review } from './pulls.ts';
import { rewrite, write } from './writing.ts';

export type RemarkDraft = {
  readonly body: string;
  /** Of a file that the pull request changes. */
  readonly path: string;
  readonly line: number;
  readonly inReplyTo?: Remark;
};

/** Makes a remark that is in no review that was begun: GitHub makes one of it alone. */
export function remark(world: World, viewer: Viewer, pull: PullRequest, draft: RemarkDraft): Remark {
  const { body, path, line, inReplyTo = null } = draft;
  demand(
    viewer,
    pull.repository,
    { role: 'read', app: { pull_requests: 'write' } },
    'AddPullRequestReviewComment',
  );
  const isWriter =
    viewer.kind === 'user' &&
    may(viewer, pull.repository, { role: 'write', app: { pull_requests: 'write' } });
  if (pull.locked && !isWriter)
    throw new Refusal('FORBIDDEN', 'Unable to create comment because issue is locked.');
  demandInteraction(viewer, pull.repository);
  if (body.trim() === '') throw unprocessable("Body can't be blank");
  if (!filesOfPull(pull).some((file) => file.path === path))
    throw invalidField('PullRequestReviewComment', 'path', 'invalid');
  const made: Remark = {
    ...identify(world, 'PRRC'),
    ...write(world, viewer, body, appOf(viewer)),
    kind: 'PullRequestReviewComment',
    item: pull,
    review: review(world, viewer, pull, { event: 'COMMENT' }),
    path,
    line,
    oid: pull.headOid,
    inReplyTo,
    minimized: null,
  };
  remember(world, made);
  announce(world, viewer, made, 'created', {});
  return made;
}

/** Whoever can write can edit and delete other people's remarks. */
function demandRemark(viewer: Viewer, target: Remark, doing: string): void {
  const role = isAuthor(viewer, target.author) ? 'read' : 'write';
  demand(viewer, target.item.repository, { role, app: { pull_requests: 'write' } }, doing);
}

export function editRemark(world: World, viewer: Viewer, target: Remark, body: string): void {
  demandRemark(viewer, target, 'UpdatePullRequestReviewComment');
  if (body.trim() === '') throw unprocessable("Body can't be blank");
  const from = target.body;
  if (rewrite(world, viewer, target, body))
    announce(world, viewer, target, 'edited', { changes: { body: { from } } });
}

export function deleteRemark(world: World, viewer: Viewer, target: Remark): void {
  demandRemark(viewer, target, 'DeletePullRequestReviewComment');
  world.nodes.delete(target.nodeId);
  announce(world, viewer, target, 'deleted', {});
}

function announce(world: World, viewer: Viewer, target: Remark, action: string, more: JsonObject): void {
  const { item } = target;
  world.announce({
    event: 'pull_request_review_comment',
    action,
    sender: actorOf(viewer),
    repository: item.repository,
    payload: () => ({ comment: showRemark(world, target), pull_request: showPull(world, item), ...more }),
  });
}
