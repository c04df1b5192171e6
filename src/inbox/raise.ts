/** Noting wishes: the rules of `wished`, in the database's words. */
import { CompiledQuery, sql, type Transaction } from 'kysely';

import { channel, inParts, isPostgres, type Ask, type Database, type Tables } from '../store/index.ts';
import { columnsOf, latestOf, type Columns } from './columns.ts';
import { newRow, wished, type Row } from './row.ts';
import type { Want } from './work-set.ts';

/**
 * How long the text with the causes of a wish may become before the oldest are left out: twice what is kept of GitHub's
 * ids, so that it is done now and then; and what SQLite keeps on one page.
 */
const longestCauses = 1_600;

/** Two lists in JSON become one; what is none is left out. */
const bothCauses = (more: string): string => `case
    when items.causes not like '["%"]' then ${more}
    when ${more} = '[]' then items.causes
    else substr(items.causes, 1, length(items.causes) - 1) || ',' || substr(${more}, 2) end`;

/** A row that is there, and a new one with wishes of now. */
const joined = {
  item: sql<string>`excluded.item`,
  forgotten: sql<number>`0`,
  wanted: sql<number>`items.wanted + excluded.wanted`,
  priority: sql<number>`case when excluded.priority < items.priority then excluded.priority else items.priority end`,
  due: sql<number>`case when items.due is null or excluded.due < items.due then excluded.due else items.due end`,
  since: sql<number>`case when items.since is null or items.buried_at is not null then excluded.since else items.since end`,
  tries: sql<number>`case when items.buried_at is null then items.tries else 0 end`,
  failures: sql<number>`case when items.buried_at is null then items.failures else 0 end`,
  causes: sql.raw<string>(bothCauses('excluded.causes')),
  error: sql<null>`null`,
  buried_at: sql<null>`null`,
};

/** The same of a row that is due as soon already: nothing of it changes that an index holds. */
const again = `
  update items set item = ?1, wanted = wanted + ?2, since = coalesce(since, ?3), causes = ${bothCauses('?4')}
  where key = ?5 and due <= ?6 and priority <= ?7 and buried_at is null and forgotten = 0
  returning causes`;

type NewColumns = ReturnType<typeof columnsOf>;
type Found = Pick<Columns, 'causes'>;

/** How many rows the statements that are kept take, and what they are, by the database's language. */
const texts = { sqlite: new Map<number, string>(), postgres: new Map<number, string>() };

/** Kysely takes longer to put a statement together than SQLite to run it: each is put together once. */
function joining(db: Database, rows: readonly NewColumns[]): CompiledQuery<Found & Pick<Columns, 'key'>> {
  const known = texts[isPostgres(db) ? 'postgres' : 'sqlite'];
  let text = known.get(rows.length);
  if (text === undefined) {
    text = db
      .insertInto('items')
      .values([...rows])
      .onConflict((conflict) => conflict.column('key').doUpdateSet(joined))
      .returning(['key', 'causes'])
      .compile().sql;
    known.set(rows.length, text);
  }
  const [first] = rows;
  const columns = Object.keys(first ?? {}) as (keyof NewColumns)[];
  return CompiledQuery.raw(
    text,
    rows.flatMap((row) => columns.map((column) => row[column])),
  );
}

/** A row for each key, in the order of keys. */
function rowsOf<T>(wants: readonly Want<T>[], now: number): readonly Row<T>[] {
  const rows = new Map<string, Row<T>>();
  for (const wish of wants) rows.set(wish.key, wished(rows.get(wish.key) ?? newRow(wish, now), wish, now));
  return [...rows.values()].toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

/** Notes wishes, in a transaction of the caller's, and wakes the workers of other processes when that is over. */
export async function raise<T>(
  tx: Transaction<Tables>,
  wants: readonly Want<T>[],
  now: number,
): Promise<void> {
  for (const part of inParts(rowsOf(wants, now))) {
    // Makes the rows that are missing and changes those that are there, locking one by one in this order.
    const { rows: found } = await tx.executeQuery(joining(tx, part.map(columnsOf)));
    // The latest are what counts. Now and then, so that a wish need not read what it changes.
    for (const { key, causes } of found)
      if (causes.length > longestCauses)
        await tx
          .updateTable('items')
          .set({ causes: latestOf(causes) })
          .where('key', '=', key)
          .execute();
  }
  if (isPostgres(tx) && wants.length > 0) await sql`select pg_notify(${channel}, '')`.execute(tx);
}

/** The same in a transaction of SQLite's that runs at once. */
export function raiseAtOnce<T>(ask: Ask, db: Database, wants: readonly Want<T>[], now: number): void {
  for (const row of rowsOf(wants, now)) {
    const columns = columnsOf(row);
    const { key, item, wanted, since, causes, due, priority } = columns;
    let [found] = ask(again, [item, wanted, since, causes, key, due, priority]) as readonly Found[];
    if (found === undefined) {
      const query = joining(db, [columns]);
      [found] = ask(query.sql, query.parameters) as readonly Found[];
    }
    if (found !== undefined && found.causes.length > longestCauses)
      ask('update items set causes = ? where key = ?', [latestOf(found.causes), key]);
  }
}
