/**
 * The work set in the database: what is waiting outlives the process. SQLite has one writer at a time; on PostgreSQL
 * any number of processes share it, and every transaction locks the rows that it changes first, in the order of keys.
 */
import { sql, type Transaction } from 'kysely';
import * as z from 'zod';

import { isPostgres, relaxed, type Database, type Tables } from '../store/index.ts';
import { stored } from '../stored.ts';
import { last, later, soon, urgencies } from '../urgency.ts';
import { anyItem, columnsOf, rowOf, takenOf } from './columns.ts';
import { lockBesides, lockNext, nextDue } from './next.ts';
import { raise } from './raise.ts';
import {
  aside,
  buried,
  claimed,
  deadLetter,
  failed,
  forgotten,
  inPlaceOf,
  looked,
  postponed,
  unreadable,
  type Row,
} from './row.ts';
import type { WantedAlready } from './wanted-already.ts';
import type { Claim, WorkSet, WorkSetOptions } from './work-set.ts';

export type KeptOptions<T> = WorkSetOptions & {
  /** What an item is; absent: any value. */
  readonly shape?: z.ZodType<T>;
  readonly log?: { readonly error: (fields: object, message: string) => void };
  /** What deliveries are told of, too. */
  readonly wantedAlready?: WantedAlready<T>;
};

/** @throws what the driver says when the database cannot be reached or written */
export function createKeptWorkSet<T>(
  db: Database,
  { lease = 45_000, perGroup = 1_000_000, shape, log, wantedAlready }: KeptOptions<T> = {},
): WorkSet<T> {
  const complete = <R extends Row<T | null>>(row: R): R => wantedAlready?.complete(row) ?? row;
  const items = stored(1, shape ?? z.custom<T>((value) => value !== undefined && value !== null));

  /**
   * Changes the row if the claim is still the one that holds it. Lost with the power, a claim or the end of a look leads
   * to another look.
   */
  function change({ key, fence, item }: Claim<T>, by: (row: Row<T>) => Row<T> | null): Promise<boolean> {
    return relaxed(db, async (tx) => {
      const row = await tx
        .selectFrom('items')
        .selectAll()
        .where('key', '=', key)
        .where('fence', '=', fence)
        .where('held_by', 'is not', null)
        .$if(isPostgres(tx), (query) => query.forUpdate())
        .executeTakeFirst();
      if (row === undefined) return false;
      await keep(tx, key, by({ ...rowOf(row, anyItem), item }));
      return true;
    });
  }

  /** Null: none is due. Only a key and a group: what is kept of that cannot be read, and it was set aside. */
  async function claimNext(
    tx: Transaction<Tables>,
    holder: string,
    now: number,
    least: number,
  ): Promise<Claim<T> | Pick<Claim<T>, 'key' | 'group'> | null> {
    const found = await lockNext(tx, holder, now, { perGroup, least });
    if (found === undefined) return null;
    const { item, ...before } = complete(rowOf(found, items));
    const { key, group } = before;
    if (item === null) {
      await keep(tx, key, unreadable({ ...before, item }, now));
      return { key, group };
    }
    const { row, claim } = claimed({ ...before, item }, holder, now, lease);
    await keep(tx, key, row);
    return claim;
  }

  return {
    want: (wants, now) => db.transaction().execute((tx) => raise(tx, wants, now)),
    async claim(holder, now, least = Number.POSITIVE_INFINITY) {
      for (;;) {
        const next = await relaxed(db, (tx) => claimNext(tx, holder, now, least));
        if (next === null || 'fence' in next) return next;
        log?.error(next, 'What the database keeps of an item cannot be read; it waits for the next event.');
      }
    },
    claimBesides: (holder, besides, now) =>
      relaxed(db, async (tx) => {
        const claims: Claim<T>[] = [];
        for (const columns of await lockBesides(tx, besides, now)) {
          const { item, ...before } = rowOf(columns, items);
          // Whoever claims it by itself says so.
          if (item === null) continue;
          const { row, claim } = claimed(complete({ ...before, item }), holder, now, lease);
          await keep(tx, row.key, inPlaceOf(row, besides.key));
          claims.push(claim);
        }
        return claims;
      }),
    async renew(claim, now) {
      const until = now + lease;
      const mine = await change(claim, (row) => ({ ...row, held: row.held && { ...row.held, until } }));
      return mine ? until : null;
    },
    aside: (claim, isAside) => change(claim, (row) => aside(row, isAside)),
    done: (claim, again) => change(claim, (row) => looked(row, again)),
    failed: (claim, due, counts) => change(claim, (row) => failed(row, due, counts)),
    async wantedAgain(claims, least) {
      const rows = await db
        .selectFrom('items')
        .select('key')
        .where(
          'key',
          'in',
          claims.map(({ key }) => key),
        )
        .where('priority', '<=', least)
        .where('due', 'is not', null)
        .execute();
      return rows.map(({ key }) => key);
    },
    postponed: (claim, due) => change(claim, (row) => postponed(row, due)),
    bury: (claim, error, now) => change(claim, (row) => buried(row, error, now)),
    async pause(group_name, end) {
      const until = Math.ceil(end);
      await db
        .insertInto('pauses')
        .values({ group_name, until })
        .onConflict((conflict) =>
          conflict.column('group_name').doUpdateSet({ until }).where('pauses.until', '<', until),
        )
        .execute();
    },
    async pace(group_name, urgency, end) {
      const until = Math.ceil(end);
      await db
        .insertInto('paces')
        .values({ group_name, urgency, until })
        .onConflict((conflict) =>
          conflict.columns(['group_name', 'urgency']).doUpdateSet({ until }).where('paces.until', '<', until),
        )
        .execute();
    },
    forget: (group) =>
      db.transaction().execute((tx) => {
        wantedAlready?.forget(group);
        return forgetGroup(tx, group);
      }),
    nextDue: (now, least = Number.POSITIVE_INFINITY) =>
      relaxed(db, (tx) => nextDue(tx, now, { perGroup, least })),
    async settled(now) {
      const open = await db
        .selectFrom('items')
        .select('key')
        .where('buried_at', 'is', null)
        .where((eb) => eb.or([eb('held_by', 'is not', null), eb('tries', '>', 0), eb('due', '<=', now)]))
        .limit(1)
        .executeTakeFirst();
      return open === undefined;
    },
    async dead() {
      const rows = await db
        .selectFrom('items')
        .selectAll()
        .where('buried_at', 'is not', null)
        .orderBy('buried_at')
        .execute();
      return rows.map((row) => rowOf(row, items)).flatMap(deadLetter);
    },
    async pruneDead(before) {
      await db.transaction().execute(async (tx) => {
        const old = await tx
          .selectFrom('items')
          .select('key')
          .where('buried_at', '<', before)
          .orderBy('key')
          .$if(isPostgres(tx), (query) => query.forUpdate())
          .execute();
        for (const { key } of old) await keep(tx, key, null);
      });
    },
    async metrics(now) {
      const isDue = sql`held_by is null and buried_at is null and due <= ${now}`;
      const counts = await db
        .selectFrom('items')
        .select(({ fn }) => [
          fn.countAll<number>().as('all'),
          fn.count<number>('held_by').as('running'),
          fn.count<number>('buried_at').as('dead'),
          sql<number>`count(case when ${isDue} then 1 end)`.as('waiting'),
          sql<number>`count(case when ${isDue} and priority >= ${later} and priority < ${last} then 1 end)`.as(
            'inRounds',
          ),
          sql<number | null>`min(case when ${isDue} then coalesce(since, due) end)`.as('since'),
          sql<number>`count(case when tries > 0 and buried_at is null then 1 end)`.as('retrying'),
          sql<number>`count(case when tries > 0 and buried_at is null and held_by is null and due > ${now} then 1 end)`.as(
            'later',
          ),
        ])
        .executeTakeFirstOrThrow();
      const pauses = await db.selectFrom('pauses').selectAll().where('until', '>', now).execute();
      const paced = await db
        .selectFrom('paces')
        .select((eb) => [
          'group_name as group',
          'urgency',
          'until',
          eb
            .selectFrom('items')
            .select(({ fn }) => fn.countAll<number>().as('waiting'))
            .whereRef('items.group_name', '=', 'paces.group_name')
            .where(sql<boolean>`${isDue} and ${urgency} = paces.urgency`)
            .as('waiting'),
        ])
        .where('until', '>', now)
        .orderBy('group_name')
        .orderBy('urgency')
        .execute();
      const { all, running, dead, waiting, inRounds, since, retrying, later: ahead } = counts;
      return {
        waiting,
        running,
        inRounds,
        scheduled: all - running - dead - waiting - ahead,
        retrying,
        dead,
        oldest: since === null ? 0 : Math.max(0, now - since),
        unanswered: await unansweredFor(db, now),
        paused: new Map(pauses.map(({ group_name, until }) => [group_name, until])),
        paced: paced.flatMap((pace) => {
          const urgency = urgencies.find((each) => each === pace.urgency);
          return urgency === undefined || pace.waiting === null || pace.waiting === 0
            ? []
            : [{ ...pace, urgency, waiting: pace.waiting }];
        }),
      };
    },
  };
}

/** How urgent an item is that nobody holds: `urgencyOf`, in the database's words. */
const urgency = sql<string>`case
  when priority < ${sql.lit(soon)} then 'violation'
  when priority < ${sql.lit(later)} then 'event'
  when priority < ${sql.lit(last)} then 'round'
  else 'sweep' end`;

/** How long the oldest delivery waits that no look has answered, leaving out what is paused or paced. */
async function unansweredFor(db: Database, now: number): Promise<number> {
  const isPaused = sql`exists (select 1 from pauses where pauses.group_name = items.group_name and until > ${now})`;
  const isPaced = sql`exists (select 1 from paces where paces.group_name = items.group_name and paces.urgency = ${urgency} and until > ${now})`;
  const rows = await db
    .selectFrom('items')
    .select(['since', 'held'])
    .where('buried_at', 'is', null)
    .where(sql<boolean>`not ${isPaused}`)
    .where((eb) =>
      eb.or([
        // What is looked at now has in `held` what it is to answer: those are few.
        eb('held', 'is not', null),
        eb(
          'since',
          '=',
          eb
            .selectFrom('items')
            .select(({ fn }) => fn.min('since').as('since'))
            .where('held', 'is', null)
            .where('buried_at', 'is', null)
            .where('causes', '!=', '[]')
            .where((of) => of.or([of('due', '<=', now), of('tries', '>', 0)]))
            .where(sql<boolean>`not ${isPaused} and not ${isPaced}`),
        ),
      ]),
    )
    .execute();
  const times = rows.flatMap(({ since, held }) => {
    if (held === null) return since === null ? [] : [since];
    const taken = takenOf(held);
    return taken !== null && taken.causes.length > 0 ? [taken.since] : [];
  });
  return Math.max(0, ...times.map((time) => now - time));
}

/** Forgets what a group wants, in a transaction of the caller's. */
export async function forgetGroup(tx: Transaction<Tables>, group: string): Promise<void> {
  await tx.deleteFrom('pauses').where('group_name', '=', group).execute();
  await tx.deleteFrom('paces').where('group_name', '=', group).execute();
  const rows = await tx
    .selectFrom('items')
    .selectAll()
    .where('group_name', '=', group)
    .orderBy('key')
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .execute();
  for (const row of rows) await keep(tx, row.key, forgotten(rowOf(row, anyItem)));
}

/** Gives back what was held by a process that is gone: for a database that one process has alone, at its start. */
export async function freeAll(db: Database): Promise<void> {
  await db.updateTable('items').set({ held_until: 0 }).where('held_by', 'is not', null).execute();
}

/** Writes the row, which is there and is locked by this transaction. */
async function keep<T>(tx: Transaction<Tables>, key: string, row: Row<T> | null): Promise<void> {
  if (row === null) {
    await tx.deleteFrom('items').where('key', '=', key).execute();
    return;
  }
  const { item, ...columns } = columnsOf(row);
  // What cannot be read is left as it is: somebody may want to see it.
  const values = row.item === null ? columns : { ...columns, item };
  await tx.updateTable('items').set(values).where('key', '=', key).execute();
}
