/** Who asks for a page, by their cookie, and what they see. */
import type { Board } from '../../environment/index.ts';
import { sameText } from '../../same-text.ts';
import { SessionOver, type Here, type Sight, type Visitor, type Withheld } from '../site/index.ts';
import type { Cookies } from './cookies.ts';
import type { Session, Sessions } from './sessions.ts';
import { countsStill, type Seen } from './sight.ts';

export type VisitorParts = {
  readonly board: Pick<Board, 'admins' | 'isPublic'>;
  readonly cookies: Cookies;
  readonly sessions: Sessions;
  readonly sightOf: (session: Session) => Promise<Seen>;
  readonly publicSight: () => Promise<Sight>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

const nothing: Sight = new Map();

export function createVisitors({
  board,
  cookies,
  sessions,
  sightOf,
  publicSight,
  now,
}: VisitorParts): (here: Here) => Promise<Visitor> {
  const nobody: Visitor = {
    person: null,
    isAdmin: false,
    sees: board.isPublic ? publicSight : async () => nothing,
  };

  function personWith(found: Session): Visitor {
    const { id, account, login } = found;
    let session: Session | null = found;
    let withheld: Withheld = [];
    return {
      person: { id: account, login },
      isAdmin: board.admins.some((admin) => sameText(admin, login)),
      async sees() {
        // Who looks for long, as those who are told what changes, may be signed out meanwhile.
        const there = session ?? (await sessions.again(id));
        session = null;
        if (there === null) throw new SessionOver('The session has ended.');
        const seen = await sightOf(there);
        ({ withheld } = seen);
        return seen.sight;
      },
      async isStill() {
        const there = await sessions.again(id);
        return there?.sight != null && countsStill(there.sight, now());
      },
      withheld: () => withheld,
    };
  }

  return async (here) => {
    const value = cookies.session(here);
    const session = value === null ? null : await sessions.find(value);
    return session === null ? nobody : personWith(session);
  };
}
