/** What labels were called before somebody renamed them: GitHub's timeline shows only the present name. */
import type { Database } from './tables.ts';

export type Rename = { readonly label: string; readonly oldName: string; readonly at: number };

export type RenameStore = {
  /** `label` is the tracker's id of the label. */
  recordRename(repository: string, rename: Rename): Promise<void>;
  /** Oldest first. */
  renames(repository: string): Promise<readonly Rename[]>;
  /** Once the label has its name back, or was deleted. */
  forgetRenames(repository: string, label: string): Promise<void>;
};

export function renameStore(db: Database): RenameStore {
  return {
    async recordRename(repository, { label, oldName, at }) {
      await db
        .insertInto('renames')
        .values({ repository, label, old_name: oldName, renamed_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async renames(repository) {
      const rows = await db
        .selectFrom('renames')
        .selectAll()
        .where('repository', '=', repository)
        .orderBy('renamed_at')
        .execute();
      return rows.map((row) => ({ label: row.label, oldName: row.old_name, at: row.renamed_at }));
    },
    async forgetRenames(repository, label) {
      await db
        .deleteFrom('renames')
        .where('repository', '=', repository)
        .where('label', '=', label)
        .execute();
    },
  };
}
