/**
 * Which pull requests name which issues of Jira: when something happens to an issue, they are looked at. Losing it, the looks
 * fill it again.
 */
import type * as z from 'zod';

import { stored } from '../stored.ts';
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

export type NamedStore<T> = {
  /** An item names these issues of a site, and no others of it. */
  keepNamed(site: string, key: string, item: T, issues: readonly string[]): Promise<void>;
  /** An item names these issues of a site, too. */
  addNamed(site: string, key: string, item: T, issues: readonly string[]): Promise<void>;
  /** The items that name an issue. */
  naming(site: string, issue: string): Promise<readonly T[]>;
  /** The issues that an item names. */
  namedBy(key: string): Promise<readonly string[]>;
  /** The sites of which an item names issues. */
  sitesNamedBy(key: string): Promise<readonly string[]>;
  /** The items that name any of these issues, each once. */
  namingAny(site: string, issues: readonly string[]): Promise<readonly T[]>;
  /**
   * Issues that are named by their ids, in the order of these, each with the items that name it.
   * @param after begins after this id; '' for the first
   * @param most about how many rows to read
   * @returns `next`: where to go on; null: there are no more
   */
  namedById(site: string, after: string, most: number): Promise<NamedById<T>>;
  /** An item names nothing any more. */
  forgetNamed(key: string): Promise<void>;
};

export type NamedById<T> = {
  readonly issues: ReadonlyMap<string, readonly T[]>;
  readonly next: string | null;
};

/** @param shape what an item is: one that names issues, but cannot be read, counts as not kept */
export function namedStore<T>(db: Database, shape: z.ZodType<T>): NamedStore<T> {
  const items = stored(1, shape);

  async function namingAny(site: string, issues: readonly string[]): Promise<readonly T[]> {
    const found = new Map<string, T>();
    for (const part of inParts(issues)) {
      const rows = await db
        .selectFrom('named_in_jira')
        .select(['item', 'content'])
        .where('site', '=', site)
        .where('issue', 'in', part)
        .orderBy('item')
        .execute();
      for (const { item, content } of rows) {
        const read = items.read(content);
        if (read !== null) found.set(item, read);
      }
    }
    return [...found.values()];
  }
  return {
    async keepNamed(site, item, content, issues) {
      const before = await db
        .selectFrom('named_in_jira')
        .select(['site', 'issue', 'content'])
        .where('item', '=', item)
        .execute();
      const isSame =
        before.length === issues.length &&
        before.every(
          (row) => row.site === site && issues.includes(row.issue) && items.read(row.content) !== null,
        );
      if (isSame) return;
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('named_in_jira').where('item', '=', item).execute();
        const rows = issues.map((issue) => ({ site, issue, item, content: items.write(content) }));
        if (rows.length > 0)
          await tx
            .insertInto('named_in_jira')
            .values(rows)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
      });
    },
    async addNamed(site, item, content, issues) {
      const before = await db
        .selectFrom('named_in_jira')
        .select(['issue', 'content'])
        .where('item', '=', item)
        .where('site', '=', site)
        .execute();
      const rows = issues
        .filter((issue) => !before.some((row) => row.issue === issue && items.read(row.content) !== null))
        .map((issue) => ({ site, issue, item, content: items.write(content) }));
      if (rows.length === 0) return;
      await db
        .insertInto('named_in_jira')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['site', 'issue', 'item'])
            .doUpdateSet((row) => ({ content: row.ref('excluded.content') })),
        )
        .execute();
    },
    async namedBy(item) {
      const rows = await db
        .selectFrom('named_in_jira')
        .select('issue')
        .where('item', '=', item)
        .orderBy('issue')
        .execute();
      return rows.map(({ issue }) => issue);
    },
    async sitesNamedBy(item) {
      const rows = await db
        .selectFrom('named_in_jira')
        .select('site')
        .distinct()
        .where('item', '=', item)
        .execute();
      return rows.map(({ site }) => site);
    },
    naming: (site, issue) => namingAny(site, [issue]),
    namingAny,
    async namedById(site, after, most) {
      const rows = await db
        .selectFrom('named_in_jira')
        .select(['issue', 'content'])
        .where('site', '=', site)
        .where('issue', '>', after === '' ? '0' : after)
        // Keys begin with a letter.
        .where('issue', '<', 'A')
        .orderBy('issue')
        .limit(most)
        .execute();
      const all = Map.groupBy(rows, ({ issue }) => issue);
      const last = rows.at(-1)?.issue;
      const isPart = rows.length === most && last !== undefined;
      // Of the last one, some may be missing.
      if (isPart && all.size > 1) all.delete(last);
      const issues = [...all].map(([issue, found]): [string, readonly T[]] => [
        issue,
        found.flatMap(({ content }) => items.read(content) ?? []),
      ]);
      return { issues: new Map(issues), next: isPart ? (issues.at(-1)?.[0] ?? null) : null };
    },
    async forgetNamed(item) {
      await db.deleteFrom('named_in_jira').where('item', '=', item).execute();
    },
  };
}
