/**
 * Issues that pull requests of other repositories link: what happens on one matters there, whether or not there is a policy
 * where it is.
 */
import type { Database } from './tables.ts';

export type LinkedElsewhereStore = {
  /** Notes that a pull request links issues of other repositories; all are the inbox's keys. `at`: milliseconds since the epoch. */
  noteLinked(pullRequest: string, issues: readonly string[], at: number): Promise<void>;
  /** True when a pull request of another repository links it, or an issue waits for it as for its sub-issue. */
  isAwaited(issue: string): Promise<boolean>;
  /** Forgets what was noted before an instant. */
  pruneLinked(before: number): Promise<void>;
};

export function linkedElsewhereStore(db: Database): LinkedElsewhereStore {
  return {
    async noteLinked(pullRequest, issues, at) {
      if (issues.length === 0) return;
      await db
        .insertInto('linked_elsewhere')
        .values(issues.map((item) => ({ item, pull_request: pullRequest, noted_at: at })))
        .onConflict((conflict) => conflict.columns(['item', 'pull_request']).doUpdateSet({ noted_at: at }))
        .execute();
    },
    async isAwaited(issue) {
      const row = await db
        .selectFrom('linked_elsewhere')
        .select('item')
        .where('item', '=', issue)
        .union(db.selectFrom('sub_issues').select('sub_issue as item').where('sub_issue', '=', issue))
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    async pruneLinked(before) {
      await db.deleteFrom('linked_elsewhere').where('noted_at', '<', before).execute();
    },
  };
}
