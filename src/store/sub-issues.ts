/**
 * Which issues wait for their sub-issues, and how those stood when they were last asked about. So whoever looks at a
 * sub-issue knows which issues have not heard of it; losing it, the looks at those issues fill it again.
 */
import type * as z from 'zod';

import { stored } from '../stored.ts';
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

/** What waits: an issue, or a pull request that closes it. `place`: what it is in. Both are the inbox's keys. */
export type Waiter<T> = { readonly key: string; readonly place: string; readonly item: T };

export type SubIssueStore<T> = {
  /** Notes the sub-issues (by the inbox's keys) that it waits for, and none else; gives back what each was last heard as. */
  noteSubIssues(waiter: Waiter<T>, subIssues: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** It has heard how a sub-issue stands. */
  noteHeard(waiter: string, subIssue: string, heard: string): Promise<void>;
  /** What waits for a sub-issue, and what it was last heard as. */
  waitingFor(subIssue: string): Promise<readonly { readonly item: T; readonly heard: string }[]>;
  /** Nothing there waits any more. */
  forgetWaiters(place: string): Promise<void>;
};

/** @param shape what an item is: what waits, but cannot be read, counts as not kept */
export function subIssueStore<T>(db: Database, shape: z.ZodType<T>): SubIssueStore<T> {
  const items = stored(1, shape);
  return {
    async noteSubIssues({ key, place, item }, subIssues) {
      const rows = await db
        .selectFrom('sub_issues')
        .select(['sub_issue', 'item', 'heard'])
        .where('waiter', '=', key)
        .execute();
      const readable = rows.filter((row) => items.read(row.item) !== null);
      const known = new Map(readable.map((row) => [row.sub_issue, row.heard]));
      const gone = rows
        .map((row) => row.sub_issue)
        .filter((each) => !subIssues.includes(each) || !known.has(each));
      for (const part of inParts(gone))
        await db.deleteFrom('sub_issues').where('waiter', '=', key).where('sub_issue', 'in', part).execute();
      const added = subIssues.filter((each) => !known.has(each));
      for (const part of inParts(added)) {
        await db
          .insertInto('sub_issues')
          .values(
            part.map((each) => ({
              sub_issue: each,
              waiter: key,
              place,
              item: items.write(item),
              heard: '',
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      return known;
    },
    async noteHeard(waiter, subIssue, heard) {
      await db
        .updateTable('sub_issues')
        .set({ heard })
        .where('sub_issue', '=', subIssue)
        .where('waiter', '=', waiter)
        .execute();
    },
    async waitingFor(subIssue) {
      const rows = await db
        .selectFrom('sub_issues')
        .select(['item', 'heard'])
        .where('sub_issue', '=', subIssue)
        .orderBy('waiter')
        .execute();
      return rows.flatMap((row) => {
        const item = items.read(row.item);
        return item === null ? [] : [{ item, heard: row.heard }];
      });
    },
    async forgetWaiters(place) {
      await db.deleteFrom('sub_issues').where('place', '=', place).execute();
    },
  };
}
