/**
 * Deliveries that a sweep would find again, on an embedded database: kept without a turn of the event loop, and without
 * waiting for the disk. What ends the process loses none of them.
 */
import type { AtOnce, Ask, Database } from '../store/index.ts';
import type { Consequences } from './consequences.ts';
import { raiseAtOnce } from './raise.ts';
import type { WantedAlready } from './wanted-already.ts';

export type Arrived<T> = {
  readonly delivery: { readonly id: string; readonly name: string };
  readonly to: Consequences<T>;
};

export type SweptOptions<T> = {
  readonly db: Database;
  readonly atOnce: AtOnce;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly wantedAlready: WantedAlready<T> | undefined;
  /** Told when something is wanted that was not. */
  readonly wanted: () => void;
};

/**
 * Keeps what arrived together.
 * @returns for each whether it is new; null: nothing was done, since another transaction is under way, or since more
 *   follows from them than looks
 * @throws what SQLite says; then none of them is kept
 */
export type KeepSwept<T> = (together: readonly Arrived<T>[]) => readonly boolean[] | null;

export function createSwept<T>({ db, atOnce, now, wantedAlready, wanted }: SweptOptions<T>): KeepSwept<T> {
  return (together) => {
    if (!together.every(onlyWants)) return null;
    const at = now();
    const kept = atOnce.transact((ask) => {
      const isNew = together.map(({ delivery }) => note(ask, delivery, at));
      const wished = together.flatMap(({ to }, index) => (isNew[index] === true ? to.wants : []));
      const { wants, areNews } = wantedAlready?.toWrite(wished, at) ?? {
        wants: wished,
        areNews: wished.length > 0,
      };
      raiseAtOnce(ask, db, wants, at);
      return { isNew, wants, areNews };
    });
    if (kept === null) return null;
    const { isNew, wants, areNews } = kept.done;
    wantedAlready?.written(wants, at);
    if (areNews) wanted();
    return isNew;
  };
}

/** Whether nothing follows but looks: the usual case. */
const onlyWants = ({ to }: Arrived<unknown>): boolean =>
  to.also === undefined && to.forgets.length + to.changes.length + to.renames.length === 0;

/** @returns false: it came before */
function note(ask: Ask, { id, name }: Arrived<unknown>['delivery'], at: number): boolean {
  const added = ask(
    'insert into deliveries (id, event, received_at) values (?, ?, ?) on conflict do nothing returning id',
    [id, name, at],
  );
  return added.length > 0;
}
