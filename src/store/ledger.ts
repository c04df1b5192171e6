/** What was decided and done, for ever: lines are added, none is changed. */
import * as z from 'zod';

import type { Effect } from '../handoff/index.ts';
import { stored } from '../stored.ts';
import type { Database, Tables } from './tables.ts';

export type LedgerLine = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly repository: string;
  /** The inbox's key of the item. */
  readonly item: string;
  /** What was judged, as JSON. */
  readonly verdict: unknown;
  readonly effects: readonly Effect[];
  /** The ids of the blobs of the policy that was judged by, with `+` before each that it builds on; null: none in force. */
  readonly policy: string | null;
  /** The ids of the deliveries that led to the look. */
  readonly deliveries: readonly string[];
};

/** As it is read back; null: an older Baton, or a newer one, wrote something that this one does not understand. */
export type RecordedLine = Omit<LedgerLine, 'effects' | 'deliveries'> & {
  readonly effects: readonly Effect[] | null;
  readonly deliveries: readonly string[] | null;
};

/** Written as plain JSON, without a version around it: people ask the database for it. */
const verdicts = stored(1, z.unknown());
const anyKind = z.object({ kind: z.string() });
const allEffects = stored(1, z.array(z.custom<Effect>((value) => anyKind.safeParse(value).success)));
const ids = stored(1, z.array(z.string()));

export type LedgerStore = {
  record(line: LedgerLine): Promise<void>;
  /** The lines of a repository, or of one item in it, oldest first. */
  recorded(repository: string, item?: string): Promise<readonly RecordedLine[]>;
  /** The last lines of one item, newest first; at most so many. */
  lately(repository: string, item: string, most: number): Promise<readonly RecordedLine[]>;
};

export function ledgerStore(db: Database): LedgerStore {
  return {
    async record({ at, repository, item, verdict, effects, policy, deliveries }) {
      await db
        .insertInto('ledger')
        .values({
          at,
          repository,
          item,
          verdict: JSON.stringify(verdict),
          effects: JSON.stringify(effects),
          policy,
          deliveries: JSON.stringify(deliveries),
        })
        .execute();
    },
    async recorded(repository, item) {
      let query = db.selectFrom('ledger').selectAll().where('repository', '=', repository).orderBy('id');
      if (item !== undefined) query = query.where('item', '=', item);
      return (await query.execute()).map(asRecorded);
    },
    async lately(repository, item, most) {
      const rows = await db
        .selectFrom('ledger')
        .selectAll()
        .where('repository', '=', repository)
        .where('item', '=', item)
        .orderBy('id', 'desc')
        .limit(most)
        .execute();
      return rows.map(asRecorded);
    },
  };
}

const asRecorded = (row: Omit<Tables['ledger'], 'id'>): RecordedLine => ({
  at: row.at,
  repository: row.repository,
  item: row.item,
  verdict: verdicts.read(row.verdict),
  effects: allEffects.read(row.effects),
  policy: row.policy,
  deliveries: ids.read(row.deliveries),
});

/** As it is kept, with its number in the ledger. */
export type KeptLine = {
  readonly id: number;
  readonly at: number;
  readonly repository: string;
  readonly item: string;
  readonly verdict: string;
  readonly effects: string;
  readonly policy: string | null;
  readonly deliveries: string;
};

/** So many lines are read at once. */
const page = 500;

/**
 * All lines, in the order in which they were recorded; never more in memory than a page. What is recorded meanwhile may be
 * among them, or not.
 * @param since the first instant, in milliseconds since the epoch. @param until the first one after the last
 */
export async function* linesOfLedger(
  db: Database,
  { since, until }: { readonly since: number; readonly until: number },
): AsyncGenerator<KeptLine> {
  let last = 0;
  for (;;) {
    const lines: readonly KeptLine[] = await db
      .selectFrom('ledger')
      .selectAll()
      .where('id', '>', last)
      .where('at', '>=', since)
      .where('at', '<', until)
      .orderBy('id')
      .limit(page)
      .execute();
    yield* lines;
    last = lines.at(-1)?.id ?? last;
    if (lines.length < page) return;
  }
}
