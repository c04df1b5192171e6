/** Finds what there is by name. A name that nobody has is a mistake of the story: an error, not Jira's refusal. */
import type { CustomField, FieldValue, Group, Holder, Issue, Project, Resolution, Role, Site, Status, User } from './model/index.ts';
export declare function named<T>(what: string, name: string, found: T | undefined): T;
export declare const userNamed: (site: Site, handle: string) => User;
export declare const groupNamed: (site: Site, name: string) => Group;
export declare const roleNamed: (site: Site, name: string) => Role;
export declare const statusNamed: (site: Site, name: string) => Status;
export declare const resolutionNamed: (site: Site, name: string) => Resolution;
export declare const projectNamed: (site: Site, key: string) => Project;
/** By its id, its key, or a key that it had before it was moved: Jira leads on from that. */
export declare function findIssue(site: Site, idOrKey: string): Issue | undefined;
/** Null empties the field. A select's value is an option's name, a user's a handle. */
export declare function valueOf(site: Site, field: CustomField, value: string | null): FieldValue | undefined;
/** `anyone`, `logged-in`, `user:maria`, `group:pms` or `role:Developers`. */
export type HolderName = 'anyone' | 'logged-in' | `user:${string}` | `group:${string}` | `role:${string}`;
export declare function holderNamed(site: Site, name: HolderName): Holder;
