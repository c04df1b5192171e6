/** An issue of Jira as a history: moments, who is who, and what its fields and statuses are called. */
export { accountsIn, pinned, type Pins, tookName } from './accounts.ts';
export { commentSaying } from './already-commented.ts';
export { createChangeKeeper, partShape } from './changelog-cache.ts';
export { type Account, createHolders, type Holders } from './holders.ts';
export { createNaming, fieldIdsOf } from './names.ts';
export { accountOf, idOf, namedOf, namesOf, observedOf, readEdits } from './observed.ts';
export { alone, createReadings, sawName, type ReadingFor, type Readings } from './readings.ts';
export { storyAfter } from './story-after.ts';
export { type Ways, waysIn } from './transition-paths.ts';
