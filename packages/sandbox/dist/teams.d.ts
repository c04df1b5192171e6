/** Who is in a team, and what it may do. Members of child teams are members; whoever has not accepted the invitation is not. */
import type { Repository, RoleName, Team, User, World } from './model/index.ts';
export declare function teamsBelow(team: Team): Team[];
export declare function membersOf(team: Team, reach: 'immediate' | 'all'): User[];
/** The repositories that a team reaches, by itself or by a team above it, and as what. */
export declare function grantedTo(world: World, team: Team): ReadonlyMap<Repository, RoleName>;
