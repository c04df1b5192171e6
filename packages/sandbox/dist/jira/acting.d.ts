/**
 * What somebody can do in Jira, by name: `jira.as('maria').transition('SHOP-1', 'Approved')`. The same code as behind
 * the API, with the same rights; a refusal is thrown as a `JiraRefusal`.
 */
import type { Json } from '../json.ts';
import type { Comment, Issue, RemoteLink, RichText, Site, User } from './model/index.ts';
export type IssueWords = {
    readonly summary: string;
    /** Typed text, or ADF. */
    readonly description?: RichText;
    readonly type?: string;
    /** A status that the workflow lets issues start in. */
    readonly status?: string;
    readonly labels?: readonly string[];
    readonly assignee?: string;
    /** By the custom field's name or id: text, an option's name, or a user's handle. */
    readonly fields?: Readonly<Record<string, string>>;
};
export type Edit = {
    readonly summary?: string;
    readonly description?: RichText | null;
    /** By its name; null: unresolved. */
    readonly resolution?: string | null;
};
/** Issues are named by key (an old one does, too), projects by key, people by handle. */
export type Acting = {
    createIssue(project: string, issue: IssueWords): Issue;
    edit(issue: string, change: Edit): void;
    /** By the transition's id or name, or the name of the status that it leads to. `screen`: what is filled in on its screen. */
    transition(issue: string, transition: string, screen?: Edit): void;
    /** The whole set. */
    setLabels(issue: string, ...labels: string[]): void;
    setField(issue: string, field: string, value: string | null): void;
    assign(issue: string, handle: string | null): void;
    comment(issue: string, body: RichText): Comment;
    editComment(issue: string, comment: Comment, body: RichText): void;
    deleteComment(issue: string, comment: Comment): void;
    /** `status`: which one to begin in, where the other workflow does not know the issue's. Gives back its new key. */
    move(issue: string, project: string, status?: string): string;
    /** For administrators. `picks`: which statuses of it to put issues into, by those that it does not know. */
    changeWorkflow(project: string, workflow: string, picks?: Readonly<Record<string, string>>): void;
    deleteIssue(issue: string): void;
    setProperty(issue: string, key: string, value: Json): void;
    linkRemotely(issue: string, link: {
        readonly url: string;
        readonly title: string;
        readonly globalId?: string;
    }): RemoteLink;
};
/** Null acts as nobody in particular: in projects that let `anyone`. */
export declare function createActing(site: Site, by: User | null): Acting;
