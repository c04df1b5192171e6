/**
 * What Baton remembers that the tracker does not: losing it loses the audit log and who held which role when
 * they spoke; every decision can be made again without it.
 */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { Kysely } from 'kysely';

import { againstStore, type AgainstStore } from './against.ts';
import { headStore, type HeadStore } from './heads.ts';
import { ledgerStore, type LedgerStore } from './ledger.ts';
import { migrate } from './migrations.ts';
import { policyStore, type PolicyStore } from './policies.ts';
import { renameStore, type RenameStore } from './renames.ts';
import { spokenStore, type SpokenStore } from './spoken.ts';
import { lockFile, openDatabase, sqliteDialect } from './sqlite.ts';
import type { Database, Tables } from './tables.ts';

export type Store = AgainstStore &
  HeadStore &
  LedgerStore &
  PolicyStore &
  RenameStore &
  SpokenStore & {
    /** For the inbox, which keeps its rows in the same database. */
    readonly db: Database;
    close(): Promise<void>;
  };

/** The store cannot be used; the message is one line for whoever starts Baton. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}

/**
 * Opens the store in a folder (made if it is missing), for this process alone, and brings its tables up to date.
 * @param folder `:memory:` for one that is forgotten
 * @throws StoreUnusable when the folder cannot be written, another process has it, or the file is damaged
 */
export async function openStore(folder: string): Promise<Store> {
  if (folder === ':memory:') return open(':memory:', () => {});
  const file = join(folder, 'baton.sqlite');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new StoreUnusable(`DATA_DIR: cannot write to the folder ${folder} (${wordsOf(error)}).`, {
      cause: error,
    });
  }
  const unlock = lock(folder);
  try {
    return await open(file, unlock);
  } catch (error) {
    unlock();
    throw new StoreUnusable(
      `DATA_DIR: the database ${file} cannot be used (${wordsOf(error)}). Restore a backup, or move the file away: decisions are read again from GitHub, the audit log starts anew.`,
      { cause: error },
    );
  }
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

async function open(path: string, unlock: () => void): Promise<Store> {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(openDatabase(path)) });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...againstStore(db),
    ...headStore(db),
    ...ledgerStore(db),
    ...policyStore(db),
    ...renameStore(db),
    ...spokenStore(db),
    db,
    async close() {
      await db.destroy();
      unlock();
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
