import type { JsonObject } from '../json.ts';
import type { Actor, App, Installation, Organization, Team, User, World } from '../model/index.ts';
export declare function showAccount(world: World, actor: Actor): JsonObject;
export declare function showProfile(world: World, user: Exclude<Actor, {
    kind: 'Mannequin';
}>): JsonObject;
export declare function showOrganization(world: World, organization: Organization): JsonObject;
export declare function showTeam(world: World, team: Team): JsonObject;
export declare function showFullTeam(world: World, team: Team): JsonObject;
export declare function showApp(world: World, app: App): JsonObject;
export declare function showInstallation(world: World, installation: Installation): JsonObject;
/** The few words about its installation that every webhook to an App carries. */
export declare function showInstallationReference(installation: Installation): JsonObject;
export declare function showUserOrNull(world: World, user: User | Actor | null): JsonObject | null;
