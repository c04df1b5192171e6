/** Which policy is in force in a repository: its file, what that builds on, and since when it says what it says. */
export { type Bases, createBases, type FoundBase, type Proposer } from './bases.ts';
export {
  createInForce,
  fileUrl,
  type InForce,
  isSameFile,
  type PolicyInForce,
  type Source,
} from './in-force.ts';
export { timesToTry } from './times.ts';
