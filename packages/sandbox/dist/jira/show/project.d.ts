/** Projects, statuses, issue types and fields as Jira shows them. */
import type { Json, JsonObject } from '../../json.ts';
import type { CustomField, IssueType, Project, Role, Status } from '../model/index.ts';
import { type View } from './view.ts';
export declare function showStatus(view: View, status: Status): JsonObject;
export declare function showType(view: View, type: IssueType): JsonObject;
/** As issues name their project. */
export declare function showProjectBriefly(view: View, project: Project): JsonObject;
/** "Get project". */
export declare function showProject(view: View, project: Project, roles: readonly Role[]): JsonObject;
export declare function roleAddresses(view: View, project: Project, roles: readonly Role[]): JsonObject;
/** "Get fields". */
export declare function showCustomField(view: View, field: CustomField): JsonObject;
export declare function showSystemField(view: View, id: string, name: string, type: Json): JsonObject;
/** A field as "Get edit issue metadata" has it: Cloud says `key`, Data Center `fieldId`. */
export declare function showEditable(view: View, id: string, about: {
    readonly name: string;
    readonly schema: JsonObject;
    readonly required?: boolean;
    readonly operations: readonly string[];
    readonly allowedValues?: readonly Json[];
}): JsonObject;
/** The same of a custom field: those with options list them ("How to retrieve available options … via Jira REST API"). */
export declare function showEditableCustom(view: View, field: CustomField): JsonObject;
