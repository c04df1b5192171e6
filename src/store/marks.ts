/** How far something that goes on for ever has come: one line of text by name. */
import type { Database } from './tables.ts';

export type MarkStore = {
  /** null: there is none. */
  mark(name: string): Promise<string | null>;
  setMark(name: string, content: string): Promise<void>;
  /** Replaces what is there, if it is this still. `before`: null: nothing is there. @returns whether it was */
  swapMark(name: string, before: string | null, after: string): Promise<boolean>;
  /** Forgets what is there, if it is this still. */
  dropMark(name: string, content: string): Promise<void>;
  forgetMark(name: string): Promise<void>;
  /** How many marks have a name that begins so. */
  countMarks(prefix: string): Promise<number>;
};

export function markStore(db: Database): MarkStore {
  return {
    async mark(name) {
      const row = await db.selectFrom('marks').select('content').where('name', '=', name).executeTakeFirst();
      return row?.content ?? null;
    },
    async setMark(name, content) {
      await db
        .insertInto('marks')
        .values({ name, content })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ content }))
        .execute();
    },
    async swapMark(name, before, after) {
      if (before !== null) {
        const { numUpdatedRows } = await db
          .updateTable('marks')
          .set({ content: after })
          .where('name', '=', name)
          .where('content', '=', before)
          .executeTakeFirst();
        return numUpdatedRows !== 0n;
      }
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('marks')
        .values({ name, content: after })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows !== 0n;
    },
    async dropMark(name, content) {
      await db.deleteFrom('marks').where('name', '=', name).where('content', '=', content).execute();
    },
    async forgetMark(name) {
      await db.deleteFrom('marks').where('name', '=', name).execute();
    },
    async countMarks(prefix) {
      const { count } = await db
        .selectFrom('marks')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('name', '>=', prefix)
        .where('name', '<', `${prefix}\uffff`)
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}
