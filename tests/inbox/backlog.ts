/** Many items that wait, put into the table at once: a burst, as no autovacuum has seen it. */
import { columnsOf } from '../../src/inbox/columns.ts';
import { newRow, wished } from '../../src/inbox/row.ts';
import type { Want } from '../../src/inbox/index.ts';
import { inParts, type Database } from '../../src/store/index.ts';

/**
 * `waiting` items are due at `now`, the older half of them of the first group; as many are scheduled for much later.
 * A third of each is less urgent.
 */
export async function addBacklog(
  db: Database,
  { waiting, groups, now }: { readonly waiting: number; readonly groups: number; readonly now: number },
): Promise<void> {
  const wants = Array.from({ length: 2 * waiting }, (_, index): Want<string> => {
    const isDue = index < waiting;
    const group = index < waiting / 2 ? 0 : index % groups;
    return {
      key: `${group} item ${index}`,
      group: String(group),
      item: `look at ${index}`,
      priority: index % 3 === 0 ? 10 : 0,
      notBefore: isDue ? now - waiting + index : now + 1e9 + index,
    };
  });
  for (const part of inParts(wants)) {
    const rows = part.map((want) => columnsOf(wished(newRow<string>(want, now), want, now)));
    await db.insertInto('items').values(rows).execute();
  }
}
