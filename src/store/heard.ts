/** How comments came out when they were heard first: what was refused, or meant a gate, stays so. */
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

export type HeardStore<T> = {
  /**
   * Keeps these, in the place of what was kept of the same comments.
   * @param repository the id of the one whose policy it was heard under
   * @param place what it was heard on: the number of an issue or a pull request of that repository, or the id of another's
   * @param rows by the comments' ids
   * @param at milliseconds since the epoch
   */
  recordHeard(repository: string, place: string, rows: ReadonlyMap<string, T>, at: number): Promise<void>;
  /** By the comments' ids. */
  heard(repository: string, place: string): Promise<ReadonlyMap<string, T>>;
};

export function heardStore<T>(db: Database): HeardStore<T> {
  return {
    async recordHeard(repository, place, rows, at) {
      for (const part of inParts([...rows])) {
        await db
          .insertInto('heard')
          .values(
            part.map(([moment, content]) => ({
              repository,
              place,
              moment,
              content: JSON.stringify(content),
              recorded_at: at,
            })),
          )
          .onConflict((conflict) =>
            conflict
              .columns(['repository', 'place', 'moment'])
              .doUpdateSet((row) => ({ content: row.ref('excluded.content') })),
          )
          .execute();
      }
    },
    async heard(repository, place) {
      const rows = await db
        .selectFrom('heard')
        .select(['moment', 'content'])
        .where('repository', '=', repository)
        .where('place', '=', place)
        .execute();
      // Written by `recordHeard` alone.
      return new Map(rows.map(({ moment, content }) => [moment, JSON.parse(content) as T]));
    },
  };
}
