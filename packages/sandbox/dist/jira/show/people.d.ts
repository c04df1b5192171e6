/** Users, groups and roles as Jira shows them ("Get user", "Get user groups", "Get project role for project"). */
import type { JsonObject } from '../../json.ts';
import type { Group, Project, Role, Site, User } from '../model/index.ts';
import { type View } from './view.ts';
/** Cloud shows e-mail addresses only where somebody's privacy settings say so: here, to themselves (see `showMyself`). */
export declare function showUser(view: View, user: User): JsonObject;
export declare function showMyself(view: View, user: User): JsonObject;
export declare const groupsOf: (site: Site, user: User) => Group[];
export declare function showGroup(view: View, group: Group): JsonObject;
/** With who has it in that project. Cloud names accounts and group ids, Data Center names. */
export declare function showRole(view: View, project: Project, role: Role, withInactive?: boolean): JsonObject;
