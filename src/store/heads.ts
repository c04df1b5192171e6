/** The heads of pull requests: when each was first seen, which GitHub's timeline does not say, and how it was judged. */
import type { Database } from './tables.ts';

/** How a pull request was judged at a commit. `conclusion` null: not yet, or it could not be. */
export type Judged = {
  readonly number: number;
  readonly conclusion: 'success' | 'neutral' | 'action_required' | 'failure' | null;
  readonly title: string;
};

export type HeadStore = {
  /**
   * Notes how a pull request was judged at a commit, which is its head or (`inGroup`) that of its group in a merge queue.
   * Returns whether that is news, and the heads that it had before.
   */
  keepJudged(
    repository: string,
    sha: string,
    judged: Judged,
    inGroup: boolean,
  ): Promise<{ readonly isNews: boolean; readonly left: readonly string[] }>;
  /** Notes that a pull request is to be judged at a commit, if nothing is noted of it there. */
  expectJudged(repository: string, sha: string, number: number, inGroup: boolean): Promise<void>;
  /** Everything that is noted of a commit, by number. */
  judgedAt(repository: string, sha: string): Promise<readonly Judged[]>;
  /** Forgets a pull request that is not open any more. Returns the commits at which it was judged. */
  forgetJudged(repository: string, number: number): Promise<readonly string[]>;
  /** Notes the head if it is new. Returns when it was first seen. Both in milliseconds since the epoch. */
  headSeen(repository: string, pullRequest: number, sha: string, at: number): Promise<number>;
  /** When a head was first seen; null: it is not noted. */
  headKnown(repository: string, pullRequest: number, sha: string): Promise<number | null>;
};

export function headStore(db: Database): HeadStore {
  async function headKnown(repository: string, pullRequest: number, sha: string): Promise<number | null> {
    const known = await db
      .selectFrom('heads')
      .select('seen_at')
      .where('repository', '=', repository)
      .where('pull_request', '=', pullRequest)
      .where('sha', '=', sha)
      .executeTakeFirst();
    return known?.seen_at ?? null;
  }
  return {
    headKnown,
    async headSeen(repository, pullRequest, sha, at) {
      const known = await headKnown(repository, pullRequest, sha);
      if (known !== null) return known;
      await db
        .insertInto('heads')
        .values({ repository, pull_request: pullRequest, sha, seen_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return at;
    },
    async keepJudged(repository, sha, { number, conclusion, title }, inGroup) {
      const known = await db
        .selectFrom('judged')
        .selectAll()
        .where('repository', '=', repository)
        .where('pull_request', '=', number)
        .execute();
      const here = known.find((row) => row.sha === sha);
      const isNews = here === undefined || here.conclusion !== conclusion || here.title !== title;
      if (isNews)
        await db
          .insertInto('judged')
          .values({ repository, sha, pull_request: number, in_group: Number(inGroup), conclusion, title })
          .onConflict((conflict) =>
            conflict.columns(['repository', 'sha', 'pull_request']).doUpdateSet({ conclusion, title }),
          )
          .execute();
      const left = inGroup ? [] : known.filter((row) => row.in_group === 0 && row.sha !== sha);
      for (const row of left)
        await db
          .deleteFrom('judged')
          .where('repository', '=', repository)
          .where('pull_request', '=', number)
          .where('sha', '=', row.sha)
          .execute();
      return { isNews, left: left.map((row) => row.sha) };
    },
    async expectJudged(repository, sha, number, inGroup) {
      const row = { repository, sha, pull_request: number, in_group: Number(inGroup) };
      await db
        .insertInto('judged')
        .values({ ...row, conclusion: null, title: '' })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async judgedAt(repository, sha) {
      const rows = await db
        .selectFrom('judged')
        .selectAll()
        .where('repository', '=', repository)
        .where('sha', '=', sha)
        .orderBy('pull_request')
        .execute();
      return rows.map((row) => ({
        number: row.pull_request,
        // Written here alone.
        conclusion: row.conclusion as Judged['conclusion'],
        title: row.title,
      }));
    },
    async forgetJudged(repository, number) {
      const gone = await db
        .deleteFrom('judged')
        .where('repository', '=', repository)
        .where('pull_request', '=', number)
        .returning('sha')
        .execute();
      return gone.map(({ sha }) => sha);
    },
  };
}
