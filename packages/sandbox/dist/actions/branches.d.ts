/** A branch as a thing of its own. */
import { type Branch, type Repository, type World } from '../model/index.ts';
/** Makes a branch without telling anybody: a push, or a new repository, does that. */
export declare function identifyBranch(world: World, repository: Repository, name: string, oid: string): Branch;
