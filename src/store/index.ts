/** What Baton remembers and a tracker does not tell again: one database, embedded or PostgreSQL. */
export { openStore, StoreUnusable, type Store } from './store.ts';
export type { KeptPolicy, KeptText } from './policies.ts';
export { baseStore, type Found, type KeptBase } from './bases.ts';
export type { Judged } from './heads.ts';
export type { LedgerLine, RecordedLine } from './ledger.ts';
export type { Rename } from './renames.ts';
export type { Spoken } from './spoken.ts';
export { inParts } from './parts.ts';
export { comparedStore } from './compared.ts';
export { pastStore } from './pasts.ts';
export { seenStore, type SeenStore } from './seen.ts';
export { probeFolder } from './probe.ts';
export { troubleOf, type Trouble } from './trouble.ts';
export { sessionStore, type KeptSession, type KeptSight, type SessionStore } from './sessions.ts';
export { countWaiting } from './board-waiting.ts';
export { pruneReports, reportStore, type ReportStore } from './reports.ts';
export { installationOwners, knownRepositories, repositoriesWithPolicy } from './known-repositories.ts';
export { storeReadiness } from './ready.ts';
export { renameStore } from './renames.ts';
export type { Database, Tables } from './tables.ts';
export { channel, isPostgres, isPostgresUrl } from './postgres.ts';
export { migrationNames, migrationsOf } from './migrations.ts';
export { changeStore, type ChangeStore } from './changes.ts';
export { ledgerStore, linesOfLedger, type KeptLine } from './ledger.ts';
export { heardStore, type HeardStore } from './heard.ts';
export { markStore, type MarkStore } from './marks.ts';
export { countWanted } from './wanted.ts';
export { recentStore, type RecentStore } from './recent.ts';
export { everybody, policyTeamStore, restsOnStore, type Resting, type RolesChange } from './rests-on.ts';
export { noPolicyStore } from './no-policies.ts';
export { momentShape } from './against.ts';
export { remarkStore, type RemarkStore } from './remarks.ts';
export { subIssueStore, type SubIssueStore, type Waiter } from './sub-issues.ts';
export { glanceAtStore, visitStore } from './visit.ts';
export type { KeptWaits, Waits } from './waiting.ts';
export { byKey, namedStore, type NamedIssue, type NamedStore } from './named.ts';
export type { Ask, AtOnce } from './sqlite.ts';
export { relaxed, type Transact } from './relaxed.ts';
export { writtenOnce } from './written-once.ts';
export { move } from './move.ts';
export {
  type BoardChange,
  type BoardItem,
  boardForm,
  boardStore,
  type BoardStore,
  boardVersion,
  type KeptOnBoard,
} from './board.ts';
export {
  type BoardFilter,
  type BoardNews,
  type BoardPart,
  boardQueries,
  type BoardAccount,
  type BoardQueries,
  type BoardStage,
  type Sight,
} from './board-page.ts';
