/** Repositories come and change, and who may do what there. */
import { type Organization, type Repository, type RoleName, type User, type World } from '../model/index.ts';
import { type FileChanges } from '../git.ts';
export type RepositoryDraft = {
    readonly name: string;
    readonly private?: boolean;
    readonly defaultBranch?: string;
    readonly hasIssues?: boolean;
    /** What the first commit holds. */
    readonly files?: FileChanges;
};
export declare function createRepository(world: World, owner: User | Organization, draft: RepositoryDraft, author: User): Repository;
export declare function renameRepository(world: World, sender: User, repository: Repository, name: string): void;
export declare function archiveRepository(world: World, sender: User, repository: Repository, archived: boolean): void;
export declare function setCollaborator(world: World, sender: User, repository: Repository, user: User, role: RoleName | null): void;
