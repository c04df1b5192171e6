/** Words against a gate that Baton acted on. They count by what they said, even when they are deleted later. */
import type { Moment } from '../handoff/index.ts';
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

export type AgainstStore = {
  /** Keeps the moments that are not kept yet. `at`: milliseconds since the epoch. */
  recordAgainst(repository: string, issue: number, moments: readonly Moment[], at: number): Promise<void>;
  /** Oldest first. */
  against(repository: string, issue: number): Promise<readonly Moment[]>;
};

export function againstStore(db: Database): AgainstStore {
  return {
    async recordAgainst(repository, issue, moments, at) {
      for (const part of inParts(moments)) {
        await db
          .insertInto('against')
          .values(
            part.map((moment) => ({
              repository,
              issue,
              moment: moment.id,
              content: JSON.stringify(moment),
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
      // Written by `recordAgainst` alone.
      const moments = rows.map(({ content }) => JSON.parse(content) as Moment);
      return moments.sort((one, other) => one.at - other.at);
    },
  };
}
