/** Words against a gate that Baton acted on. They count by what they said, even when they are deleted later. */
import * as z from 'zod';

import type { Moment } from '../handoff/index.ts';
import { stored } from '../stored.ts';
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

export type AgainstStore = {
  /** Keeps the moments that are not kept yet. `at`: milliseconds since the epoch. */
  recordAgainst(repository: string, issue: number, moments: readonly Moment[], at: number): Promise<void>;
  /** Oldest first. What cannot be read counts as not kept. */
  against(repository: string, issue: number): Promise<readonly Moment[]>;
};

/** As much of a moment as anything rests on. */
const outline = z.object({
  kind: z.string(),
  id: z.string(),
  at: z.number(),
  by: z.object({ login: z.string(), kind: z.enum(['person', 'bot', 'nobody']), self: z.boolean() }),
});
// Made once: a shape is compiled when it reads for the first time, and thousands of moments are read.
const comment = z.object({ original: z.string(), text: z.string() });
/** A moment as the database keeps it, in the first version. */
export const momentShape = z.custom<Moment>((value) => {
  const { success, data } = outline.safeParse(value);
  if (!success || data.kind !== 'commented') return success;
  return comment.safeParse(value).success;
});
const kept = stored(1, momentShape);

export function againstStore(db: Database): AgainstStore {
  return {
    async recordAgainst(repository, issue, moments, at) {
      await forgetUnreadable(db, repository, issue);
      for (const part of inParts(moments)) {
        await db
          .insertInto('against')
          .values(
            part.map((moment) => ({
              repository,
              issue,
              moment: moment.id,
              content: kept.write(moment),
              recorded_at: at,
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    },
    async against(repository, issue) {
      const rows = await db
        .selectFrom('against')
        .select('content')
        .where('repository', '=', repository)
        .where('issue', '=', issue)
        .execute();
      return rows.flatMap(({ content }) => kept.read(content) ?? []).sort((one, other) => one.at - other.at);
    },
  };
}

/** So that it can be kept anew: what is there already is not written a second time. */
async function forgetUnreadable(db: Database, repository: string, issue: number): Promise<void> {
  const rows = await db
    .selectFrom('against')
    .select(['moment', 'content'])
    .where('repository', '=', repository)
    .where('issue', '=', issue)
    .execute();
  const gone = rows.filter(({ content }) => kept.read(content) === null).map(({ moment }) => moment);
  for (const part of inParts(gone))
    await db
      .deleteFrom('against')
      .where('repository', '=', repository)
      .where('issue', '=', issue)
      .where('moment', 'in', part)
      .execute();
}
