/** What looks saw of items lately, by the place where these are: no loss when it is lost. It goes when pasts of timelines do. */
import type * as z from 'zod';

import { stored } from '../stored.ts';
import { byItem } from './by-item.ts';
import { relaxed } from './relaxed.ts';
import type { Database } from './tables.ts';

export type SeenStore<T> = {
  /** null: nothing is kept. */
  seen(place: string, name: string): Promise<T | null>;
  /** Replaces what was kept. A loss of power may undo it. */
  keepSeen(place: string, name: string, seen: T): Promise<void>;
  /** What was kept of a place since an instant (milliseconds since the epoch), by name. */
  seenIn(place: string, since: number): Promise<ReadonlyMap<string, T>>;
};

/** No key of another kind begins so. */
const keyOf = (place: string, name: string): string => `seen ${place} ${name}`;

/**
 * @param shape what is kept: what does not fit it counts as not kept
 * @param now milliseconds since the epoch
 */
export function seenStore<T>(db: Database, shape: z.ZodType<T>, now: () => number = Date.now): SeenStore<T> {
  const values = stored(1, shape);
  const { kept } = byItem<T>(db, 'pasts', values);
  return {
    seen: (place, name) => kept(keyOf(place, name)),
    keepSeen: (place, name, seen) =>
      relaxed(db, (tx) => byItem<T>(tx, 'pasts', values).keep(keyOf(place, name), seen, now())),
    async seenIn(place, since) {
      const prefix = keyOf(place, '');
      const rows = await db
        .selectFrom('pasts')
        .select(['item', 'content'])
        .where('item', '>=', prefix)
        .where('item', '<', `${prefix}\uffff`)
        .where('kept_at', '>=', since)
        .execute();
      return new Map(
        rows.flatMap(({ item, content }): [string, T][] => {
          const value = item.startsWith(prefix) ? values.read(content) : null;
          return value === null ? [] : [[item.slice(prefix.length), value]];
        }),
      );
    },
  };
}
