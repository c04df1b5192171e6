/** Comments and reactions. */
import {
  identify,
  remember,
  type Comment,
  type Item,
  type Reaction,
  type ReactionContent,
  type Remark,
  type Review,
  type World,
} from '../model/index.ts';
import type { JsonObject } from '../json.ts';
import { Refusal, unprocessable } from '../refusal.ts';
import { showComment, showIssue } from '../show/index.ts';
import {
  actorOf,
  appOf,
  demand,
  demandInteraction,
  isAuthor,
  itemPermission,
  may,
  type Viewer,
} from '../viewer.ts';
import { record } from './record.ts';
import { crossReference } from './references.ts';
import { rewrite, write } from './writing.ts';

export function comment(world: World, viewer: Viewer, item: Item, body: string): Comment {
  const app = itemPermission(item, 'write');
  demand(viewer, item.repository, { role: 'read', app }, 'AddComment');
  // Whoever has write access to the repository still can; an App has permissions, and no such access.
  const isWriter = viewer.kind === 'user' && may(viewer, item.repository, { role: 'write', app });
  if (item.locked && !isWriter) {
    throw new Refusal('FORBIDDEN', 'Unable to create comment because issue is locked.');
  }
  demandInteraction(viewer, item.repository);
  if (body.trim() === '') throw unprocessable("Body can't be blank");
  const made: Comment = {
    ...identify(world, 'IC'),
    ...write(world, viewer, body, appOf(viewer)),
    kind: 'IssueComment',
    item,
    minimized: null,
    deleted: false,
  };
  item.timeline.push(remember(world, made));
  item.updatedAt = made.createdAt;
  announceComment(world, viewer, made, 'created', {});
  crossReference(world, viewer, item, body);
  return made;
}

/** Whoever can write can edit and delete other people's comments. */
function demandComment(viewer: Viewer, target: Comment | Remark, doing: string): void {
  const role = isAuthor(viewer, target.author) ? 'read' : 'write';
  demand(viewer, target.item.repository, { role, app: itemPermission(target.item, 'write') }, doing);
}

export function editComment(world: World, viewer: Viewer, target: Comment, body: string): void {
  demandComment(viewer, target, 'UpdateIssueComment');
  if (body.trim() === '') throw unprocessable("Body can't be blank");
  const from = target.body;
  if (!rewrite(world, viewer, target, body)) return;
  announceComment(world, viewer, target, 'edited', { changes: { body: { from } } });
  crossReference(world, viewer, target.item, body);
}

/** The comment is gone from the timeline; that somebody's comment was deleted stays. */
export function deleteComment(world: World, viewer: Viewer, target: Comment): void {
  demandComment(viewer, target, 'DeleteIssueComment');
  target.deleted = true;
  target.item.timeline.splice(target.item.timeline.indexOf(target), 1);
  world.nodes.delete(target.nodeId);
  announceComment(world, viewer, target, 'deleted', {});
  record(world, viewer, target.item, 'comment_deleted', { author: target.author });
}

export function minimizeComment(
  _world: World,
  viewer: Viewer,
  target: Comment | Remark,
  reason: string,
): void {
  demandComment(viewer, target, 'MinimizeComment');
  target.minimized = reason;
}

export function unminimizeComment(_world: World, viewer: Viewer, target: Comment | Remark): void {
  demandComment(viewer, target, 'UnminimizeComment');
  target.minimized = null;
}

function announceComment(
  world: World,
  viewer: Viewer,
  target: Comment,
  action: string,
  more: JsonObject,
): void {
  world.announce({
    event: 'issue_comment',
    action,
    sender: actorOf(viewer),
    repository: target.item.repository,
    payload: () => ({ issue: showIssue(world, target.item), comment: showComment(world, target), ...more }),
  });
}

/** Reacts; one reaction of a kind by each. `made` is false when it was there already. */
export function react(
  world: World,
  viewer: Viewer,
  on: Item | Comment | Review | Remark,
  content: ReactionContent,
): { reaction: Reaction; made: boolean } {
  const item = 'item' in on ? on.item : on;
  demand(viewer, item.repository, { role: 'read', app: itemPermission(item, 'write') }, 'AddReaction');
  // GitHub, "Locking conversations": reactions in a locked conversation are disabled for everybody.
  if (item.locked) throw new Refusal('FORBIDDEN', 'Unable to create reaction because issue is locked.');
  const by = actorOf(viewer);
  const known = on.reactions.find((one) => one.by === by && one.content === content);
  if (known !== undefined) return { reaction: known, made: false };
  const reaction: Reaction = {
    ...identify(world, 'REA'),
    kind: 'Reaction',
    content,
    by,
    at: world.clock.now(),
    on,
  };
  on.reactions.push(remember(world, reaction));
  return { reaction, made: true };
}

/** Takes one's own reaction back; null when there is none. */
export function unreact(
  _world: World,
  viewer: Viewer,
  on: Item | Comment | Review | Remark,
  content: ReactionContent,
): Reaction | null {
  const item = 'item' in on ? on.item : on;
  demand(viewer, item.repository, { role: 'read', app: itemPermission(item, 'write') }, 'RemoveReaction');
  const by = actorOf(viewer);
  const at = on.reactions.findIndex((one) => one.by === by && one.content === content);
  return at === -1 ? null : (on.reactions.splice(at, 1)[0] ?? null);
}
