/** SQLite inside the process: Node's own driver, spoken to through Kysely's SQLite dialect. */
import { DatabaseSync, type StatementSync, type SQLInputValue } from 'node:sqlite';

import { SqliteDialect } from 'kysely';

/** A dialect on an open database; closing Kysely closes it. */
export function sqliteDialect(database: DatabaseSync): SqliteDialect {
  const prepared = new Map<string, Statement>();
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(text) {
        // Every transaction of ours writes: taking the lock later could fail when the work is half done.
        const sql = text === 'begin' ? 'begin immediate' : text;
        const known = prepared.get(sql);
        if (known !== undefined) return known;
        const statement = adapt(database.prepare(sql));
        // Lists of values make many texts of one query; the few that matter come back soon.
        if (prepared.size >= 200) prepared.clear();
        prepared.set(sql, statement);
        return statement;
      },
    },
  });
}

/** Kysely asks for better-sqlite3's shape, which takes its parameters as one array. */
function adapt(statement: StatementSync) {
  const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
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
