/** A branch as a thing of its own. */
import { identify, remember, type Branch, type Repository, type World } from '../model/index.ts';

/** Makes a branch without telling anybody: a push, or a new repository, does that. */
export function identifyBranch(world: World, repository: Repository, name: string, oid: string): Branch {
  const branch: Branch = remember(world, { ...identify(world, 'REF'), kind: 'Ref', repository, name, oid });
  repository.branches.set(name, branch);
  return branch;
}
