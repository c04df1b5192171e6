/** What the administrator says of people, workflows and projects when setting them up. */
import type { HolderName } from './directory.ts';
import type { User } from './model/index.ts';
import type { ProjectPermission } from './rights.ts';
export type UserSettings = {
    readonly name?: string;
    readonly kind?: User['kind'];
    readonly email?: string;
    /** An IANA name; default `Etc/UTC`. */
    readonly timeZone?: string;
};
export type WorkflowSettings = {
    /** Names of statuses where new issues may stand; the first is the default. */
    readonly initial: readonly string[];
    readonly transitions: readonly {
        /** Default: the next of 11, 21, 31, … */
        readonly id?: string;
        readonly name: string;
        /** Names of statuses; left out: a global transition. */
        readonly from?: readonly string[];
        readonly to: string;
        /**
         * A resolution to set without a screen, null to clear it, `keep` to leave it alone. Default: `Done` into a status of
         * the category done, null elsewhere, as Jira's simplified workflow does.
         */
        readonly resolution?: string | null;
        /** Names of roles: only their people may do it. */
        readonly roles?: readonly string[];
    }[];
};
export type ProjectSettings = {
    readonly name?: string;
    /** The name of a workflow; default: Jira's simple one (To Do, In Progress, Done, from anywhere to anywhere). */
    readonly workflow?: string;
    /** Role → who has it. */
    readonly roles?: Readonly<Record<string, {
        readonly users?: readonly string[];
        readonly groups?: readonly string[];
    }>>;
    /** Permission → who holds it, instead of Jira's default. */
    readonly permissions?: Readonly<Partial<Record<ProjectPermission, readonly HolderName[]>>>;
    readonly types?: readonly string[];
};
