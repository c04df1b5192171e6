/** Moving to another project, deleting, properties and remote links. */
import type { Json, JsonObject } from '../../json.ts';
import type { Issue, Project, RemoteLink, Site, User, Workflow } from '../model/index.ts';
/**
 * "Move work items to another project": the status stays where the other workflow knows it; where it does not, whoever
 * moves picks one of those there (by name), or it begins anew.
 */
export declare function moveIssue(site: Site, by: User | null, issue: Issue, to: Project, pick: string | null): void;
/**
 * A project gets another workflow ("Migrate a workflow scheme"): issues whose status it does not know get the one that the
 * administrator picks, by names; their history says that the administrator did it. Tells nobody by webhook.
 */
export declare function changeWorkflow(site: Site, by: User | null, project: Project, to: Workflow, picks: Readonly<Record<string, string>>): void;
/** Its comments go with it; Cloud tells of each, later ("Webhooks": secondary flow). */
export declare function deleteIssue(site: Site, by: User | null, issue: Issue): void;
/** No history and no new `updated`: properties are for apps ("Set issue property"). True: it is new. */
export declare function setProperty(by: User | null, issue: Issue, key: string, value: Json): boolean;
export declare function deleteProperty(by: User | null, issue: Issue, key: string): void;
export type LinkDraft = {
    readonly globalId: string | null;
    readonly application: JsonObject;
    readonly relationship: string | null;
    /** With `url` and `title`. */
    readonly object: JsonObject;
};
/** Creates a link to something outside, or changes the one with that global id ("Create or update remote issue link"). */
export declare function linkRemotely(site: Site, by: User | null, issue: Issue, draft: LinkDraft): {
    readonly link: RemoteLink;
    readonly isNew: boolean;
};
