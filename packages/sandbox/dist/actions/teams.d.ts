/** Teams come, change and go. */
import { type Organization, type Repository, type RoleName, type Team, type User, type World } from '../model/index.ts';
export declare function createTeam(world: World, sender: User | null, organization: Organization, name: string, parent: Team | null, secret?: boolean): Team;
export declare function changeTeam(world: World, sender: User, team: Team, change: {
    name?: string;
    parent?: Team | null;
}): void;
export declare function deleteTeam(world: World, sender: User, team: Team): void;
export declare function grantTeam(world: World, sender: User, team: Team, repository: Repository, role: RoleName | null): void;
/** A pending member has been invited and has not accepted: no event, no rights. */
export declare function addToTeam(world: World, sender: User, team: Team, user: User, state?: 'active' | 'pending'): void;
export declare function removeFromTeam(world: World, sender: User, team: Team, user: User): void;
