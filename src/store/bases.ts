/**
 * Policies that others build on, and who does: what a base says is known without asking the tracker, and when it changes,
 * so is whose policy changes with it. Losing it, it is read again.
 */
import { sql } from 'kysely';
import * as z from 'zod';

import { stored } from '../stored.ts';
import type { Database } from './tables.ts';

/** `repository`: `owner/name`, as a policy names it. Its case does not matter. */
export type BasePlace = { readonly repository: string; readonly path: string };

/** What was there. */
export type Found =
  | { readonly kind: 'file'; readonly oid: string; readonly text: string | null; readonly visibility?: Seen }
  | { readonly kind: 'missing'; readonly visibility?: Seen }
  | { readonly kind: 'unseen' };

/** Who can read its repository; absent: it was read before that was asked. */
type Seen = 'public' | 'internal' | 'private';

const visibility = z.enum(['public', 'internal', 'private']).exactOptional();
const shape: z.ZodType<Found> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), oid: z.string(), text: z.string().nullable(), visibility }),
  z.object({ kind: z.literal('missing'), visibility }),
  z.object({ kind: z.literal('unseen') }),
]);
const storedBase = stored(1, shape);

export type KeptBase = {
  readonly found: Found;
  /** Something said that it may have changed since. */
  readonly isStale: boolean;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
};

/** A repository whose policy builds on another. */
export type User = { readonly installation: number; readonly repository: string };

export type BaseStore = {
  /** What was read of it last; null: nothing. */
  base(installation: number, place: BasePlace): Promise<KeptBase | null>;
  /** Notes that it is about to be read. Gives back a number that tells this reading from later wishes for one. */
  startReading(installation: number, place: BasePlace): Promise<number>;
  /** Keeps what was read, unless a later reading is kept. `repositoryId`: null where it could not be seen. */
  keepBase(
    installation: number,
    place: BasePlace,
    read: { readonly found: Found; readonly repositoryId: string | null; readonly reading: number },
    at: number,
  ): Promise<void>;
  /** Notes that a repository's policy builds on a policy. */
  addBase(
    repository: { readonly id: string; readonly name: string },
    installation: number,
    place: BasePlace,
  ): Promise<void>;
  /** Forgets what else its policy was built on. */
  dropBases(repository: string, installation: number, but: readonly BasePlace[]): Promise<void>;
  /** What the policy of a repository builds on. */
  basesOf(repository: string, installation: number): Promise<readonly BasePlace[]>;
  /** The repositories whose policies build on it. */
  usersOf(installation: number, place: BasePlace): Promise<readonly User[]>;
  /**
   * Notes that files of a repository may have changed, by its id and by its name. To be called in the transaction that
   * keeps what follows.
   * @param paths null: any of them
   * @returns the repositories whose policies build on one of them
   */
  touchBases(
    installation: number,
    repository: { readonly id: string; readonly name: string },
    paths: readonly string[] | null,
  ): Promise<readonly User[]>;
  /** Forgets what nobody builds on and was read before an instant. */
  pruneBases(before: number): Promise<void>;
};

export function baseStore(db: Database): BaseStore {
  const rowOf = (installation: number, { repository, path }: BasePlace) =>
    ({ installation, repository: repository.toLowerCase(), path }) as const;
  return {
    async base(installation, place) {
      const row = await db
        .selectFrom('bases')
        .select(['found', 'wanted', 'taken', 'read_at'])
        .where((eb) => eb.and(rowOf(installation, place)))
        .executeTakeFirst();
      const found = storedBase.read(row?.found ?? null);
      if (row === undefined || found === null) return null;
      return { found, isStale: row.wanted !== row.taken, readAt: row.read_at };
    },
    async startReading(installation, place) {
      const { wanted } = await db
        .insertInto('bases')
        .values({
          ...rowOf(installation, place),
          repository_id: null,
          found: null,
          wanted: 1,
          taken: 0,
          read_at: 0,
        })
        // Changes nothing, and so gives back the row that is there.
        .onConflict((conflict) =>
          conflict.columns(['installation', 'repository', 'path']).doUpdateSet({ wanted: sql`bases.wanted` }),
        )
        .returning('wanted')
        .executeTakeFirstOrThrow();
      return wanted;
    },
    async keepBase(installation, place, { found, repositoryId, reading }, at) {
      await db
        .updateTable('bases')
        .set({ found: storedBase.write(found), repository_id: repositoryId, taken: reading, read_at: at })
        .where((eb) => eb.and(rowOf(installation, place)))
        .where('taken', '<=', reading)
        .execute();
    },
    async addBase({ id, name }, installation, place) {
      const { repository: base, path } = rowOf(installation, place);
      await db
        .insertInto('built_on')
        .values({ repository: id, name, installation, base, path })
        .onConflict((conflict) =>
          conflict.columns(['repository', 'installation', 'base', 'path']).doUpdateSet({ name }),
        )
        .execute();
    },
    async dropBases(repository, installation, but) {
      const kept = but.map((place) => rowOf(installation, place));
      let query = db
        .deleteFrom('built_on')
        .where('repository', '=', repository)
        .where('installation', '=', installation);
      for (const { repository: base, path } of kept)
        query = query.where((eb) => eb.not(eb.and({ base, path })));
      await query.execute();
    },
    async basesOf(repository, installation) {
      return db
        .selectFrom('built_on')
        .select(['base as repository', 'path'])
        .where('repository', '=', repository)
        .where('installation', '=', installation)
        .orderBy('base')
        .orderBy('path')
        .execute();
    },
    async usersOf(installation, place) {
      const { repository: base, path } = rowOf(installation, place);
      const rows = await db
        .selectFrom('built_on')
        .select('name')
        .distinct()
        .where((eb) => eb.and({ installation, base, path }))
        .orderBy('name')
        .execute();
      return rows.map(({ name }) => ({ installation, repository: name }));
    },
    async touchBases(installation, { id, name }, paths) {
      const rows = await db
        .selectFrom('bases')
        .select(['repository', 'path'])
        .where('installation', '=', installation)
        .where((eb) => eb.or([eb('repository_id', '=', id), eb('repository', '=', name.toLowerCase())]))
        // Rows are changed in one order, whoever does it.
        .orderBy('repository')
        .orderBy('path')
        .execute();
      const touched = rows.filter(({ path }) => paths === null || paths.includes(path));
      const users: User[] = [];
      for (const place of touched) {
        await db
          .updateTable('bases')
          .set((eb) => ({ wanted: eb('wanted', '+', 1) }))
          .where((eb) => eb.and(rowOf(installation, place)))
          .execute();
        users.push(...(await baseStore(db).usersOf(installation, place)));
      }
      return users;
    },
    async pruneBases(before) {
      await db
        .deleteFrom('bases')
        .where('read_at', '<', before)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('built_on')
                .select('built_on.path')
                .whereRef('built_on.installation', '=', 'bases.installation')
                .whereRef('built_on.base', '=', 'bases.repository')
                .whereRef('built_on.path', '=', 'bases.path'),
            ),
          ),
        )
        .execute();
    },
  };
}
