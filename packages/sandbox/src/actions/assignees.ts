/** Who is assigned. */
import type { Item, User, World } from '../model/index.ts';
import { unprocessable } from '../refusal.ts';
import { showAccount } from '../show/index.ts';
import { actorOf, atLeast, demand, itemPermission, roleIn, type Viewer } from '../viewer.ts';
import { announceItem, record } from './record.ts';

const mostAssignees = 10;

/** Members, collaborators, the author and those who commented can be assigned. */
function assignable(item: Item, user: User): boolean {
  const { repository } = item;
  if (user.deleted) return false;
  const member = repository.owner.kind === 'Organization' && repository.owner.members.has(user);
  const near = member || repository.owner === user || repository.collaborators.has(user);
  const wrote =
    item.author === user ||
    item.timeline.some((entry) => entry.kind === 'IssueComment' && entry.author === user);
  return (
    (near || wrote || atLeast(roleIn(repository, user), 'triage')) &&
    atLeast(roleIn(repository, user), 'read')
  );
}

function demandAssigning(viewer: Viewer, item: Item, doing: string): void {
  demand(viewer, item.repository, { role: 'triage', app: itemPermission(item, 'write') }, doing);
}

/** Assigns; whoever is assigned already leaves no trace, whoever cannot be assigned is passed over. */
export function assign(world: World, viewer: Viewer, item: Item, users: readonly User[]): void {
  demandAssigning(viewer, item, 'AddAssigneesToAssignable');
  for (const user of users) {
    if (item.assignees.includes(user) || !assignable(item, user)) continue;
    if (item.assignees.length >= mostAssignees)
      throw unprocessable(`An issue can have at most ${mostAssignees} assignees`);
    item.assignees.push(user);
    record(world, viewer, item, 'assigned', { assignee: user });
    announceItem(world, actorOf(viewer), item, 'assigned', { assignee: showAccount(world, user) });
  }
}

export function unassign(world: World, viewer: Viewer, item: Item, users: readonly User[]): void {
  demandAssigning(viewer, item, 'RemoveAssigneesFromAssignable');
  for (const user of users) {
    const at = item.assignees.indexOf(user);
    if (at === -1) continue;
    item.assignees.splice(at, 1);
    record(world, viewer, item, 'unassigned', { assignee: user });
    announceItem(world, actorOf(viewer), item, 'unassigned', { assignee: showAccount(world, user) });
  }
}

/** Makes the assignees exactly these. */
export function setAssignees(world: World, viewer: Viewer, item: Item, users: readonly User[]): void {
  unassign(
    world,
    viewer,
    item,
    item.assignees.filter((user) => !users.includes(user)),
  );
  assign(world, viewer, item, users);
}
