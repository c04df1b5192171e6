/** Sessions: begun when somebody signs in, found by what their browser has, ended by them, by GitHub, or by time. */
import { randomBytes } from 'node:crypto';

import { hashOf } from '../../hash.ts';
import type { KeptSession, KeptSight, SessionStore } from '../../store/index.ts';
import type { Keys } from './keys.ts';

/** Milliseconds that one lasts at most. */
export const sessionLasts = 8 * 3_600_000;
/** GitHub: ten tokens of one person for one App; the oldest ends then. */
const mostOfOne = 10;
const mostInAll = 10_000;
/** Milliseconds after which it is noted again that somebody was here. */
const noteEach = 60_000;

export type Session = {
  /** As the store knows it. */
  readonly id: string;
  readonly account: number;
  readonly login: string;
  readonly sight: KeptSight | null;
  /** The person's token; a function, so that nothing writes it out by accident. */
  readonly token: () => string;
};

export type Sessions = {
  /** @returns what the browser keeps, and for how many milliseconds */
  readonly begin: (who: {
    readonly id: number;
    readonly login: string;
    readonly token: string;
    readonly endsAt: number;
  }) => Promise<{ readonly value: string; readonly lasts: number }>;
  /** By what a browser has; null: it is none, or has ended. */
  readonly find: (value: string) => Promise<Session | null>;
  /** By the store's id; null: it has ended. */
  readonly again: (id: string) => Promise<Session | null>;
  readonly keepSight: (id: string, sight: KeptSight) => Promise<void>;
  /** @returns the tokens of those that ended */
  readonly end: (id: string) => Promise<readonly string[]>;
  readonly endAllOf: (account: number) => Promise<readonly string[]>;
};

/** @param now milliseconds since the epoch */
export function createSessions(store: SessionStore, keys: Keys, now: () => number): Sessions {
  // A row moved to another session, or to another person, opens nothing.
  const boundTo = ({ id, account }: { readonly id: string; readonly account: number }): string =>
    `${id} ${account}`;
  const tokensOf = (ended: readonly KeptSession[]): readonly string[] =>
    ended.flatMap((session) => keys.open(session.token, boundTo(session)) ?? []);
  async function again(id: string): Promise<(Session & { readonly seenAt: number }) | null> {
    const kept = await store.session(id, now());
    if (kept === null) return null;
    const { account, login, sight, seenAt } = kept;
    const token = keys.open(kept.token, boundTo(kept));
    // Sealed with another client secret: nothing can be asked with it.
    return token === null ? null : { id, account, login, sight, seenAt, token: () => token };
  }
  return {
    async begin({ id: account, login, token, endsAt }) {
      const secret = randomBytes(32).toString('base64url');
      const id = hashOf(secret);
      const at = now();
      const ends = Math.min(endsAt, at + sessionLasts);
      await store.beginSession(
        {
          id,
          account,
          login,
          token: keys.seal(token, boundTo({ id, account })),
          begunAt: at,
          endsAt: ends,
          seenAt: at,
        },
        { ofOne: mostOfOne, inAll: mostInAll },
      );
      return { value: `${secret}.${keys.sign('session', secret)}`, lasts: ends - at };
    },
    async find(value) {
      const [secret = '', signature = ''] = value.split('.', 2);
      if (!keys.isSigned('session', secret, signature)) return null;
      const id = hashOf(secret);
      const session = await again(id);
      if (session !== null && now() - session.seenAt >= noteEach) await store.noteSeen(id, now());
      return session;
    },
    again,
    keepSight: (id, sight) => store.keepSight(id, sight),
    async end(id) {
      const ended = await store.endSession(id);
      return ended === null ? [] : tokensOf([ended]);
    },
    endAllOf: async (account) => tokensOf(await store.endSessionsOf(account)),
  };
}
