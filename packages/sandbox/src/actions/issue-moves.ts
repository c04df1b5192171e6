/** What befalls an issue seldom: locked, pinned, moved, deleted. */
import { identify, remember, type Issue, type Item, type Repository, type World } from '../model/index.ts';
import { unprocessable } from '../refusal.ts';
import { showIssue, showRepository } from '../show/index.ts';
import { actorOf, demand, itemPermission, type Viewer } from '../viewer.ts';
import { announceItem, record } from './record.ts';
import { inheritFamily, leaveFamily } from './sub-issues.ts';

export function lockItem(world: World, viewer: Viewer, item: Item, locked: boolean): void {
  demand(
    viewer,
    item.repository,
    { role: 'write', app: itemPermission(item, 'write') },
    locked ? 'LockLockable' : 'UnlockLockable',
  );
  if (item.locked === locked) return;
  item.locked = locked;
  record(world, viewer, item, locked ? 'locked' : 'unlocked', {});
  announceItem(world, actorOf(viewer), item, locked ? 'locked' : 'unlocked');
}

export function pinIssue(world: World, viewer: Viewer, issue: Issue, pinned: boolean): void {
  demand(
    viewer,
    issue.repository,
    { role: 'write', app: { issues: 'write' } },
    pinned ? 'PinIssue' : 'UnpinIssue',
  );
  if (issue.pinned === pinned) return;
  issue.pinned = pinned;
  record(world, viewer, issue, pinned ? 'pinned' : 'unpinned', {});
  announceItem(world, actorOf(viewer), issue, pinned ? 'pinned' : 'unpinned');
}

/** Only whoever administers the repository can delete an issue. */
export function deleteIssue(world: World, viewer: Viewer, issue: Issue): void {
  demand(viewer, issue.repository, { role: 'admin', app: { administration: 'write' } }, 'DeleteIssue');
  announceItem(world, actorOf(viewer), issue, 'deleted');
  leaveFamily(issue);
  issue.deleted = true;
  world.nodes.delete(issue.nodeId);
}

/** Moves an issue to another repository of the same owner: a new issue there, with its comments; labels of the same name stay. */
export function transferIssue(world: World, viewer: Viewer, issue: Issue, to: Repository): Issue {
  demand(viewer, issue.repository, { role: 'write', app: { issues: 'write' } }, 'TransferIssue');
  demand(viewer, to, { role: 'write', app: { issues: 'write' } }, 'TransferIssue');
  if (to.owner !== issue.repository.owner) throw unprocessable('The new repository must have the same owner');
  const from = issue.repository;
  const moved: Issue = {
    ...issue,
    ...identify(world, 'I'),
    number: to.nextNumber,
    repository: to,
    labels: [],
    timeline: [],
  };
  to.nextNumber += 1;
  for (const entry of issue.timeline) {
    if (entry.kind === 'IssueComment') moved.timeline.push(Object.assign(entry, { item: moved }));
  }
  const names = new Set(issue.labels.map((label) => label.name));
  moved.labels.push(...to.labels.filter((label) => names.has(label.name)));
  inheritFamily(issue, moved);
  to.items.set(moved.number, remember(world, moved));
  record(world, viewer, moved, 'transferred', { from });
  announceItem(world, actorOf(viewer), issue, 'transferred', {
    changes: { new_issue: showIssue(world, moved), new_repository: showRepository(world, to) },
  });
  world.announce({
    event: 'issues',
    action: 'opened',
    sender: actorOf(viewer),
    repository: to,
    payload: () => ({
      issue: showIssue(world, moved),
      changes: { old_issue: showIssue(world, issue), old_repository: showRepository(world, from) },
    }),
  });
  issue.deleted = true;
  world.nodes.delete(issue.nodeId);
  return moved;
}
