/**
 * Which remarks on lines of code hold commands: a pull request's timeline does not tell, so only their webhooks do. Losing it,
 * what these remarks said does not count any more.
 */
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

/** How many are kept of one pull request: the first ones of those who belong to the repository, and as many of others. */
const most = 20;

export type NotedRemark = {
  /** The tracker's ids of it, and of its pull request. */
  readonly remark: string;
  readonly pull: string;
  /** The pull request's `owner/name#number` in lower case. */
  readonly item: string;
  /** By somebody who does not belong to the repository, as far as the tracker tells. */
  readonly byOutsider: boolean;
};

export type RemarkStore = {
  /**
   * Keeps that a remark is to be read; no more than twenty of one pull request by outsiders, and twenty by others.
   * @param at milliseconds since the epoch
   */
  noteRemark(remark: NotedRemark, at: number): Promise<void>;
  forgetRemark(pull: string, remark: string): Promise<void>;
  /** The remarks to read with any of these pull requests, or with `item`: the ids of each pull request's. */
  remarksOf(pulls: readonly string[], item?: string): Promise<ReadonlyMap<string, readonly string[]>>;
};

export function remarkStore(db: Database): RemarkStore {
  return {
    async noteRemark({ pull, item, remark, byOutsider }, at) {
      const by_outsider = Number(byOutsider);
      const known = await db
        .selectFrom('remarks')
        .select('remark')
        .where('pull_request', '=', pull)
        .where('by_outsider', '=', by_outsider)
        .limit(most)
        .execute();
      if (known.length >= most) return;
      await db
        .insertInto('remarks')
        .values({ pull_request: pull, remark, item, by_outsider, noted_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async forgetRemark(pull, remark) {
      await db.deleteFrom('remarks').where('pull_request', '=', pull).where('remark', '=', remark).execute();
    },
    async remarksOf(pulls, item) {
      const of = db.selectFrom('remarks').select(['pull_request', 'remark']);
      const rows = item === undefined ? [] : await of.where('item', '=', item).execute();
      for (const part of inParts(pulls)) rows.push(...(await of.where('pull_request', 'in', part).execute()));
      const found = new Map<string, Set<string>>();
      for (const { pull_request: pull, remark } of rows)
        found.set(pull, (found.get(pull) ?? new Set()).add(remark));
      return new Map([...found].map(([pull, remarks]) => [pull, [...remarks]]));
    },
  };
}
