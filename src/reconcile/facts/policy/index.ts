/** Which policy is in force in a repository: its file, what that builds on, and since when it says what it says. */
export { type Bases, createBases, type FoundBase, type Proposer } from './bases.ts';
export { createInForce, type InForce, type PolicyInForce } from './in-force.ts';
export { fileUrl, isSameFile, type Source } from './sources.ts';
export { gateLabelsOf, timesToTry } from './times.ts';
