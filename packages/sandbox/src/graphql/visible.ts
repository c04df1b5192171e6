/** What a viewer gets to see over GraphQL. */
import type { Access, Actor, Entity, Item, Repository, World } from '../model/index.ts';
import { notForIntegrations } from '../refusal.ts';
import { allows, canSee, covers, installationFor, type Viewer } from '../viewer.ts';
import { unknownNode } from './failure.ts';

/** A deleted account is shown as null. */
export function shown<A extends Actor>(actor: A | null): A | null {
  return actor === null || (actor.kind === 'User' && actor.deleted) ? null : actor;
}

/** Throws where an App lacks the permission to read something of a private repository. */
export function demandReading(
  viewer: Viewer,
  repository: Repository,
  permission: string,
  access: Access = 'read',
): void {
  if (viewer.kind === 'user' && viewer.through !== null) {
    const installation = installationFor(viewer.through, repository);
    if (installation !== undefined) demandReading(installation, repository, permission, access);
  }
  if (viewer.kind !== 'installation') return;
  if (!repository.private && !covers(viewer, repository)) return;
  if (!repository.private && access === 'read') return;
  if (!allows(viewer.permissions[permission], access)) throw notForIntegrations();
}

export function permissionFor(item: Item): string {
  return item.kind === 'Issue' ? 'issues' : 'pull_requests';
}

export function visibleItems<I extends Item>(viewer: Viewer, items: readonly I[]): I[] {
  return items.filter((item) => !item.deleted && canSee(viewer, item.repository));
}

/** The repository that a thing is in, if it is in one. */
function homeOf(entity: Entity): Repository | null {
  switch (entity.kind) {
    case 'Repository':
      return entity;
    case 'Issue':
    case 'PullRequest':
    case 'Label':
    case 'Ref':
    case 'Blob':
    case 'Commit':
    case 'CheckSuite':
    case 'MergeQueue':
      return entity.repository;
    case 'IssueComment':
    case 'PullRequestReview':
    case 'PullRequestReviewComment':
    case 'Event':
      return entity.item.repository;
    case 'Reaction':
      return 'item' in entity.on ? entity.on.item.repository : entity.on.repository;
    case 'CheckRun':
      return entity.suite.repository;
    case 'MergeQueueEntry':
      return entity.queue.repository;
    case 'LinkedBranch':
      return entity.issue.repository;
    case 'User':
    case 'Bot':
    case 'Mannequin':
    case 'Organization':
    case 'Team':
    case 'App':
    case 'Installation':
    case 'UserContentEdit':
      return null;
    default:
      return entity satisfies never;
  }
}

/** A node by its id. Throws NOT_FOUND where there is none, or none that the viewer may know of. */
export function findNode(world: World, viewer: Viewer, id: string): Entity {
  const entity = world.nodes.get(id);
  if (entity === undefined || (entity.kind === 'User' && entity.deleted)) throw unknownNode(id);
  const home = homeOf(entity);
  if (home !== null && !canSee(viewer, home)) throw unknownNode(id);
  return entity;
}

/** The same, of certain kinds only. */
export function findNodeOf<K extends Entity['kind']>(
  world: World,
  viewer: Viewer,
  id: string,
  kinds: readonly K[],
): Extract<Entity, { kind: K }> {
  const entity = findNode(world, viewer, id);
  if (!kinds.includes(entity.kind as K)) throw unknownNode(id);
  return entity as Extract<Entity, { kind: K }>;
}
