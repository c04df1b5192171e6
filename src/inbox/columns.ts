/** An item's row as the database keeps it. */
import type { Insertable, Selectable } from 'kysely';

import type { Tables } from '../store/index.ts';
import type { Row } from './row.ts';
import type { Claim } from './work-set.ts';

export type Columns = Selectable<Tables['items']>;

export function columnsOf<T>({ group, item, causes, held, grave, forgotten, ...row }: Row<T>) {
  const { by = null, until = null, ...taken } = held ?? {};
  return {
    ...row,
    // PostgreSQL's whole numbers take nothing else, and a backoff or a rhythm may not be whole.
    due: row.due === null ? null : Math.ceil(row.due),
    group_name: group,
    item: JSON.stringify(item),
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

/** Written by `columnsOf` alone. */
export function rowOf<T>(columns: Columns): Row<T> {
  const { group_name, item, causes, held_by, held_until, held, error, buried_at, ...row } = columns;
  return {
    ...row,
    group: group_name,
    item: JSON.parse(item) as T,
    causes: JSON.parse(causes) as string[],
    held:
      held_by === null || held_until === null || held === null
        ? null
        : {
            ...(JSON.parse(held) as Pick<Claim<T>, 'wanted' | 'since' | 'causes' | 'priority'> & {
              aside?: boolean;
            }),
            by: held_by,
            until: held_until,
          },
    grave: error === null || buried_at === null ? null : { error, at: buried_at },
    forgotten: row.forgotten === 1,
  };
}
