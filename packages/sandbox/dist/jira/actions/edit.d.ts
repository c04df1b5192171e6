import type { ChangeItem, CustomField, FieldValue, Issue, Project, Resolution, RichText, Site, User } from '../model/index.ts';
export type Change = {
    readonly summary?: string;
    readonly description?: RichText | null;
    readonly labels?: readonly string[];
    readonly assignee?: User | null;
    /** Where the field is on the screen; null: unresolved. */
    readonly resolution?: Resolution | null;
    /** Undefined empties the field. */
    readonly fields?: ReadonlyMap<CustomField, FieldValue | undefined>;
};
export type Draft = Change & {
    readonly summary: string;
    /** Its name; default: the project's first. */
    readonly type?: string;
    /** A status that the workflow lets issues start in; default: its first. */
    readonly status?: string;
};
export declare function createIssue(site: Site, by: User | null, project: Project, draft: Draft): Issue;
/** Changes an issue; what is the same as before leaves no trace. */
export declare function editIssue(site: Site, by: User | null, issue: Issue, change: Change): void;
/** Writes a change to an issue, and gives back what is to be recorded of it. */
export declare function writeChange(site: Site, by: User | null, issue: Issue, change: Change): ChangeItem[];
