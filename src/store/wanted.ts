/** How much of the set of items to look at is still to be done. */
import { sql } from 'kysely';

import type { Database } from './tables.ts';

/**
 * How many items a look is wanted at, or under way.
 * @param group of the items
 * @param keys what their keys begin with
 * @param priorities the numbers of what is wanted
 */
export async function countWanted(
  db: Database,
  { group, keys }: { readonly group: string; readonly keys: string },
  priorities: readonly number[],
): Promise<number> {
  const isOne = sql<boolean>`substr(key, 1, ${keys.length}) = ${keys}`;
  const ofGroup = db
    .selectFrom('items')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('group_name', '=', group)
    .where(isOne);
  const wanted = await ofGroup
    .where('held_until', 'is', null)
    .where('buried_at', 'is', null)
    .where('since', 'is not', null)
    .where('priority', 'in', [...priorities])
    .executeTakeFirstOrThrow();
  const held = await ofGroup.where('held_until', 'is not', null).executeTakeFirstOrThrow();
  return wanted.count + held.count;
}
