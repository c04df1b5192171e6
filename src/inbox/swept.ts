/**
 * Deliveries that a sweep would find again, on an embedded database. What must outlive the process is the wish for a look:
 * it is written before the delivery is acknowledged, unless the item is wanted already. The delivery's id is written with
 * the next wish, or a moment later.
 */
import type { AtOnce, Ask, Database } from '../store/index.ts';
import type { Consequences } from './consequences.ts';
import { raiseAtOnce } from './raise.ts';
import type { WantedAlready } from './wanted-already.ts';

/** Milliseconds until an id is written by itself, and how many wait for that at the most. */
const delay = 250;
const most = 500;

export type Arrived<T> = {
  readonly delivery: { readonly id: string; readonly name: string };
  readonly to: Consequences<T>;
};

export type Swept<T> = {
  /**
   * Keeps what arrived together.
   * @returns for each whether it is new; null: nothing was done, since another transaction is under way, or since more
   *   follows from them than looks
   * @throws what SQLite says; then none of them is kept
   */
  readonly keep: (together: readonly Arrived<T>[]) => readonly boolean[] | null;
  /** Whether its id is to be written yet. */
  readonly isUnwritten: (id: string) => boolean;
  /** Writes the ids that are not written yet. */
  readonly flush: () => void;
};

type Noted = { readonly id: string; readonly name: string; readonly at: number };

/** @param now milliseconds since the epoch */
export function createSwept<T>(
  db: Database,
  atOnce: AtOnce,
  now: () => number,
  wantedAlready: WantedAlready<T> | undefined,
): Swept<T> {
  const unwritten = new Map<string, Noted>();
  let timer: NodeJS.Timeout | null = null;
  // What a timer could not write, the next delivery does, and is refused if it cannot.
  let isFailing = false;

  function flushSoon(): void {
    timer ??= setTimeout(flush, delay).unref();
  }
  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (unwritten.size === 0) return;
    try {
      const isBusy = atOnce.transact((ask) => note(ask, unwritten.values())) === null;
      if (isBusy) flushSoon();
      else unwritten.clear();
    } catch {
      isFailing = true;
    }
  }

  /** Those that did not come before. */
  function newOf(together: readonly Arrived<T>[], written: ReadonlySet<string>): readonly boolean[] {
    const seen = new Set(written);
    return together.map(({ delivery: { id } }) => {
      const isNew = !seen.has(id) && !unwritten.has(id);
      seen.add(id);
      return isNew;
    });
  }

  return {
    keep(together) {
      if (!together.every(onlyWants)) return null;
      const ids = together.map(({ delivery }) => delivery.id);
      const written = atOnce.read((ask) => writtenOf(ask, ids));
      if (written === null) return null;
      const isNew = newOf(together, written.done);
      const fresh = together.filter((_, index) => isNew[index]);
      const at = now();
      const wished = fresh.flatMap(({ to }) => to.wants);
      const wants = wantedAlready?.toWrite(wished, at) ?? wished;
      const noted = fresh.map(({ delivery: { id, name } }): Noted => ({ id, name, at }));
      if (wants.length > 0 || isFailing || unwritten.size + noted.length > most) {
        atOnce.transact((ask) => {
          note(ask, [...unwritten.values(), ...noted]);
          raiseAtOnce(ask, db, wants, at);
        });
        isFailing = false;
        unwritten.clear();
        wantedAlready?.written(wants, at);
      } else {
        for (const each of noted) unwritten.set(each.id, each);
        flushSoon();
      }
      return isNew;
    },
    isUnwritten: (id) => unwritten.has(id),
    flush,
  };
}

/** Whether nothing follows but looks: the usual case. */
const onlyWants = ({ to }: Arrived<unknown>): boolean =>
  to.also === undefined && to.forgets.length + to.changes.length + to.renames.length === 0;

function writtenOf(ask: Ask, ids: readonly string[]): ReadonlySet<string> {
  const rows = ask('select id from deliveries where id in (select value from json_each(?))', [
    JSON.stringify(ids),
  ]) as readonly { id: string }[];
  return new Set(rows.map(({ id }) => id));
}

function note(ask: Ask, deliveries: Iterable<Noted>): void {
  for (const { id, name, at } of deliveries)
    ask('insert into deliveries (id, event, received_at) values (?, ?, ?) on conflict do nothing', [
      id,
      name,
      at,
    ]);
}
