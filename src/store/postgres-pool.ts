/** Connections to PostgreSQL: a pool for queries, and one that hears what other processes wish. */
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool, types, type CustomTypesConfig } from 'pg';

import { channel } from './postgres.ts';
import type { Tables } from './tables.ts';

/** Most connections of one process; PostgreSQL allows a hundred in all unless it is told otherwise. */
const most = 10;
/** Milliseconds that one statement may take, and that a connection may take to be made. */
const statement = 30_000;
const connecting = 10_000;

type TypeId = Parameters<typeof types.getTypeParser>[0];

/** PostgreSQL's `int8` (also its counts) as numbers: ours are times and counts, far below 2^53. */
const numbers: CustomTypesConfig = {
  getTypeParser: ((oid: TypeId, format?: 'text' | 'binary') =>
    oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/**
 * A pool of connections; none is made yet. A connection that is lost fails the query that uses it, and nothing else.
 * @param patient statements take as long as they need: for migrations
 * @param heard told of every error, before whoever asked
 */
export function openPostgres(
  url: string,
  patient = false,
  heard: (error: unknown) => void = () => {},
): Kysely<Tables> {
  const pool = new Pool({
    connectionString: url,
    max: most,
    application_name: 'baton',
    connectionTimeoutMillis: connecting,
    keepAlive: true,
    types: numbers,
    ...(patient ? {} : { statement_timeout: statement, idle_in_transaction_session_timeout: statement }),
  });
  // A connection that breaks tells whoever waits for an answer; an event that nobody hears would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const hearing = {
    options: pool.options,
    async connect() {
      try {
        return await pool.connect();
      } catch (error) {
        heard(error);
        throw error;
      }
    },
    end: () => pool.end(),
  };
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: hearing }),
    log: (event) => {
      if (event.level === 'error') heard(event.error);
    },
  });
}

/**
 * Hears when another process wished something, over a connection of its own that is made again when it is lost.
 * @param heard also called once a connection is there: what was wished before it was not heard
 * @returns ends it
 */
export function hearWishes(url: string, heard: () => void): () => Promise<void> {
  let client: Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let over = false;

  function connect(): void {
    if (over) return;
    const mine = new Client({
      connectionString: url,
      application_name: 'baton wishes',
      connectionTimeoutMillis: connecting,
      keepAlive: true,
    });
    client = mine;
    let lost = false;
    const again = (): void => {
      if (lost || over) return;
      lost = true;
      mine.end().catch(() => {});
      timer = setTimeout(connect, 1000);
    };
    mine.on('error', again);
    mine.on('end', again);
    mine.on('notification', heard);
    // What cannot be reached is tried again, and polled meanwhile.
    mine
      .connect()
      .then(() => mine.query(`listen ${channel}`))
      .then(heard, again);
  }
  connect();
  return async () => {
    over = true;
    if (timer !== null) clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}
