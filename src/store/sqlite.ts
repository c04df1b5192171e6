/** SQLite inside the process: Node's own driver, spoken to through Kysely's SQLite dialect. */
import { open } from 'node:fs/promises';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

import { SqliteDialect } from 'kysely';

type Heard = (error: unknown) => void;

/**
 * A dialect on an open database; closing Kysely closes it.
 * @param heard told of every error, before whoever asked
 */
export function sqliteDialect(
  database: DatabaseSync,
  heard: Heard = () => {},
  prepare: Prepare = preparing(database, heard),
): SqliteDialect {
  return new SqliteDialect({ database: { close: () => database.close(), prepare } });
}

type Prepare = (text: string) => Statement;

/** Statements of an open database, each prepared once. */
export function preparing(database: DatabaseSync, heard: Heard): Prepare {
  const prepared = new Map<string, Statement>();
  return (text) => {
    // Every transaction of ours writes: taking the lock later could fail when the work is half done.
    const sql = text === 'begin' ? 'begin immediate' : text;
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = adapt(database, sql, heard);
    // Lists of values make many texts of one query; the few that matter come back soon.
    if (prepared.size >= 200) prepared.clear();
    prepared.set(sql, statement);
    return statement;
  };
}

/** Asks one statement within a transaction; gives back its rows. @throws what SQLite says of it */
export type Ask = (text: string, parameters: readonly unknown[]) => readonly unknown[];

/**
 * Speaks to the database at once, without giving the event loop a turn: promises take longer than what a small transaction
 * does. Each gives back null where another transaction is under way on this connection: nothing was done.
 */
export type AtOnce = {
  /**
   * Runs a transaction. A loss of power may undo it, as `relaxed` says.
   * @throws what the work throws, and what SQLite says; then nothing of it is kept
   */
  readonly transact: <T>(work: (ask: Ask) => T) => { readonly done: T } | null;
  /** Reads what is committed. @throws what SQLite says */
  readonly read: <T>(work: (ask: Ask) => T) => { readonly done: T } | null;
};

export function atOnceOn(database: DatabaseSync, prepare: Prepare): AtOnce {
  const ask: Ask = (text, parameters) => prepare(text).all(parameters);
  return {
    transact(work) {
      if (database.isTransaction) return null;
      // Prepared ones would do nothing: SQLite does this while it prepares.
      database.exec('pragma synchronous = normal');
      try {
        ask('begin', []);
        const done = work(ask);
        ask('commit', []);
        return { done };
      } catch (error) {
        prepare('rollback').run([]);
        throw error;
      } finally {
        database.exec('pragma synchronous = full');
      }
    },
    read: (work) => (database.isTransaction ? null : { done: work(ask) }),
  };
}

/** Kysely asks for better-sqlite3's shape, which takes its parameters as one array. */
function adapt(database: DatabaseSync, sql: string, heard: Heard) {
  const statement = database.prepare(sql);
  const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  const hearing = <T>(ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      heard(error);
      throw error;
    }
  };
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => hearing(() => statement.all(...values(parameters))),
    run: (parameters: readonly unknown[]) => {
      // A full disk ends the transaction by itself. What SQLite would say of this rollback is not what is wrong.
      if (sql === 'rollback' && !database.isTransaction) return { changes: 0, lastInsertRowid: 0 };
      return hearing(() => statement.run(...values(parameters)));
    },
    iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
  };
}
type Statement = ReturnType<typeof adapt>;

/**
 * Opens a file (or `:memory:`) durably: what was committed survives a loss of power.
 * @throws what SQLite says of a file that it cannot open, or that is no database
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    database.exec(`
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma foreign_keys = on;
    `);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What was committed and may be in the operating system's memory alone. */
export type WriteAheadLog = {
  /** Resolves when the disk has what was committed before. @throws what the system says of the file */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * The file that commits are appended to. SQLite flushes it within a commit, and the event loop stands still meanwhile;
 * this does it in a thread. SQLite's locks are on other files: opening and closing this one takes none of them away.
 * @throws what the system says of a file that is not there
 */
export async function openLog(path: string): Promise<WriteAheadLog> {
  const file = await open(`${path}-wal`, 'r+');
  return { flush: () => file.datasync(), close: () => file.close() };
}

/**
 * Takes the folder for this process alone; SQLite's own file lock ends with the process, however that ends.
 * It is a file beside the database, so that the database can be read and backed up while Baton runs.
 * @returns gives the lock back
 * @throws `database is locked` when another process has it
 */
export function lockFile(path: string): () => void {
  const database = new DatabaseSync(path);
  try {
    database.exec('pragma journal_mode = delete; begin exclusive');
    return () => database.close();
  } catch (error) {
    database.close();
    throw error;
  }
}
