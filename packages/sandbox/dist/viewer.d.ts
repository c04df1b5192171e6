/** Whoever asks, and what they may do. */
import type { Access, Actor, App, Installation, Item, Repository, RoleName, User, World } from './model/index.ts';
export type InstallationViewer = {
    readonly kind: 'installation';
    readonly installation: Installation;
    readonly permissions: Installation['permissions'];
    readonly repositories: 'all' | ReadonlySet<Repository>;
};
export type Viewer = {
    readonly kind: 'anonymous';
} | {
    readonly kind: 'user';
    readonly user: User;
} | {
    readonly kind: 'app';
    readonly app: App;
} | InstallationViewer;
/** In whose name a viewer acts. An App's JWT, and nobody, act in no name. */
export declare function actorOf(viewer: Viewer): User | App['bot'];
/** The App through which a viewer acts, if any. */
export declare function appOf(viewer: Viewer): App | null;
/** How a request log names a viewer. */
export declare function nameOf(viewer: Viewer): string;
declare const ranks: readonly ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
export type Rank = (typeof ranks)[number];
/** The standard role that a role stands on. */
export declare function rankOf(role: RoleName | 'none'): Rank;
export declare function atLeast(role: RoleName | 'none', rank: Rank): boolean;
/** The strongest role of a person in a repository: own it, collaborate, by teams (and their parents), by the organisation. */
export declare function roleIn(repository: Repository, user: User): RoleName | 'none';
export declare function covers(viewer: Pick<InstallationViewer, 'installation' | 'repositories'>, repository: Repository): boolean;
export declare function canSee(viewer: Viewer, repository: Repository): boolean;
/** Throws 404 where a viewer must not even know of the repository. */
export declare function seeing(viewer: Viewer, repository: Repository | undefined, overGraphql?: string): Repository;
/** What an action takes: a role for a person, one of some permissions for an App. */
export type Need = {
    readonly role: Rank;
    readonly app: Readonly<Record<string, Access>>;
};
/** What writing about an item takes of an App: for a pull request, either permission will do. */
export declare function itemPermission(item: Item, access: Access): Need['app'];
/** True when the viewer holds what is needed. */
export declare function may(viewer: Viewer, repository: Repository, need: Need): boolean;
export declare function allows(held: Access | undefined, wanted: Access): boolean;
/** Throws GitHub's refusal when the viewer does not hold what is needed. `doing` is the GraphQL mutation's name. */
export declare function demand(viewer: Viewer, repository: Repository, need: Need, doing: string): void;
/**
 * Throws GitHub's refusal where interactions are limited ("Limiting interactions in your repository"): whoever has write
 * access may still write. Whether an App may is not documented; here it may not.
 */
export declare function demandInteraction(viewer: Viewer, repository: Repository): void;
export declare function isAuthor(viewer: Viewer, author: Actor): boolean;
/** An organisation's or a person's installation of an App, if there is one that covers the repository. */
export declare function installationOn(world: World, app: App, repository: Repository): Installation | undefined;
export {};
