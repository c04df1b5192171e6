/**
 * Who is signed in to the board, and what GitHub lets them see. Nobody who reads the table can sign in with it: it holds the
 * hashes of sessions' ids, and tokens that only the process can open. Losing it, people sign in again.
 */
import type { Database } from './tables.ts';

export type KeptSession = {
  /** A hash of what the browser has. */
  readonly id: string;
  /** The person's id on GitHub: logins change hands. */
  readonly account: number;
  readonly login: string;
  /** Sealed: nothing here can open it. */
  readonly token: string;
  /** All in milliseconds since the epoch. */
  readonly begunAt: number;
  readonly endsAt: number;
  readonly seenAt: number;
};

/** What GitHub told, as the board writes it. It counts until then. */
export type KeptSight = { readonly content: string; readonly until: number };

export type SessionStore = {
  /** Keeps a session. The oldest of its person's end, and the oldest of all, where there are more than so many. */
  beginSession(session: KeptSession, most: { readonly ofOne: number; readonly inAll: number }): Promise<void>;
  /** null: there is none that lasts longer than `now`. `sight`: null: GitHub was not asked yet. */
  session(id: string, now: number): Promise<(KeptSession & { readonly sight: KeptSight | null }) | null>;
  /** Its person was here. */
  noteSeen(id: string, at: number): Promise<void>;
  /** Keeps what GitHub lets its person see. */
  keepSight(id: string, sight: KeptSight): Promise<void>;
  /** Ends it. @returns what it was; null: there was none */
  endSession(id: string): Promise<KeptSession | null>;
  /** Ends all of a person. @returns what they were */
  endSessionsOf(account: number): Promise<readonly KeptSession[]>;
  /** Those that last longer than `now`. */
  sessionsNow(now: number): Promise<{ readonly sessions: number; readonly people: number }>;
  /** Forgets those that have ended. */
  pruneSessions(now: number): Promise<void>;
};

const columns = ['id', 'account', 'login', 'token', 'begun_at', 'ends_at', 'seen_at'] as const;
type Row = {
  readonly id: string;
  readonly account: number;
  readonly login: string;
  readonly token: string;
  readonly begun_at: number;
  readonly ends_at: number;
  readonly seen_at: number;
};
const sessionOf = ({ begun_at: begunAt, ends_at: endsAt, seen_at: seenAt, ...row }: Row): KeptSession => ({
  id: row.id,
  account: row.account,
  login: row.login,
  token: row.token,
  begunAt,
  endsAt,
  seenAt,
});

export function sessionStore(db: Database): SessionStore {
  return {
    async beginSession({ begunAt, endsAt, seenAt, ...session }, { ofOne, inAll }) {
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('sessions')
          .values({
            ...session,
            begun_at: begunAt,
            ends_at: endsAt,
            seen_at: seenAt,
            sight: null,
            sight_until: 0,
          })
          .execute();
        // The new one stays, also where others began at the same moment.
        const others = (limit: number) =>
          tx
            .selectFrom('sessions')
            .select('id')
            .where('id', '!=', session.id)
            .orderBy('begun_at', 'desc')
            .orderBy('id')
            .offset(limit - 1)
            .limit(1000);
        const older = await others(ofOne).where('account', '=', session.account).execute();
        const oldest = await others(inAll).execute();
        const ids = [...older, ...oldest].map(({ id }) => id);
        if (ids.length > 0) await tx.deleteFrom('sessions').where('id', 'in', ids).execute();
      });
    },
    async session(id, now) {
      const row = await db
        .selectFrom('sessions')
        .select([...columns, 'sight', 'sight_until'])
        .where('id', '=', id)
        .where('ends_at', '>', now)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { sight: content, sight_until: until } = row;
      return { ...sessionOf(row), sight: content === null ? null : { content, until } };
    },
    async noteSeen(id, at) {
      await db.updateTable('sessions').set({ seen_at: at }).where('id', '=', id).execute();
    },
    async keepSight(id, { content, until }) {
      await db
        .updateTable('sessions')
        .set({ sight: content, sight_until: until })
        .where('id', '=', id)
        .execute();
    },
    async endSession(id) {
      const row = await db
        .deleteFrom('sessions')
        .where('id', '=', id)
        .returning([...columns])
        .executeTakeFirst();
      return row === undefined ? null : sessionOf(row);
    },
    async endSessionsOf(account) {
      const rows = await db
        .deleteFrom('sessions')
        .where('account', '=', account)
        .returning([...columns])
        .execute();
      return rows.map(sessionOf);
    },
    async sessionsNow(now) {
      return db
        .selectFrom('sessions')
        .select(({ fn }) => [
          fn.countAll<number>().as('sessions'),
          fn.count<number>('account').distinct().as('people'),
        ])
        .where('ends_at', '>', now)
        .executeTakeFirstOrThrow();
    },
    async pruneSessions(now) {
      await db.deleteFrom('sessions').where('ends_at', '<=', now).execute();
    },
  };
}
