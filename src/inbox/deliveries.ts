/** Deliveries: each is kept together with what follows from it, or not at all. */
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Transaction } from 'kysely';

import {
  changeStore,
  inParts,
  isPostgres,
  relaxed,
  renameStore,
  type AtOnce,
  type Database,
  type Tables,
  type Transact,
} from '../store/index.ts';
import type { Consequences } from './consequences.ts';
import { forgetGroup } from './kept.ts';
import { raise } from './raise.ts';
import { createSwept, type Arrived } from './swept.ts';
import type { WantedAlready } from './wanted-already.ts';

export type Deliveries<T> = {
  /**
   * Keeps the delivery's id and does what follows from it, in one transaction; a second copy does nothing. What no sweep
   * finds again is on the disk before this resolves.
   * @returns false for a second copy
   */
  keep(delivery: { readonly id: string; readonly name: string }, to: Consequences<T>): Promise<boolean>;
  /** Which of these deliveries were kept. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Forgets deliveries that came before an instant (milliseconds since the epoch). */
  prune(before: number): Promise<void>;
};

/** How many deliveries one transaction takes. */
const mostTogether = 200;

type Arrival<T> = Arrived<T> & {
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
};

export type DeliveriesOptions<T> = {
  /** Runs a transaction that survives a loss of power; absent: the database's usual one does. */
  readonly durably?: Transact;
  /** Runs a small transaction without a turn of the event loop; absent: the database cannot. */
  readonly atOnce?: AtOnce | null;
  /** True: also what a sweep would find is on the disk at once. */
  readonly durable?: boolean;
  /** Told when there may be something new to look at. */
  readonly wanted?: () => void;
  /** What the work set is told of, too; absent: every wish is written. */
  readonly wantedAlready?: WantedAlready<T>;
};

/**
 * Deliveries that arrive while others are being kept are kept together, in the next transaction: making it durable is
 * what takes its time, and it takes no longer for many.
 * @param now milliseconds since the epoch
 */
export function createDeliveries<T>(
  db: Database,
  now: () => number,
  {
    durably = (work) => db.transaction().execute(work),
    atOnce: embedded = null,
    durable = false,
    wanted = () => {},
    wantedAlready,
  }: DeliveriesOptions<T> = {},
): Deliveries<T> {
  const inTransaction = (transact: Transact): KeepTogether<T> => {
    return async (together) => {
      const isNew = await transact((tx) => {
        for (const group of together.flatMap(({ to }) => to.forgets)) wantedAlready?.forget(group);
        return noteAndFollow(tx, together, now());
      });
      // A copy led to what it told before.
      if (isNew.includes(true)) wanted();
      return isNew;
    };
  };
  const relaxedly = inTransaction((work) => relaxed(db, work));
  const lasting = createQueue<T>(inTransaction(durably));
  // These do not wait until the disk has those.
  const keepAtOnce = embedded && createSwept({ db, atOnce: embedded, now, wantedAlready, wanted });
  const swept = createQueue<T>((together) => keepAtOnce?.(together) ?? relaxedly(together));
  return {
    keep: (delivery, to) => (to.swept === true && !durable ? swept : lasting)(delivery, to),
    async known(ids) {
      const found = new Set<string>();
      for (const part of inParts(ids)) {
        const rows = await db.selectFrom('deliveries').select('id').where('id', 'in', part).execute();
        for (const { id } of rows) found.add(id);
      }
      return found;
    },
    prune: (before) => prune(db, before),
  };
}

/** How many deliveries are compared with their age at once, where there is no index of that. */
const slice = 2_000;

async function prune(db: Database, before: number): Promise<void> {
  const old = db.deleteFrom('deliveries').where('received_at', '<', before);
  if (isPostgres(db)) return void (await old.execute());
  for (let from: string | null = ''; from !== null;) {
    const upTo: string | null = await endOfSlice(db, from);
    await old
      .where('id', '>=', from)
      .$if(upTo !== null, (query) => query.where('id', '<', upTo))
      .execute();
    from = upTo;
    // SQLite answers at once: webhooks come in between.
    await nextTurn();
  }
}

/** @returns the id that the next slice begins with; null: there is none */
async function endOfSlice(db: Database, from: string): Promise<string | null> {
  const end = db.selectFrom('deliveries').select('id').where('id', '>=', from).orderBy('id');
  return (await end.offset(slice).limit(1).executeTakeFirst())?.id ?? null;
}

/** Notes their ids. @returns for each whether it is new; of two with one id, the first is */
async function note(
  tx: Transaction<Tables>,
  together: readonly Pick<Arrival<never>, 'delivery'>[],
  at: number,
): Promise<readonly boolean[]> {
  const found = await tx
    .insertInto('deliveries')
    .values(together.map(({ delivery: { id, name } }) => ({ id, event: name, received_at: at })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const fresh = new Set(found.map(({ id }) => id));
  return together.map(({ delivery }) => fresh.delete(delivery.id));
}

async function noteAndFollow<T>(
  tx: Transaction<Tables>,
  together: readonly Arrival<T>[],
  at: number,
): Promise<readonly boolean[]> {
  const added = await note(tx, together, at);
  await follow(
    tx,
    together.filter((_, index) => added[index]),
    at,
  );
  return added;
}

/** Does what follows from deliveries. */
async function follow<T>(
  tx: Transaction<Tables>,
  together: readonly Arrival<T>[],
  at: number,
): Promise<void> {
  const to = together.map((each) => each.to);
  const changes = to.flatMap((each) => each.changes);
  if (changes.length > 0) await changeStore<unknown>(tx).addChanges(changes, at);
  for (const group of new Set(to.flatMap((each) => each.forgets))) await forgetGroup(tx, group);
  for (const { repository, rename } of to.flatMap((each) => each.renames))
    await renameStore(tx).recordRename(repository, rename);
  const wants = to.flatMap((each) => each.wants);
  for (const { also } of to) if (also !== undefined) wants.push(...(await also(tx)));
  if (wants.length > 0) await raise(tx, wants, at);
}

/** Keeps them and what follows from each. @returns for each whether it is new */
type KeepTogether<T> = (together: readonly Arrival<T>[]) => readonly boolean[] | Promise<readonly boolean[]>;

function createQueue<T>(keep: KeepTogether<T>): Deliveries<T>['keep'] {
  let arrived: Arrival<T>[] = [];
  let isKeeping = false;

  async function keepArrived(): Promise<void> {
    while (arrived.length > 0) {
      const together = arrived.slice(0, mostTogether);
      arrived = arrived.slice(mostTogether);
      await keepTogether(together).catch(async (error: unknown) => {
        // One that cannot be kept must not take the others with it.
        if (together.length === 1) together[0]?.reject(error);
        else for (const each of together) await keepTogether([each]).catch(each.reject);
      });
    }
    isKeeping = false;
  }

  async function keepTogether(together: readonly Arrival<T>[]): Promise<void> {
    const isNew = await keep(together);
    for (const [index, each] of together.entries()) each.resolve(isNew[index] ?? false);
  }

  return (delivery, to) =>
    new Promise((resolve, reject) => {
      arrived.push({ delivery, to, resolve, reject });
      if (isKeeping) return;
      isKeeping = true;
      // What is read from other sockets in the same turn of the event loop is kept together with it.
      setImmediate(() => void keepArrived());
    });
}
