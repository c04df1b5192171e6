import type { App, Issue, Item, Label, Organization, PullRequest, Repository, Team, User, World } from './model/index.ts';
export type Directory = {
    /** `owner/name`. */
    readonly repository: (name: string) => Repository;
    /** `owner/name#number`. */
    readonly item: (address: string) => Item;
    readonly issue: (address: string) => Issue;
    readonly pull: (address: string) => PullRequest;
    readonly user: (login: string) => User;
    readonly users: (logins: readonly string[]) => User[];
    readonly organization: (login: string) => Organization;
    readonly owner: (login: string) => User | Organization;
    /** `org/slug`. */
    readonly team: (name: string) => Team;
    readonly app: (slug: string) => App;
    readonly label: (repository: Repository, name: string) => Label;
    /** A person's login, or a team's `org/slug`. */
    readonly reviewer: (name: string) => User | Team;
    /** The tip of the default branch. */
    readonly tip: (repository: Repository) => string;
};
export declare function createDirectory(world: World): Directory;
