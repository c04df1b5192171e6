/** Whom the names in the policy in force mean: the account or the team that had the name when the policy was read first. */
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

export type KeptPin = {
  /** As the policy says it, in lower case: `maria`, `release[bot]`, `acme/product`. */
  readonly name: string;
  /** The number of the account or the team; null: there was nobody of that name. */
  readonly account: string | null;
  /** Its GraphQL id; null: not known. */
  readonly node: string | null;
  /** False: what names it was written again since. */
  readonly isCurrent: boolean;
};

export type PinStore = {
  /** By name. */
  pins(repository: string): Promise<ReadonlyMap<string, KeptPin>>;
  /** Keeps whom names mean, where that is not kept already. `at`: milliseconds since the epoch. */
  keepPins(repository: string, pins: readonly KeptPin[], at: number): Promise<void>;
  /** The policy says other names now, or says these again: those that it does not say any more mean nobody. */
  restate(repository: string, said: readonly string[], again: readonly string[]): Promise<void>;
};

export function pinStore(db: Database): PinStore {
  return {
    async pins(repository) {
      const rows = await db.selectFrom('pins').selectAll().where('repository', '=', repository).execute();
      return new Map(
        rows.map(({ name, account, node, is_current }) => [
          name,
          { name, account, node, isCurrent: is_current === 1 },
        ]),
      );
    },
    async keepPins(repository, pins, at) {
      for (const part of inParts(pins)) {
        const rows = part.map(({ name, account, node }) => ({
          repository,
          name,
          account,
          node,
          is_current: 1,
          pinned_at: at,
        }));
        await db
          .insertInto('pins')
          .values(rows)
          .onConflict((conflict) =>
            conflict
              .columns(['repository', 'name'])
              .doUpdateSet((row) => ({
                account: row.ref('excluded.account'),
                node: row.ref('excluded.node'),
                is_current: 1,
                pinned_at: row.ref('excluded.pinned_at'),
              }))
              // What another look kept meanwhile stays.
              .where('pins.is_current', '=', 0),
          )
          .execute();
      }
    },
    async restate(repository, said, again) {
      const known = await db.selectFrom('pins').select('name').where('repository', '=', repository).execute();
      const gone = known.flatMap(({ name }) => (said.includes(name) ? [] : [name]));
      for (const part of inParts(gone))
        await db.deleteFrom('pins').where('repository', '=', repository).where('name', 'in', part).execute();
      for (const part of inParts(again))
        await db
          .updateTable('pins')
          .set({ is_current: 0 })
          .where('repository', '=', repository)
          .where('name', 'in', part)
          .execute();
    },
  };
}
