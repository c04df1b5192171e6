/** The last good policy of each repository: it stays in force while the file is broken. */
import * as z from 'zod';

import { stored } from '../stored.ts';
import type { Database } from './tables.ts';

export type KeptText = {
  /** `owner/name` of the repository that the file is in. */
  readonly repository: string;
  readonly path: string;
  /** The blob's id. */
  readonly oid: string;
  readonly text: string;
};

/** `bases`: the policies that it builds on, one on the other. */
export type KeptPolicy = KeptText & { readonly bases: readonly KeptText[] };

const shape: z.ZodType<readonly KeptText[]> = z.array(
  z.object({ repository: z.string(), path: z.string(), oid: z.string(), text: z.string() }),
);
const storedBases = stored(1, shape);

export type PolicyStore = {
  /** null: none was ever good. `since`: when a policy came into force there, whatever it said then, by the last `at`. */
  lastGood(repository: string): Promise<(KeptPolicy & { readonly since: number }) | null>;
  /** Replaces the last good one. `at`: milliseconds since the epoch. */
  keepGood(repository: string, policy: KeptPolicy, at: number): Promise<void>;
  forgetPolicy(repository: string): Promise<void>;
};

export function policyStore(db: Database): PolicyStore {
  return {
    async lastGood(repository) {
      const row = await db
        .selectFrom('policies')
        .selectAll()
        .where('repository', '=', repository)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { source, path, oid, text, bases, in_force_since: since } = row;
      const under = storedBases.read(bases);
      return under === null ? null : { repository: source, path, oid, text, bases: under, since };
    },
    async keepGood(repository, { repository: source, path, oid, text, bases }, at) {
      const now = { source, path, oid, text, bases: storedBases.write(bases), in_force_since: at };
      await db
        .insertInto('policies')
        .values({ repository, ...now })
        .onConflict((conflict) => conflict.column('repository').doUpdateSet(now))
        .execute();
    },
    async forgetPolicy(repository) {
      await db.deleteFrom('policies').where('repository', '=', repository).execute();
      await db.deleteFrom('pins').where('repository', '=', repository).execute();
    },
  };
}
