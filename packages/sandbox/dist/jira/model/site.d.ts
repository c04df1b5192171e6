/** A Jira site and everything on it, and how a new thing gets its id and its moment. */
import type { Clock } from '../../clock.ts';
import type { Happening } from './happening.ts';
import type { Issue } from './issue.ts';
import type { CustomField, Flavour, Group, Holder, IssueType, Project, Resolution, Role, Status, User, Workflow } from './project.ts';
export type Site = {
    readonly flavour: Flavour;
    /** As "Server info" tells it. */
    readonly version: string;
    readonly clock: Clock;
    /** `http://127.0.0.1:PORT`, with the path prefix where there is one. */
    baseUrl: string;
    readonly cloudId: string;
    readonly users: User[];
    readonly groups: Group[];
    readonly roles: Role[];
    readonly statuses: Status[];
    readonly types: IssueType[];
    readonly resolutions: Resolution[];
    readonly workflows: Workflow[];
    readonly customFields: CustomField[];
    readonly projects: Project[];
    readonly issues: Issue[];
    readonly globalGrants: Map<string, readonly Holder[]>;
    /** The last id given of each sort. */
    readonly lastIds: Map<string, number>;
    lastMoment: number;
    readonly announce: (happening: Happening) => void;
};
/** The next id of a sort: each has its own sequence, from 10001. */
export declare function nextId(site: Site, sort: string): number;
/**
 * Now, in milliseconds: Jira's time stamps have them, the sandbox's clock has whole seconds. What happens within one
 * second is told apart by its millisecond, in order.
 */
export declare function moment(site: Site): number;
