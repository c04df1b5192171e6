/** How much of the set of items to look at is still to be done. */
import { sql } from 'kysely';

import type { Database } from './tables.ts';

/**
 * How many items a look is wanted at, or under way.
 * @param keys what their keys begin with
 * @param priorities the lowest and the highest number of what is wanted
 */
export async function wantedBetween(
  db: Database,
  keys: string,
  priorities: readonly [lowest: number, highest: number],
): Promise<number> {
  const [lowest, highest] = priorities;
  const isWanted = sql<boolean>`since is not null and priority between ${lowest} and ${highest}`;
  const { count } = await db
    .selectFrom('items')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('key', '>=', keys)
    .where('key', '<', `${keys}\uffff`)
    .where('buried_at', 'is', null)
    .where(({ eb, or }) => or([eb('held_by', 'is not', null), isWanted]))
    .executeTakeFirstOrThrow();
  return count;
}
