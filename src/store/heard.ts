/** How comments came out when they were heard first: what was refused, or meant a gate, stays so. */
import * as z from 'zod';

import type { Heard } from '../handoff/index.ts';
import { createLruCache } from '../lru-cache.ts';
import { stored } from '../stored.ts';
import { momentShape } from './against.ts';
import { inParts } from './parts.ts';
import { readKept } from './read-kept.ts';
import type { Database } from './tables.ts';

export type HeardStore = {
  /**
   * Keeps these, in the place of what was kept of the same comments.
   * @param repository the id of the one whose policy it was heard under
   * @param place what it was heard on: the number of an issue or a pull request of that repository, or the id of another's
   * @param rows by the comments' ids
   * @param at milliseconds since the epoch
   */
  recordHeard(repository: string, place: string, rows: ReadonlyMap<string, Heard>, at: number): Promise<void>;
  /** By the comments' ids. What cannot be read counts as not kept. */
  heard(repository: string, place: string): Promise<ReadonlyMap<string, Heard>>;
};

/** As much of it as anything rests on. */
const outline = z.object({
  outcomes: z.array(z.object({ kind: z.string() })).nullable(),
  pull: z.string().nullable(),
  word: momentShape.nullable(),
});
const kept = stored(
  1,
  z.custom<Heard>((value) => outline.safeParse(value).success),
  readKept,
);

/** Most comments come out alike: what is kept of one is read once for all that are kept in the same words. */
const readings = createLruCache<{ readonly heard: Heard | null }>(10_000, 2_000_000, () => 500);
/** Characters: what is longer is like nothing else. */
const longest = 400;

function readHeard(content: string): Heard | null {
  if (content.length > longest) return kept.read(content);
  const known = readings.get(content);
  if (known !== undefined) return known.heard;
  const heard = kept.read(content);
  readings.set(content, { heard });
  return heard;
}

export function heardStore(db: Database): HeardStore {
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
              content: kept.write(content),
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
      const found = new Map<string, Heard>();
      for (const { moment, content } of rows) {
        const heard = readHeard(content);
        if (heard !== null) found.set(moment, heard);
      }
      return found;
    },
  };
}
