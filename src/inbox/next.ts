/**
 * Which item comes next. It takes as long with twenty thousand items waiting as with twenty: each query follows an
 * index from its beginning, and steps over what is scheduled, paused or full group by group.
 *
 * `items_due` and `items_heads` say in two ways that an item is not held, and each query says it in the way of its
 * index: where nothing is known of the table both look equally good, and the wrong one reads all that is waiting.
 */
import { sql, type NotNull, type Transaction } from 'kysely';

import { isPostgres, writtenOnce, type Database, type Tables } from '../store/index.ts';
import { urgencyOf } from '../urgency.ts';
import { takenOf, type Columns } from './columns.ts';
import { placesFor, type Besides } from './work-set.ts';

/** A group with something due, and since when the first of it is. */
type Group = { readonly group_name: string; readonly due: number };

type Taken = {
  readonly held: readonly {
    readonly group_name: string;
    readonly held_by: string;
    readonly until: number;
    /** It waits for something outside, and others may have its place. */
    readonly aside: boolean;
    /** The key of what was claimed first of what has this place. */
    readonly place: string;
  }[];
  readonly paused: ReadonlySet<string>;
  /** Groups of which only what is more urgent may be claimed, as `paceOf` names them. */
  readonly paced: ReadonlySet<string>;
};

/** `perGroup`: how many items of one group may be held at once. `least`: the highest number of a priority that is claimed. */
type Limits = { readonly perGroup: number; readonly least: number };

const paceOf = (group: string, urgency: string): string => `${urgency} ${group}`;

/** How many of the most urgent items are searched for a group that holds nothing, before all groups are compared. */
const near = 100;

/**
 * Locks the row to claim: one whose holder is gone, or else the first of those that are due. Others pass it by.
 */
export async function lockNext(
  tx: Transaction<Tables>,
  holder: string,
  now: number,
  limits: Limits,
): Promise<Columns | undefined> {
  const taken = await whatIsTaken(tx, now);
  if (taken.held.some(({ held_by, until }) => until <= now && held_by !== holder)) {
    const lost = await tx
      .selectFrom('items')
      .selectAll()
      .where('held_until', '<=', now)
      .where('held_by', '!=', holder)
      .orderBy('held_until')
      .limit(1)
      .$if(isPostgres(tx), (query) => query.forUpdate().skipLocked())
      .executeTakeFirst();
    if (lost !== undefined) return lost;
  }
  for await (const { priority, group_name } of groups(tx, taken, now, limits)) {
    const row = await tx
      .selectFrom('items')
      .selectAll()
      .where('held_until', 'is', null)
      .where('priority', '=', priority)
      .where('group_name', '=', group_name)
      .where('due', '<=', now)
      .orderBy('due')
      .orderBy('key')
      .limit(1)
      .$if(isPostgres(tx), (query) => query.forUpdate().skipLocked())
      .executeTakeFirst();
    if (row !== undefined) return row;
  }
  return undefined;
}

/** Locks what can be claimed with something; others pass it by. Nothing of a group that is paused. */
export async function lockBesides(
  tx: Transaction<Tables>,
  { group, priority, keys, most }: Besides,
  now: number,
): Promise<readonly Columns[]> {
  const { paused } = await whatIsTaken(tx, now);
  if (paused.has(group)) return [];
  const rows = await tx
    .selectFrom('items')
    .selectAll()
    .where('held_until', 'is', null)
    .where('priority', '=', priority)
    .where('group_name', '=', group)
    .where('due', '<=', now)
    .where(sql<boolean>`substr(key, 1, ${keys.length}) = ${keys}`)
    .orderBy('due')
    .orderBy('key')
    .limit(most)
    .$if(isPostgres(tx), (query) => query.forUpdate().skipLocked())
    .execute();
  return rows;
}

/** When something is due next, and when what waits can go on. */
const nextTimes = writtenOnce((db, now) =>
  db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('items')
        .select('due')
        .where('held_by', 'is', null)
        .where('due', '>', now)
        .orderBy('due')
        .limit(1)
        .as('scheduled'),
      eb
        .selectFrom('pauses')
        .select('until')
        .where('until', '>', now)
        .where((where) =>
          where.exists(
            where
              .selectFrom('items')
              .select('key')
              .whereRef('items.group_name', '=', 'pauses.group_name')
              .where('due', 'is not', null),
          ),
        )
        .orderBy('until')
        .limit(1)
        .as('unpaused'),
      eb
        .selectFrom('paces')
        .select('until')
        .where('until', '>', now)
        .where((where) =>
          where.exists(
            where
              .selectFrom('items')
              .select('key')
              .whereRef('items.group_name', '=', 'paces.group_name')
              .where('due', 'is not', null),
          ),
        )
        .orderBy('until')
        .limit(1)
        .as('unpaced'),
    ])
    .compile(),
);

/** When something can be claimed, were nothing wanted until then; null: never. */
export async function nextDue(db: Database, now: number, limits: Limits): Promise<number | null> {
  const taken = await whatIsTaken(db, now);
  for await (const { due } of groups(db, taken, now, limits)) return due;
  const [{ scheduled, unpaused, unpaced } = { scheduled: null, unpaused: null, unpaced: null }] =
    await nextTimes(db, now);
  const times = [scheduled, unpaused, unpaced, ...taken.held.map(({ until }) => until)].filter(
    (time) => time !== null,
  );
  return times.length === 0 ? null : Math.min(...times);
}

const everythingTaken = writtenOnce((db, now) => {
  const nothing = sql<string | null>`null`;
  const none = sql<string>`''`;
  return db
    .selectFrom('items')
    .select(['group_name', 'held_by', 'held_until as until', 'held', nothing.as('urgency'), 'key'])
    .where('held_until', 'is not', null)
    .$narrowType<{ until: NotNull }>()
    .unionAll(
      db
        .selectFrom('pauses')
        .select([
          'group_name',
          nothing.as('held_by'),
          'until',
          nothing.as('held'),
          nothing.as('urgency'),
          none.as('key'),
        ])
        .where('until', '>', now),
    )
    .unionAll(
      db
        .selectFrom('paces')
        .select(['group_name', nothing.as('held_by'), 'until', nothing.as('held'), 'urgency', none.as('key')])
        .where('until', '>', now),
    )
    .compile();
});

/** What workers have in their hands, and the groups that are paused or paced: all are few. */
async function whatIsTaken(db: Database, now: number): Promise<Taken> {
  const rows = await everythingTaken(db, now);
  const free = rows.filter(({ held_by }) => held_by === null);
  return {
    held: rows.flatMap(({ held_by, held, group_name, until, key }) => {
      if (held_by === null) return [];
      const taken = takenOf(held);
      return [{ group_name, until, held_by, aside: taken?.aside === true, place: taken?.with ?? key }];
    }),
    paused: new Set(free.flatMap(({ group_name, urgency }) => (urgency === null ? group_name : []))),
    paced: new Set(
      free.flatMap(({ group_name, urgency }) => (urgency === null ? [] : paceOf(group_name, urgency))),
    ),
  };
}

/** The groups to claim from: the more urgent first, then those that hold less, then those that wait longer. */
async function* groups(
  db: Database,
  { held, paused, paced }: Taken,
  now: number,
  { perGroup, least }: Limits,
): AsyncGenerator<Group & { readonly priority: number }> {
  const free = new Set(held.flatMap(({ aside, place }) => (aside ? [place] : [])));
  const counts = new Map<string, number>();
  for (const [place, [first]] of Map.groupBy(held, (each) => each.place))
    if (first !== undefined && !free.has(place))
      counts.set(first.group_name, (counts.get(first.group_name) ?? 0) + 1);
  const holds = ({ group_name }: Group): number => counts.get(group_name) ?? 0;
  const open = (found: readonly Group[], priority: number): readonly Group[] =>
    found
      .filter(
        (group) =>
          !paused.has(group.group_name) &&
          !paced.has(paceOf(group.group_name, urgencyOf(priority))) &&
          holds(group) < placesFor(priority, perGroup),
      )
      .toSorted((one, other) => holds(one) - holds(other));

  for (const { priority, due } of await levels(db)) {
    if (priority > least) return;
    if (due > now) continue;
    const nearest = await groupsOfNearest(db, priority, now);
    const [best, ...others] = open(nearest, priority);
    const items = nearest.reduce((sum, group) => sum + group.items, 0);
    const found =
      best !== undefined && (holds(best) === 0 || items < near)
        ? [best, ...others]
        : open(await allGroups(db, priority, now), priority);
    for (const group of found) yield { ...group, priority };
  }
}

type Level = { readonly priority: number; readonly due: number };

/** The priorities that something waits with, the most urgent first, and when the first of each is due: they are few. */
const levels = writtenOnce<Level>((db) => {
  const some = sql`from items where held_by is null and due is not null`;
  const first = sql`order by priority, due limit 1`;
  return sql<Level>`
    with recursive levels (priority) as (
      select (select priority ${some} ${first})
      union all
      select (select priority ${some} and priority > levels.priority ${first}) from levels
        where levels.priority is not null
    )
    select priority, (select due ${some} and priority = levels.priority ${first}) as due from levels
      where priority is not null order by priority
  `.compile(db);
});

/** The groups of the items that wait longest, and how many of these each has. */
const groupsOfNearest = writtenOnce((db, priority, now) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('items')
        .select(['group_name', 'due'])
        .where('held_by', 'is', null)
        .where('due', 'is not', null)
        .where('priority', '=', priority)
        .where('due', '<=', now)
        .$narrowType<{ due: NotNull }>()
        .orderBy('due')
        .orderBy('key')
        .limit(near)
        .as('nearest'),
    )
    .select(({ fn }) => ['group_name', fn.min('due').as('due'), fn.countAll<number>().as('items')])
    .groupBy('group_name')
    .orderBy('due')
    .orderBy('group_name')
    .compile(),
);

/** All groups with something due: each is found by the one before it. */
async function allGroups(db: Database, priority: number, now: number): Promise<readonly Group[]> {
  const some = sql`from items where held_until is null and due is not null and priority = ${priority}`;
  const first = sql`order by group_name, due, key limit 1`;
  const { rows } = await sql<Group>`
    with recursive names (name) as (
      select (select group_name ${some} ${first})
      union all
      select (select group_name ${some} and group_name > name ${first}) from names where name is not null
    ),
    heads as materialized (
      select name as group_name, (select due ${some} and group_name = name ${first}) as due from names
    )
    select group_name, due from heads where due <= ${now} order by due, group_name
  `.execute(db);
  return rows;
}
