import type { Issue, Project, Role, Site, User } from './model/index.ts';
/** The project permissions that are played: key → id, name and description as "Get my permissions" shows them. */
export declare const projectPermissions: {
    readonly BROWSE_PROJECTS: readonly ["10", "Browse Projects", "Ability to browse projects and the issues within them."];
    readonly ADMINISTER_PROJECTS: readonly ["23", "Administer Projects", "Ability to administer a project in Jira."];
    readonly CREATE_ISSUES: readonly ["11", "Create Issues", "Ability to create issues."];
    readonly EDIT_ISSUES: readonly ["12", "Edit Issues", "Ability to edit issues."];
    readonly ASSIGN_ISSUES: readonly ["13", "Assign Issues", "Ability to assign issues to other people."];
    readonly ASSIGNABLE_USER: readonly ["17", "Assignable User", "Users with this permission may be assigned to issues."];
    readonly ADD_COMMENTS: readonly ["15", "Add Comments", "Ability to comment on issues."];
    readonly DELETE_ISSUES: readonly ["16", "Delete Issues", "Ability to delete issues."];
    readonly LINK_ISSUES: readonly ["21", "Link Issues", "Ability to link issues together and create linked issues."];
    readonly MOVE_ISSUES: readonly ["25", "Move Issues", "Ability to move issues between projects or between workflows."];
    readonly EDIT_ALL_COMMENTS: readonly ["34", "Edit All Comments", "Ability to edit all comments made on issues."];
    readonly EDIT_OWN_COMMENTS: readonly ["35", "Edit Own Comments", "Ability to edit own comments made on issues."];
    readonly DELETE_ALL_COMMENTS: readonly ["36", "Delete All Comments", "Ability to delete all comments made on issues."];
    readonly DELETE_OWN_COMMENTS: readonly ["37", "Delete Own Comments", "Ability to delete own comments made on issues."];
    readonly TRANSITION_ISSUES: readonly ["46", "Transition Issues", "Ability to transition issues."];
};
/** The global ones ("Manage global permissions"). */
export declare const globalPermissions: {
    readonly ADMINISTER: readonly ["0", "Administer Jira", "Create and administer projects, issue types, fields and workflows."];
    readonly USER_PICKER: readonly ["27", "Browse Users and Groups", "View and select users or groups."];
};
export type ProjectPermission = keyof typeof projectPermissions;
export type GlobalPermission = keyof typeof globalPermissions;
/** Null asks for nobody in particular: an anonymous request. Deactivated people hold nothing. */
export declare function may(user: User | null, permission: ProjectPermission, project: Project): boolean;
export declare function mayGlobally(site: Site, user: User | null, permission: GlobalPermission): boolean;
export declare function hasRole(user: User, role: Role, project: Project): boolean;
/** True where somebody may see an issue: its project, and its security level where it has one ("Configure issue security schemes"). */
export declare function sees(user: User | null, issue: Issue): boolean;
/**
 * The issue, to whoever may see it. Cloud tells nobody that there is an issue ("Get issue": 404); Data Center answers
 * 403 to people and 401 to nobody in particular for one that they may not see.
 */
export declare function seeing(site: Site, user: User | null, issue: Issue | undefined): Issue;
