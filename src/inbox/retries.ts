/** What failed and is tried again by itself. */
import type { Database } from '../store/index.ts';

export type Retry = {
  readonly key: string;
  /** How often in a row. */
  readonly failures: number;
  /** Since when it waits, and when it is tried next (milliseconds since the epoch); null: not known. */
  readonly since: number | null;
  readonly next: number | null;
};

/** The most stubborn first, at most so many. */
export async function retriesOf(db: Database, most: number): Promise<readonly Retry[]> {
  const rows = await db
    .selectFrom('items')
    .select(['key', 'failures', 'since', 'due'])
    .where('failures', '>', 0)
    .where('buried_at', 'is', null)
    .orderBy('failures', 'desc')
    .orderBy('key')
    .limit(most)
    .execute();
  return rows.map(({ key, failures, since, due }) => ({ key, failures, since, next: due }));
}
