/** People and organisations come, and people join and leave. What GitHub's settings pages do. */
import { type Mannequin, type Organization, type User, type World } from '../model/index.ts';
export declare function createUser(world: World, login: string, name: string | null): User;
/** The old login is free at once, for anybody (GitHub: "Changing your GitHub username"). No App is told. */
export declare function renameUser(world: World, user: User, login: string): void;
export declare function createMannequin(world: World, login: string): Mannequin;
export declare function createOrganization(world: World, login: string, baseRole: Organization['baseRole']): Organization;
export declare function addMember(world: World, sender: User, organization: Organization, user: User, role: 'admin' | 'member'): void;
/** Whoever leaves an organisation leaves its teams. */
export declare function removeMember(world: World, sender: User, organization: Organization, user: User): void;
