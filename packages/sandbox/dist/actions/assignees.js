import { unprocessable } from '../refusal.js';
import { showAccount } from '../show/index.js';
import { actorOf, atLeast, demand, itemPermission, roleIn } from '../viewer.js';
import { announceItem, record } from './record.js';
const mostAssignees = 10;
/** Members, collaborators, the author and those who commented can be assigned. */
function assignable(item, user) {
    const { repository } = item;
    if (user.deleted)
        return false;
    const member = repository.owner.kind === 'Organization' && repository.owner.members.has(user);
    const near = member || repository.owner === user || repository.collaborators.has(user);
    const wrote = item.author === user ||
        item.timeline.some((entry) => entry.kind === 'IssueComment' && entry.author === user);
    return ((near || wrote || atLeast(roleIn(repository, user), 'triage')) &&
        atLeast(roleIn(repository, user), 'read'));
}
function demandAssigning(viewer, item, doing) {
    demand(viewer, item.repository, { role: 'triage', app: itemPermission(item, 'write') }, doing);
}
/** Assigns; whoever is assigned already leaves no trace, whoever cannot be assigned is passed over. */
export function assign(world, viewer, item, users) {
    demandAssigning(viewer, item, 'AddAssigneesToAssignable');
    for (const user of users) {
        if (item.assignees.includes(user) || !assignable(item, user))
            continue;
        if (item.assignees.length >= mostAssignees)
            throw unprocessable(`An issue can have at most ${mostAssignees} assignees`);
        item.assignees.push(user);
        record(world, viewer, item, 'assigned', { assignee: user });
        announceItem(world, actorOf(viewer), item, 'assigned', { assignee: showAccount(world, user) });
    }
}
export function unassign(world, viewer, item, users) {
    demandAssigning(viewer, item, 'RemoveAssigneesFromAssignable');
    for (const user of users) {
        const at = item.assignees.indexOf(user);
        if (at === -1)
            continue;
        item.assignees.splice(at, 1);
        record(world, viewer, item, 'unassigned', { assignee: user });
        announceItem(world, actorOf(viewer), item, 'unassigned', { assignee: showAccount(world, user) });
    }
}
/** Makes the assignees exactly these. */
export function setAssignees(world, viewer, item, users) {
    unassign(world, viewer, item, item.assignees.filter((user) => !users.includes(user)));
    assign(world, viewer, item, users);
}
