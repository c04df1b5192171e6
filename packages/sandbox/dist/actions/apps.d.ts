import { type Access, type App, type Installation, type Organization, type Repository, type User, type World } from '../model/index.ts';
export type AppDraft = {
    readonly slug: string;
    readonly name?: string;
    readonly owner: User | Organization;
    readonly permissions: Readonly<Record<string, Access>>;
    readonly events: readonly string[];
    readonly webhook: {
        readonly url: string | null;
        readonly secret: string | null;
    };
};
export declare function createApp(world: World, draft: AppDraft): App;
export declare function installApp(world: World, sender: User, app: App, account: User | Organization, repositories: 'all' | readonly Repository[]): Installation;
export declare function uninstallApp(world: World, sender: User, installation: Installation): void;
/** Other permissions, for the tokens that there are, too. */
export declare function permit(world: World, installation: Installation, permissions: Installation['permissions']): void;
export declare function reachOf(world: World, installation: Installation): Repository[];
/** Lets an installation reach more repositories, or fewer. */
export declare function changeReach(world: World, sender: User, installation: Installation, added: readonly Repository[], removed: readonly Repository[]): void;
export declare function announceReach(world: World, sender: User, installation: Installation, added: readonly Repository[], removed: readonly Repository[]): void;
