/** An item's row as the database keeps it. What of it cannot be read stops nothing but that item. */
import type { Insertable, Selectable } from 'kysely';
import * as z from 'zod';

import type { Tables } from '../store/index.ts';
import { stored, type Stored } from '../stored.ts';
import { causesKept, type Row } from './row.ts';

export type Columns = Selectable<Tables['items']>;

/** Any value: for those who do not use it. */
export const anyItem: Stored<unknown> = stored(
  1,
  z.custom((value) => value !== undefined && value !== null),
);
const causesAs = stored(1, z.array(z.string()));
const heldAs = stored(
  1,
  z.object({
    wanted: z.number(),
    since: z.number(),
    causes: z.array(z.string()),
    priority: z.number(),
    aside: z.boolean().default(false),
    with: z.string().exactOptional(),
  }),
);

export function columnsOf<T>({ group, item, causes, held, grave, forgotten, ...row }: Row<T>) {
  const { by = null, until = null, ...taken } = held ?? {};
  return {
    ...row,
    // PostgreSQL's whole numbers take nothing else, and a backoff or a rhythm may not be whole.
    due: row.due === null ? null : Math.ceil(row.due),
    group_name: group,
    item: anyItem.write(item),
    // Without a version: a query asks whether there are none.
    causes: JSON.stringify(causes),
    held_by: by,
    held_until: until,
    held: held === null ? null : JSON.stringify(taken),
    // PostgreSQL's texts cannot hold the character zero.
    error: grave?.error.replaceAll('\0', '') ?? null,
    buried_at: grave?.at ?? null,
    forgotten: forgotten ? 1 : 0,
  } satisfies Insertable<Tables['items']>;
}

/** @returns its `item` is null where that cannot be read */
export function rowOf<T>(columns: Columns, items: Stored<T>): Row<T | null> {
  const { group_name, item, causes, held_by, held_until, held, error, buried_at, ...row } = columns;
  return {
    ...row,
    group: group_name,
    item: items.read(item),
    causes: (causesAs.read(causes) ?? []).slice(-causesKept),
    held: heldOf({ ...row, held_by, held_until, held }),
    grave: error === null || buried_at === null ? null : { error, at: buried_at },
    forgotten: row.forgotten === 1,
  };
}

function heldOf({
  held_by: by,
  held_until: until,
  held,
  since,
  wanted,
}: Pick<Columns, 'held_by' | 'held_until' | 'held' | 'since' | 'wanted'>): Row<unknown>['held'] {
  if (by === null || until === null || held === null) return null;
  // Whoever looks answers all, and nobody is said to wait.
  const taken = heldAs.read(held) ?? { wanted, since: since ?? until, causes: [], priority: 0 };
  return { ...taken, by, until };
}

/** What a look is to answer, and whether it waits for something outside; null: nobody looks, or it cannot be read. */
export const takenOf = (held: string | null): ReturnType<typeof heldAs.read> => heldAs.read(held);

/** The list with the latest causes alone, as the database keeps it. */
export const latestOf = (causes: string): string =>
  JSON.stringify((causesAs.read(causes) ?? []).slice(-causesKept));
