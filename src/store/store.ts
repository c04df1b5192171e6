/**
 * What Baton remembers that the tracker does not: losing it loses the audit log and who held which role when
 * they spoke; every decision can be made again without it.
 */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Kysely } from 'kysely';

import { errorMessageOf } from '../error-message.ts';
import { againstStore, type AgainstStore } from './against.ts';
import { baseStore, type BaseStore } from './bases.ts';
import { headStore, type HeadStore } from './heads.ts';
import { ledgerStore, type LedgerStore } from './ledger.ts';
import { markStore, type MarkStore } from './marks.ts';
import { MadeByNewer, migrate } from './migrations.ts';
import { isPostgresUrl } from './postgres.ts';
import { pinStore, type PinStore } from './pins.ts';
import { policyStore, type PolicyStore } from './policies.ts';
import { linkedElsewhereStore, type LinkedElsewhereStore } from './linked-elsewhere.ts';
import { noPolicyStore, type NoPolicyStore } from './no-policies.ts';
import { policyTeamStore, type PolicyTeamStore } from './rests-on.ts';
import { renameStore, type RenameStore } from './renames.ts';
import { spokenStore, type SpokenStore } from './spoken.ts';
import { relaxed, type Transact } from './relaxed.ts';
import {
  atOnceOn,
  lockFile,
  openDatabase,
  openLog,
  preparing,
  sqliteDialect,
  type AtOnce,
} from './sqlite.ts';
import type { Database, Tables } from './tables.ts';
import { troubleOf, type Trouble } from './trouble.ts';
import { waitingStore, type WaitingStore } from './waiting.ts';

export type Store = AgainstStore &
  BaseStore &
  HeadStore &
  LedgerStore &
  LinkedElsewhereStore &
  MarkStore &
  NoPolicyStore &
  PinStore &
  PolicyStore &
  PolicyTeamStore &
  RenameStore &
  SpokenStore &
  WaitingStore & {
    /** For the inbox, which keeps its rows in the same database. */
    readonly db: Database;
    /** Runs a transaction that survives a loss of power, without keeping the event loop waiting for the disk. */
    readonly durably: Transact;
    /** For small transactions that need not outlive a loss of power; null: the database is not within this process. */
    readonly atOnce: AtOnce | null;
    /** True when other processes may use it at the same time. */
    readonly shared: boolean;
    /**
     * Calls back when another process may have wished for looks; a store that is not shared never does.
     * @returns ends it
     */
    hearWishes(heard: () => void): () => Promise<void>;
    close(): Promise<void>;
  };

/** The store cannot be used; the message is one line for whoever starts Baton. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}

/**
 * Opens the store and brings its tables up to date.
 * @param where a folder (made if it is missing), which is for this process alone; `:memory:` for a store that is
 *   forgotten; or the address of a PostgreSQL database (`postgres://…`), for any number of processes
 * @param onTrouble told each time that the database as a whole fails, once it is open
 * @throws StoreUnusable when the folder cannot be written, another process has it, the file is damaged, or the
 *   database cannot be reached
 */
export async function openStore(
  where: string,
  onTrouble: (trouble: Trouble) => void = () => {},
): Promise<Store> {
  const heard: Heard = (error) => {
    const trouble = troubleOf(error);
    if (trouble !== null) onTrouble(trouble);
  };
  if (isPostgresUrl(where)) return openShared(where, heard);
  if (where === ':memory:') return open(':memory:', () => {}, heard);
  return openFolder(where, heard);
}

type Heard = (error: unknown) => void;

async function openFolder(folder: string, heard: Heard): Promise<Store> {
  const file = join(folder, 'baton.sqlite');
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new StoreUnusable(`DATA_DIR: cannot write to the folder ${folder} (${errorMessageOf(error)}).`, {
      cause: error,
    });
  }
  const unlock = lock(folder);
  try {
    return await open(file, unlock, heard);
  } catch (error) {
    unlock();
    if (error instanceof MadeByNewer) {
      throw new StoreUnusable(`DATA_DIR: the database ${file} cannot be used: ${error.message}.`, {
        cause: error,
      });
    }
    throw new StoreUnusable(
      `DATA_DIR: the database ${file} cannot be used (${wordsOf(error)}). Restore a backup, or move the file away: decisions are read again from GitHub, the audit log starts anew.`,
      { cause: error },
    );
  }
}

/**
 * Makes a folder and those above it. Node's own `recursive` tries for ever where a file system says of everything that it
 * is not there, as /proc does.
 */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    const above = dirname(folder);
    if (code !== 'ENOENT' || above === folder || isFolder(above)) throw error;
    makeFolder(above);
    mkdirSync(folder);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function lock(folder: string): () => void {
  const file = join(folder, 'baton.lock');
  try {
    return lockFile(file);
  } catch (error) {
    throw new StoreUnusable(
      /locked/.test(wordsOf(error))
        ? `DATA_DIR: another Baton is running on the folder ${folder}. Stop it first, or give this one a folder of its own.`
        : `DATA_DIR: cannot lock ${file} (${wordsOf(error)}).`,
      { cause: error },
    );
  }
}

async function open(path: string, unlock: () => void, heard: Heard): Promise<Store> {
  const database = openDatabase(path);
  const prepare = preparing(database, heard);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database, heard, prepare) });
  try {
    await migrate(db);
    const log = path === ':memory:' ? null : await openLog(path);
    return {
      ...storesOf(db),
      async durably(work) {
        const done = await relaxed(db, work);
        await log?.flush();
        return done;
      },
      atOnce: atOnceOn(database, prepare),
      shared: false,
      hearWishes: () => async () => {},
      async close() {
        await log?.close();
        await db.destroy();
        unlock();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function openShared(url: string, heard: Heard): Promise<Store> {
  const { hearWishes, openPostgres } = await import('./postgres-pool.ts');
  const migrating = openPostgres(url, true);
  try {
    await migrate(migrating);
  } catch (error) {
    throw unusable(url, error);
  } finally {
    await migrating.destroy();
  }
  const db = openPostgres(url, false, heard);
  return {
    ...storesOf(db),
    durably: (work) => db.transaction().execute(work),
    atOnce: null,
    shared: true,
    hearWishes: (heard) => hearWishes(url, heard),
    close: () => db.destroy(),
  };
}

/** What is wrong with a PostgreSQL database, without the password that is in its address. */
export function unusable(url: string, error: unknown): StoreUnusable {
  const { host, pathname } = new URL(url);
  const words = error instanceof MadeByNewer ? `: ${error.message}` : ` (${wordsOf(error)})`;
  return new StoreUnusable(
    `DATABASE_URL: the database ${pathname.slice(1)} at ${host} cannot be used${words}.`,
    { cause: error },
  );
}

function storesOf(db: Database): Omit<Store, 'durably' | 'atOnce' | 'shared' | 'hearWishes' | 'close'> {
  return {
    ...againstStore(db),
    ...baseStore(db),
    ...headStore(db),
    ...ledgerStore(db),
    ...linkedElsewhereStore(db),
    ...markStore(db),
    ...noPolicyStore(db),
    ...pinStore(db),
    ...policyStore(db),
    ...policyTeamStore(db),
    ...renameStore(db),
    ...spokenStore(db),
    ...waitingStore(db),
    db,
  };
}

function wordsOf(error: unknown): string {
  // Several addresses that all refused come as one error without words.
  const [one] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error];
  return one instanceof Error ? one.message : String(one);
}
