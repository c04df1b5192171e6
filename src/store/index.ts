export { openStore, StoreUnusable, type Store } from './store.ts';
export type { KeptPolicy } from './policies.ts';
export type { LedgerLine } from './ledger.ts';
export type { Rename } from './renames.ts';
export type { Spoken } from './spoken.ts';
export { inParts } from './parts.ts';
export { pastStore } from './pasts.ts';
export { renameStore } from './renames.ts';
export type { Database, Tables } from './tables.ts';
