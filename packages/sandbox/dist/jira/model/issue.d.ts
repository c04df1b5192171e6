/** Issues and their history. Plain data. */
import type { Json, JsonObject } from '../../json.ts';
import type { CustomField, FieldValue, Holder, IssueType, Project, Resolution, RichText, Status, User } from './project.ts';
export type Comment = {
    readonly id: string;
    /** Null: nobody in particular, where a project lets anybody write. */
    readonly author: User | null;
    updateAuthor: User | null;
    body: RichText;
    readonly created: number;
    updated: number;
};
/** One change of one field. Data Center's answers lack `fieldId`. */
export type ChangeItem = {
    readonly field: string;
    readonly fieldtype: 'jira' | 'custom';
    /** Null: the item has none on Cloud either, such as `Workflow`, `Key` and links. */
    readonly fieldId: string | null;
    readonly from: string | null;
    readonly fromText: string | null;
    readonly to: string | null;
    readonly toText: string | null;
};
export type History = {
    readonly id: string;
    /** Null: nobody in particular; Jira then shows no author at all. */
    readonly author: User | null;
    readonly created: number;
    readonly items: readonly ChangeItem[];
};
export type RemoteLink = {
    readonly id: number;
    readonly globalId: string | null;
    application: JsonObject;
    relationship: string | null;
    object: JsonObject;
};
export type Issue = {
    readonly id: string;
    key: string;
    /** Keys from before it was moved: they still find it. */
    readonly formerKeys: string[];
    project: Project;
    type: IssueType;
    summary: string;
    description: RichText | null;
    status: Status;
    statusChanged: number;
    resolution: Resolution | null;
    resolved: number | null;
    /** Sorted, as Jira keeps them. */
    labels: readonly string[];
    assignee: User | null;
    readonly reporter: User | null;
    readonly creator: User | null;
    readonly created: number;
    updated: number;
    readonly fields: Map<CustomField, FieldValue>;
    readonly comments: Comment[];
    readonly properties: Map<string, Json>;
    readonly remoteLinks: RemoteLink[];
    /** Oldest first. */
    readonly histories: History[];
    /** Who alone may see it; null: whoever may see the project. */
    securityLevel: readonly Holder[] | null;
};
