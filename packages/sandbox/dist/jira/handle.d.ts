/** The handle on a running Jira: what tests and the demo can do with it. */
import type { Clock } from '../clock.ts';
import type { Acting } from './acting.ts';
import type { HolderName } from './directory.ts';
import type { JiraFaults } from './faults.ts';
import type { Category, CustomField, Flavour, Issue, Project, Status, Workflow } from './model/index.ts';
import type { GlobalPermission, ProjectPermission } from './rights.ts';
import type { LoggedRequest } from './server.ts';
import type { ProjectSettings, UserSettings, WorkflowSettings } from './settings.ts';
import type { JiraDelivery } from './webhooks/index.ts';
export type JiraOptions = {
    readonly flavour: Flavour;
    /** Default: real time. */
    readonly clock?: Clock;
    /** A path that Jira is below, such as `/jira`; Data Center only. */
    readonly prefix?: string;
    /** Default: a free one. */
    readonly port?: number;
    /** Data Center's; default: 10.3.2. */
    readonly version?: string;
};
export type WebhookSettings = {
    readonly url: string;
    readonly secret?: string;
    /** Default `webhook`. */
    readonly name?: string;
    /** Default: all that are played. */
    readonly events?: readonly string[];
    /** Keys; default: all projects. Data Center's comment events name no issue, and come from everywhere. */
    readonly projects?: readonly string[];
};
/** People are named by handle, projects by key, everything else by name. */
export type Jira = {
    readonly flavour: Flavour;
    /** The site, with the prefix where there is one: `/rest/api/3` or `/rest/api/2` is below it. */
    readonly url: string;
    readonly cloudId: string;
    /** Where scoped tokens go: `http://127.0.0.1:PORT/ex/jira/<cloudId>`. */
    readonly gateway: string;
    readonly clock: Clock;
    readonly faults: JiraFaults;
    /** Every request so far; `requests.length = 0` forgets them. */
    readonly requests: LoggedRequest[];
    /** Every webhook so far, each attempt, as sent. A lost one is not among them. */
    readonly deliveries: readonly JiraDelivery[];
    /** What somebody asked for and that is not played (answered with 501). */
    readonly unplayed: readonly string[];
    /** Errors of the sandbox itself (answered with 500). */
    readonly problems: readonly string[];
    user(handle: string, settings?: UserSettings): void;
    /** Cannot log in any more; stays in groups and histories. */
    deactivate(handle: string): void;
    group(name: string, members?: readonly string[]): void;
    addToGroup(group: string, handle: string): void;
    removeFromGroup(group: string, handle: string): void;
    status(name: string, category: Category): Status;
    /** Its id stays; histories keep the name of then. */
    renameStatus(name: string, to: string): void;
    /** Gives back its id. */
    resolution(name: string): string;
    /** Its id stays; histories keep the name of then. */
    renameResolution(name: string, to: string): void;
    /** Gives somebody another user name (Data Center); the old one is free at once. */
    renameUser(handle: string, to: string): void;
    workflow(name: string, settings: WorkflowSettings): Workflow;
    customField(name: string, type: CustomField['type'], options?: readonly string[]): CustomField;
    project(key: string, settings?: ProjectSettings): Project;
    addToRole(project: string, role: string, who: {
        users?: readonly string[];
        groups?: readonly string[];
    }): void;
    removeFromRole(project: string, role: string, who: {
        users?: readonly string[];
        groups?: readonly string[];
    }): void;
    /** Says who holds a permission from now on. */
    grant(project: string, permission: ProjectPermission, ...holders: readonly HolderName[]): void;
    /** Gives an issue a security level: only these may see it. None: everybody who may see the project does again. */
    restrict(issue: string, ...holders: readonly HolderName[]): void;
    grantGlobally(permission: GlobalPermission, ...holders: readonly HolderName[]): void;
    /** Makes somebody an administrator of the site, as Data Center wants of whoever reads a group's members. */
    makeAdministrator(handle: string): void;
    /** For basic authentication at a Cloud site, with `emailOf`; on Data Center a personal access token. */
    token(handle: string): string;
    /** For the gateway. Default scopes: read:jira-work, write:jira-work, read:jira-user. */
    scopedToken(handle: string, scopes?: readonly string[]): string;
    /** For basic authentication on Data Center, with the handle. */
    password(handle: string): string;
    emailOf(handle: string): string;
    /** What Jira calls somebody: the account's id on Cloud, the user name on Data Center. */
    idOf(handle: string): string;
    groupId(name: string): string;
    roleId(name: string): number;
    statusId(name: string): string;
    /** Ends all of somebody's tokens, as their expiry would. */
    revokeTokens(handle: string): void;
    webhook(settings: WebhookSettings): void;
    /** Resolves when no webhook is under way. */
    settled(): Promise<void>;
    /** Sends again what Jira would, as if the minutes until then had passed. */
    retryWebhooks(): Promise<void>;
    /** Acts in somebody's name; null: as nobody in particular, where a project lets `anyone`. */
    as(handle: string | null): Acting;
    /**
     * An automation rule acts: as its own account, or in somebody's name. Jira records whom the rule names, and nothing
     * else: the history is the same as if they had done it ("Automation actors").
     */
    rule(actor?: string): Acting;
    /** The issue as it is now, by any key that it has or had. */
    issue(key: string): Issue;
    /** Who there is, with tokens, to print. */
    describe(): JiraDescription;
    close(): Promise<void>;
};
export type JiraDescription = {
    readonly url: string;
    readonly people: readonly {
        readonly handle: string;
        readonly id: string;
        /** As `token` gives it. */
        readonly token: string;
        readonly groups: readonly string[];
    }[];
    readonly projects: readonly string[];
};
