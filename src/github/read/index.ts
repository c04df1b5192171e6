/** Reading an item or a repository: its whole story, as moments, and what it shows now. */
export { type Bases, createBases } from './base.ts';
export { type Expected, expectedShape, type ExpectedStore } from './expected.ts';
export { createFirstTexts } from './first-texts.ts';
export { listByName } from './pulls-by-name.ts';
export { type IssuesToTry, listPullNames, listToTry } from './issues-to-try.ts';
export { type Memory, observe, observePulls } from './observe.ts';
export {
  checksOn,
  type Listing,
  listClosing,
  listingShape,
  listOpen,
  type OpenItems,
  type ToList,
} from './open-items.ts';
export { type EditStore, type KeptEdits, keptEditsShape } from './kept-edits.ts';
export { type Past, pastKey, pastShape, type Pasts } from './past.ts';
export { createOwnerPolicies } from './policy-source.ts';
export { createPushers, type Pushers } from './pushers.ts';
export { createReach, type Reach } from './reach.ts';
export { createRemarks, type NotedRemarks } from './remarks.ts';
export { createRequirements, type Requirements } from './required.ts';
export { createRepositories, type Repositories } from './repository.ts';
export { type ComparedFiles, createFacts, type Facts } from './rest-facts.ts';
export { createDivisions, type Divisions } from './sub-issues.ts';
export { readSurroundings, type Surroundings } from './surroundings.ts';
export {
  createSeen,
  isDatedSo,
  lastSeen,
  type Seen,
  type SeenItem,
  seenInMemory,
  seenName,
  seenShape,
} from './seen.ts';
export { createSizes, createTogether, mostTogether, type Together } from './together.ts';
export { type After, listTouched, type TouchedPage } from './touched.ts';
export { isAsTraced } from './trace.ts';
