/** When each head of a pull request was first seen: GitHub's timeline does not say when a push arrived. */
import type { Database } from './tables.ts';

export type HeadStore = {
  /** Notes the head if it is new. Returns when it was first seen. Both in milliseconds since the epoch. */
  headSeen(repository: string, pullRequest: number, sha: string, at: number): Promise<number>;
};

export function headStore(db: Database): HeadStore {
  return {
    async headSeen(repository, pullRequest, sha, at) {
      const known = await db
        .selectFrom('heads')
        .select('seen_at')
        .where('repository', '=', repository)
        .where('pull_request', '=', pullRequest)
        .where('sha', '=', sha)
        .executeTakeFirst();
      if (known !== undefined) return known.seen_at;
      await db
        .insertInto('heads')
        .values({ repository, pull_request: pullRequest, sha, seen_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return at;
    },
  };
}
