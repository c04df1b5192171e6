import type { Clock } from '../clock.ts';
import { type HolderName } from './directory.ts';
import type { Category, CustomField, Flavour, Happening, Project, Resolution, Site, Status, User, Workflow } from './model/index.ts';
import { type GlobalPermission, type ProjectPermission } from './rights.ts';
import type { ProjectSettings, UserSettings, WorkflowSettings } from './settings.ts';
/** A new site: an administrator, an account for automation rules, three statuses, two issue types. */
export declare function createSite(flavour: Flavour, clock: Clock, announce: (happening: Happening) => void, version?: string): Site;
export declare function createUser(site: Site, handle: string, settings: UserSettings): User;
export declare function createGroup(site: Site, name: string, members: readonly string[]): void;
export declare function createStatus(site: Site, name: string, category: Category): Status;
export declare function createWorkflow(site: Site, name: string, settings: WorkflowSettings): Workflow;
/** One that is there already is that one. */
export declare function createResolution(site: Site, name: string): Resolution;
export declare function createField(site: Site, name: string, type: CustomField['type'], options: readonly string[]): CustomField;
export declare function createProject(site: Site, key: string, settings: ProjectSettings): Project;
/** Adds people and groups to a role in a project. */
export declare function giveRole(site: Site, project: Project, name: string, users: readonly string[], groups: readonly string[]): void;
export declare function takeRole(site: Site, project: Project, name: string, users: readonly string[], groups: readonly string[]): void;
/** Says who holds a global permission from now on. */
export declare function grantGlobally(site: Site, permission: GlobalPermission, holders: readonly HolderName[]): void;
/** Says who holds a permission in a project from now on. */
export declare function grant(site: Site, project: Project, permission: ProjectPermission, holders: readonly HolderName[]): void;
