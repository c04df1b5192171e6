/** Who may do what in a project ("Permissions for company-managed projects", "Managing project permissions"). */
import { JiraRefusal } from './refusal.js';
/** The project permissions that are played: key → id, name and description as "Get my permissions" shows them. */
export const projectPermissions = {
    BROWSE_PROJECTS: ['10', 'Browse Projects', 'Ability to browse projects and the issues within them.'],
    ADMINISTER_PROJECTS: ['23', 'Administer Projects', 'Ability to administer a project in Jira.'],
    CREATE_ISSUES: ['11', 'Create Issues', 'Ability to create issues.'],
    EDIT_ISSUES: ['12', 'Edit Issues', 'Ability to edit issues.'],
    ASSIGN_ISSUES: ['13', 'Assign Issues', 'Ability to assign issues to other people.'],
    ASSIGNABLE_USER: ['17', 'Assignable User', 'Users with this permission may be assigned to issues.'],
    ADD_COMMENTS: ['15', 'Add Comments', 'Ability to comment on issues.'],
    DELETE_ISSUES: ['16', 'Delete Issues', 'Ability to delete issues.'],
    LINK_ISSUES: ['21', 'Link Issues', 'Ability to link issues together and create linked issues.'],
    MOVE_ISSUES: ['25', 'Move Issues', 'Ability to move issues between projects or between workflows.'],
    EDIT_ALL_COMMENTS: ['34', 'Edit All Comments', 'Ability to edit all comments made on issues.'],
    EDIT_OWN_COMMENTS: ['35', 'Edit Own Comments', 'Ability to edit own comments made on issues.'],
    DELETE_ALL_COMMENTS: ['36', 'Delete All Comments', 'Ability to delete all comments made on issues.'],
    DELETE_OWN_COMMENTS: ['37', 'Delete Own Comments', 'Ability to delete own comments made on issues.'],
    TRANSITION_ISSUES: ['46', 'Transition Issues', 'Ability to transition issues.'],
};
/** The global ones ("Manage global permissions"). */
export const globalPermissions = {
    ADMINISTER: ['0', 'Administer Jira', 'Create and administer projects, issue types, fields and workflows.'],
    USER_PICKER: ['27', 'Browse Users and Groups', 'View and select users or groups.'],
};
/** Null asks for nobody in particular: an anonymous request. Deactivated people hold nothing. */
export function may(user, permission, project) {
    // Whoever may not see the project has no other permission in it either.
    if (permission !== 'BROWSE_PROJECTS' && !may(user, 'BROWSE_PROJECTS', project))
        return false;
    return (project.grants.get(permission) ?? []).some((holder) => holds(user, holder, project));
}
export function mayGlobally(site, user, permission) {
    return (site.globalGrants.get(permission) ?? []).some((holder) => holds(user, holder, null));
}
export function hasRole(user, role, project) {
    const actors = project.actors.get(role);
    if (actors === undefined)
        return false;
    return actors.users.has(user) || [...actors.groups.keys()].some((group) => group.members.has(user));
}
function holds(user, holder, project) {
    if (holder.kind === 'anyone')
        return true;
    if (user === null || !user.active)
        return false;
    switch (holder.kind) {
        case 'logged-in':
            // A customer of a portal has no seat in Jira.
            return user.kind !== 'customer';
        case 'user':
            return holder.user === user;
        case 'group':
            return holder.group.members.has(user);
        case 'role':
            return project !== null && hasRole(user, holder.role, project);
        default:
            return holder;
    }
}
/** True where somebody may see an issue: its project, and its security level where it has one ("Configure issue security schemes"). */
export function sees(user, issue) {
    const { project, securityLevel } = issue;
    return (may(user, 'BROWSE_PROJECTS', project) &&
        (securityLevel === null || securityLevel.some((holder) => holds(user, holder, project))));
}
/**
 * The issue, to whoever may see it. Cloud tells nobody that there is an issue ("Get issue": 404); Data Center answers
 * 403 to people and 401 to nobody in particular for one that they may not see.
 */
export function seeing(site, user, issue) {
    if (issue !== undefined && sees(user, issue))
        return issue;
    if (site.flavour === 'cloud')
        throw new JiraRefusal(404, 'Issue does not exist or you do not have permission to see it.');
    if (issue === undefined)
        throw new JiraRefusal(404, 'Issue Does Not Exist');
    const message = 'You do not have the permission to see the specified issue.';
    throw user === null ? new JiraRefusal(401, [message, 'Login Required']) : new JiraRefusal(403, message);
}
