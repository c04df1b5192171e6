/** What an error of a driver says of the database as a whole: it is full, or gone, whatever was asked of it. */

/** `cause`: goes on the sentence that begins with the database. `patience`: milliseconds in which it may pass. */
export type Trouble = { readonly cause: string; readonly patience: number };

/** What does not pass by itself, and what a restart of the server or of the network between explains. */
const atOnce = 0;
const soon = 10_000;

/** SQLite: "Result and Error Codes"; the lowest eight bits are the primary one. */
const ofSqlite: Readonly<Record<number, string>> = {
  8: 'cannot be written',
  10: 'cannot be read or written',
  11: 'is damaged',
  13: 'cannot be written',
  14: 'cannot be opened',
  26: 'is damaged',
};

/** PostgreSQL: "Error Codes". */
const ofPostgres: Readonly<Record<string, Trouble>> = {
  '53100': { cause: 'cannot be written (database or disk is full)', patience: atOnce },
  '25006': { cause: 'cannot be written (it is read-only)', patience: soon },
  '53200': { cause: 'does not answer (out of memory)', patience: soon },
  '53300': { cause: 'does not answer (too many connections)', patience: soon },
  '57014': { cause: 'does not answer in time', patience: soon },
  '3D000': { cause: 'cannot be used (it is not there)', patience: soon },
};

/** null: the error is about what was asked. */
export function troubleOf(error: unknown): Trouble | null {
  if (error instanceof AggregateError) return troubleOf(error.errors[0]);
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ERR_SQLITE_ERROR' && 'errcode' in error && typeof error.errcode === 'number') {
    const cause = ofSqlite[error.errcode & 0xff];
    const words = 'errstr' in error && typeof error.errstr === 'string' ? error.errstr : error.message;
    return cause === undefined ? null : { cause: `${cause} (${words})`, patience: atOnce };
  }
  if (code === 'ENOSPC') return { cause: 'cannot be written (database or disk is full)', patience: atOnce };
  const known = Object.hasOwn(ofPostgres, code) ? ofPostgres[code] : undefined;
  if (known !== undefined) return known;
  if (/^(57P0[1-5]|08...)$/.test(code)) return { cause: 'cannot be reached (it is stopped)', patience: soon };
  if (/^(E[A-Z_]*(CONN|TIMEDOUT|UNREACH|PIPE|NOTFOUND|AI_AGAIN)[A-Z_]*|ENOENT)$/.test(code))
    return { cause: `cannot be reached (${code})`, patience: soon };
  return /^Connection terminated|timeout exceeded when trying to connect|^Client has encountered a connection error/.test(
    error.message,
  )
    ? { cause: 'cannot be reached (the connection was lost)', patience: soon }
    : null;
}
