/**
 * What Jira's history records of a change ("Get changelogs"; `jira-samples` in tests/sandbox/jira/samples.ts): ids in
 * `from` and `to`, what was shown in `fromString` and `toString`; texts and labels have no ids.
 */
import type { ChangeItem, CustomField, FieldValue, History, Issue, Project, RichText, Site, Status, User } from './model/index.ts';
type Named = {
    readonly id: string;
    readonly name: string;
};
export declare const summaryItem: (from: string | null, to: string) => ChangeItem;
/** The whole texts, as wiki text on both flavours. */
export declare const descriptionItem: (from: RichText | null, to: RichText | null) => ChangeItem;
/** The whole sets, separated by spaces. */
export declare const labelsItem: (from: readonly string[], to: readonly string[]) => ChangeItem;
export declare const assigneeItem: (site: Site, from: User | null, to: User | null) => ChangeItem;
export declare const reporterItem: (site: Site, to: User | null) => ChangeItem;
export declare const statusItem: (from: Status, to: Status) => ChangeItem;
/** How Cloud's webhook of a new issue tells its status: with a capital letter. */
export declare const firstStatusItem: (to: Status) => ChangeItem;
export declare const resolutionItem: (from: Named | null, to: Named | null) => ChangeItem;
export declare const typeItem: (from: Named, to: Named) => ChangeItem;
export declare const projectItem: (from: Project, to: Project) => ChangeItem;
export declare const workflowItem: (from: Named, to: Named) => ChangeItem;
export declare const keyItem: (from: string, to: string) => ChangeItem;
/** A comment that was deleted leaves its text; one that was edited leaves nothing. */
export declare const deletedCommentItem: (body: RichText) => ChangeItem;
/** A link to something outside: Cloud calls issues work items by now. */
export declare function remoteLinkItem(site: Site, id: number, from: string | null, to: string | null): ChangeItem;
/** A custom field that is emptied shows an empty text, not null. */
export declare function customItem(site: Site, field: CustomField, from: FieldValue | undefined, to: FieldValue | undefined): ChangeItem;
/** Writes a change into the issue's history. */
export declare function record(site: Site, issue: Issue, author: User | null, at: number, items: readonly ChangeItem[]): History;
export {};
