/** A branch as a thing of its own. */
import { identify, remember } from '../model/index.js';
/** Makes a branch without telling anybody: a push, or a new repository, does that. */
export function identifyBranch(world, repository, name, oid) {
    const branch = remember(world, { ...identify(world, 'REF'), kind: 'Ref', repository, name, oid });
    repository.branches.set(name, branch);
    return branch;
}
