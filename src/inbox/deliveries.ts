/** Deliveries: each is kept together with what follows from it, or not at all. */
import { changeStore, inParts, renameStore, type Database, type Rename } from '../store/index.ts';
import { forgetGroup, raise } from './kept.ts';
import type { Want } from './work-set.ts';

/** What a delivery leads to. */
export type Consequences<T> = {
  readonly wants: readonly Want<T>[];
  /** Groups that want nothing any more. */
  readonly forgets: readonly string[];
  /** What is not true any more of what processes remember. */
  readonly changes: readonly unknown[];
  readonly renames: readonly { readonly repository: string; readonly rename: Rename }[];
};

export type Deliveries<T> = {
  /**
   * Keeps the delivery's id and does what follows from it, in one transaction; a second copy does nothing.
   * @returns false for a second copy
   */
  keep(delivery: { readonly id: string; readonly name: string }, to: Consequences<T>): Promise<boolean>;
  /** Which of these deliveries were kept. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Forgets deliveries that came before an instant (milliseconds since the epoch). */
  prune(before: number): Promise<void>;
};

export function createDeliveries<T>(db: Database, now: () => number): Deliveries<T> {
  return {
    keep: ({ id, name }, { wants, forgets, changes, renames }) =>
      db.transaction().execute(async (tx) => {
        const at = now();
        const added = await tx
          .insertInto('deliveries')
          .values({ id, event: name, received_at: at })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (added.numInsertedOrUpdatedRows === 0n) return false;
        await changeStore(tx).addChanges(changes, at);
        for (const group of forgets) await forgetGroup(tx, group);
        for (const { repository, rename } of renames) {
          await renameStore(tx).recordRename(repository, rename);
        }
        if (wants.length > 0) await raise(tx, wants, at);
        return true;
      }),
    async known(ids) {
      const found = new Set<string>();
      for (const part of inParts(ids)) {
        const rows = await db.selectFrom('deliveries').select('id').where('id', 'in', part).execute();
        for (const { id } of rows) found.add(id);
      }
      return found;
    },
    async prune(before) {
      await db.deleteFrom('deliveries').where('received_at', '<', before).execute();
    },
  };
}
