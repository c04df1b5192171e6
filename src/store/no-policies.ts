/**
 * Repositories that were read and have no policy: an event in one leads to nothing. What may change that is counted, so a
 * reading that was under way when it happened proves nothing. Losing it, the repositories are read again.
 */
import { sql } from 'kysely';

import type { Database } from './tables.ts';

/** `repository`: `owner/name`. Its case does not matter. */
type Where = { readonly installation: number; readonly repository: string };

export type NoPolicyStore = {
  /** Notes that its policy is about to be read. Gives back a number that tells this reading from earlier ones. */
  startReadingPolicy(where: Where): Promise<number>;
  /** It was read, and there is none; unless something said meanwhile that one may have come. */
  keepNoPolicy(where: Where, reading: number): Promise<void>;
  /** True when it was read, had none, and nothing since said that one may have come. */
  hasNoPolicy(where: Where): Promise<boolean>;
  /** True when something was decided of an item, by the inbox's key, within the last ninety days: there was one once. */
  wasDecided(item: string): Promise<boolean>;
  /**
   * One may have come, there or (`repository` null) in any of the installation's. To be called in the transaction that keeps
   * what follows.
   */
  policyMayHaveCome(installation: number, repository: string | null): Promise<void>;
};

/** Milliseconds that a repository is believed to have a policy without asking the database: an event too many is read. */
const believed = 10_000;
const mostBelieved = 10_000;

export function noPolicyStore(db: Database): NoPolicyStore {
  /** Until when repositories are believed to have one. */
  const withOne = new Map<string, number>();
  const nameOf = ({ installation, repository }: Where): string =>
    `${installation} ${repository.toLowerCase()}`;
  const keyOf = ({ installation, repository }: Where) =>
    ({ installation, repository: repository.toLowerCase() }) as const;
  return {
    async startReadingPolicy(where) {
      const { changed } = await db
        .insertInto('no_policies')
        .values({ ...keyOf(where), changed: 0, seen: null })
        // Changes nothing, and so gives back the row that is there.
        .onConflict((conflict) =>
          conflict.columns(['installation', 'repository']).doUpdateSet({ changed: sql`no_policies.changed` }),
        )
        .returning('changed')
        .executeTakeFirstOrThrow();
      return changed;
    },
    async keepNoPolicy(where, reading) {
      await db
        .updateTable('no_policies')
        .set({ seen: reading })
        .where((eb) => eb.and(keyOf(where)))
        .where('changed', '=', reading)
        .execute();
      withOne.delete(nameOf(where));
    },
    async hasNoPolicy(where) {
      const name = nameOf(where);
      if ((withOne.get(name) ?? 0) > Date.now()) return false;
      const row = await db
        .selectFrom('no_policies')
        .select('seen')
        .where((eb) => eb.and(keyOf(where)))
        .whereRef('seen', '=', 'changed')
        .executeTakeFirst();
      if (row !== undefined) return true;
      if (withOne.size >= mostBelieved) withOne.clear();
      withOne.set(name, Date.now() + believed);
      return false;
    },
    async wasDecided(item) {
      const row = await db.selectFrom('recent').select('item').where('item', '=', item).executeTakeFirst();
      return row !== undefined;
    },
    async policyMayHaveCome(installation, repository) {
      let query = db
        .updateTable('no_policies')
        .set((eb) => ({ changed: eb('changed', '+', 1) }))
        .where('installation', '=', installation);
      if (repository !== null) query = query.where('repository', '=', repository.toLowerCase());
      await query.execute();
    },
  };
}
