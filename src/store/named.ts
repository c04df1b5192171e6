/**
 * Which pull requests name which issues of Jira: when something happens to an issue, they are looked at. Losing it, the looks
 * fill it again.
 */
import type * as z from 'zod';

import { stored } from '../stored.ts';
import { inParts } from './parts.ts';
import type { Database, Tables } from './tables.ts';

/** How an issue of Jira is named: by its id, which stays, or by its key, which changes when it is moved. */
export type NamedIssue = { readonly by: 'id' | 'key'; readonly name: string };

export const byKey = (name: string): NamedIssue => ({ by: 'key', name });

export type NamedStore<T> = {
  /** An item names these issues of a site, and no others of it. */
  keepNamed(site: string, key: string, item: T, issues: readonly NamedIssue[]): Promise<void>;
  /** An item names these issues of a site, too. */
  addNamed(site: string, key: string, item: T, issues: readonly NamedIssue[]): Promise<void>;
  /** The items that name an issue, by its id or its key. */
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

type Row = Tables['named_in_jira'];

export type NamedById<T> = {
  readonly issues: ReadonlyMap<string, readonly T[]>;
  readonly next: string | null;
};

/** @param shape what an item is: one that names issues, but cannot be read, counts as not kept */
export function namedStore<T>(db: Database, shape: z.ZodType<T>): NamedStore<T> {
  const items = stored(1, shape);
  /** The rows for an item that names these issues. */
  const rowsOf = (site: string, item: string, content: T, issues: readonly NamedIssue[]): readonly Row[] =>
    [...new Map(issues.map((issue) => [issue.name, issue])).values()].map(({ by, name }) => ({
      site,
      issue: name,
      named_by: by,
      item,
      content: items.write(content),
    }));
  /** True when a row is there already, and can be read. */
  const isKept = (row: Row, before: readonly Row[]): boolean =>
    before.some(
      ({ site, issue, named_by, content }) =>
        site === row.site && issue === row.issue && named_by === row.named_by && items.read(content) !== null,
    );

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
      const before = await db.selectFrom('named_in_jira').selectAll().where('item', '=', item).execute();
      const rows = rowsOf(site, item, content, issues);
      if (before.length === rows.length && rows.every((row) => isKept(row, before))) return;
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('named_in_jira').where('item', '=', item).execute();
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
        .selectAll()
        .where('item', '=', item)
        .where('site', '=', site)
        .execute();
      const rows = rowsOf(site, item, content, issues).filter((row) => !isKept(row, before));
      if (rows.length === 0) return;
      await db
        .insertInto('named_in_jira')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['site', 'issue', 'item']).doUpdateSet((row) => ({
            content: row.ref('excluded.content'),
            named_by: row.ref('excluded.named_by'),
          })),
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
        .where('named_by', '=', 'id')
        .where('issue', '>', after)
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
