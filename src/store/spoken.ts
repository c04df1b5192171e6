/** Who held which role when they spoke. The first record wins: a later change of a team undoes no word. */
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

export type Spoken = {
  readonly moment: string;
  readonly role: string;
  readonly held: boolean;
  /** The id of the account whose word it was; absent: not known. */
  readonly account?: string;
};

export type SpokenStore = {
  /** Keeps what is not kept yet. `at`: milliseconds since the epoch. */
  recordSpoken(repository: string, rows: readonly Spoken[], at: number): Promise<void>;
  /**
   * Moment id → role → held, for the moments that have a record.
   * @param accounts whose each is, as far as that is known: what was recorded of somebody else's word is left out
   * @param roles those that are asked for: of a moment of which all of them are recorded, nothing can come to be others
   */
  spoken(
    repository: string,
    moments: readonly string[],
    accounts?: ReadonlyMap<string, string>,
    roles?: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, boolean>>>;
};

/** What is recorded of a moment. */
type Recorded = {
  readonly held: ReadonlyMap<string, boolean>;
  /** Whose word it was, by role, where that is known. */
  readonly accounts: ReadonlyMap<string, string>;
};

/** Of so many moments it is kept in memory what is recorded; each takes some 400 bytes. */
const mostKnown = 25_000;

export function spokenStore(db: Database): SpokenStore {
  // By repository and moment. Records are never changed, and never deleted.
  const known = new Map<string, Map<string, Recorded>>();
  let count = 0;
  const remember = (repository: string, moment: string, recorded: Recorded): void => {
    if (count >= mostKnown) {
      known.clear();
      count = 0;
    }
    const those = known.get(repository) ?? new Map<string, Recorded>();
    known.set(repository, those.set(moment, recorded));
    count += 1;
  };
  const read = async (repository: string, moments: readonly string[]): Promise<Map<string, Recorded>> => {
    const found = new Map<string, { held: Map<string, boolean>; accounts: Map<string, string> }>();
    for (const part of inParts(moments)) {
      const rows = await db
        .selectFrom('spoken')
        .select(['moment', 'role', 'held', 'account'])
        .where('repository', '=', repository)
        .where('moment', 'in', part)
        .execute();
      for (const { moment, role, held, account } of rows) {
        const recorded = found.get(moment) ?? { held: new Map(), accounts: new Map() };
        found.set(moment, recorded);
        recorded.held.set(role, held === 1);
        if (account !== null) recorded.accounts.set(role, account);
      }
    }
    return found;
  };
  return {
    async recordSpoken(repository, rows, at) {
      for (const part of inParts(rows)) {
        await db
          .insertInto('spoken')
          .values(
            part.map(({ moment, role, held, account = null }) => ({
              repository,
              moment,
              role,
              held: held ? 1 : 0,
              recorded_at: at,
              account,
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    },
    async spoken(repository, moments, accounts = new Map(), roles = []) {
      const there = known.get(repository);
      const isAll = (recorded: Recorded | undefined): boolean =>
        roles.length > 0 && recorded !== undefined && roles.every((role) => recorded.held.has(role));
      const all = new Map(moments.map((moment) => [moment, there?.get(moment)]));
      const unread = [...all].flatMap(([moment, recorded]) => (isAll(recorded) ? [] : [moment]));
      for (const [moment, recorded] of await read(repository, unread)) {
        all.set(moment, recorded);
        remember(repository, moment, recorded);
      }
      const found = new Map<string, ReadonlyMap<string, boolean>>();
      for (const [moment, recorded] of all) {
        const held = recorded === undefined ? null : heldBy(recorded, accounts.get(moment));
        if (held !== null && held.size > 0) found.set(moment, held);
      }
      return found;
    },
  };
}

/** Without what was recorded of somebody else's word. */
function heldBy({ held, accounts }: Recorded, whose: string | undefined): ReadonlyMap<string, boolean> {
  if (whose === undefined || isOnly(whose, accounts)) return held;
  return new Map([...held].filter(([role]) => (accounts.get(role) ?? whose) === whose));
}

function isOnly(whose: string, accounts: ReadonlyMap<string, string>): boolean {
  for (const account of accounts.values()) if (account !== whose) return false;
  return true;
}
