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
   */
  spoken(
    repository: string,
    moments: readonly string[],
    accounts?: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, boolean>>>;
};

export function spokenStore(db: Database): SpokenStore {
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
    async spoken(repository, moments, accounts = new Map()) {
      const found = new Map<string, Map<string, boolean>>();
      for (const part of inParts(moments)) {
        const rows = await db
          .selectFrom('spoken')
          .select(['moment', 'role', 'held', 'account'])
          .where('repository', '=', repository)
          .where('moment', 'in', part)
          .execute();
        for (const { moment, role, held, account } of rows) {
          const whose = accounts.get(moment);
          if (account !== null && whose !== undefined && whose !== account) continue;
          const roles = found.get(moment) ?? new Map<string, boolean>();
          found.set(moment, roles.set(role, held === 1));
        }
      }
      return found;
    },
  };
}
