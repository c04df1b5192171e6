/** How much waits in repositories, by what the board shows. */
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

/** How many items wait for somebody, by the repositories' ids; a pull request that waits for its issue is not one more. */
export async function countWaiting(
  db: Database,
  repositories: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const part of inParts(repositories)) {
    const rows = await db
      .selectFrom('board_batons')
      .select(({ fn }) => ['repository', fn.count<number>('key').distinct().as('items')])
      .where('repository', 'in', part)
      .where('follows', '=', 0)
      .groupBy('repository')
      .execute();
    for (const { repository, items } of rows) found.set(repository, items);
  }
  return found;
}
