/** A look that would only wait in a crowd for a Jira site comes again later, before it has cost anything. */
import type { Turn } from '../../inbox/index.ts';
import { itemShape, keyOf } from '../../items.ts';
import { namedStore, type Store } from '../../store/index.ts';
import { TryLater, type Item } from '../../tracker.ts';
import { laneOf } from '../memory/index.ts';

/** @throws TryLater where a site, of which the item names issues, has as many looks waiting for it as it may */
export async function keepOutOfCrowd(
  { db }: Pick<Store, 'db'>,
  item: Item,
  { crowded }: Pick<Turn, 'crowded'>,
): Promise<void> {
  const lanes = crowded();
  if (lanes.size === 0) return;
  for (const site of await sitesOf(db, item)) {
    const until = lanes.get(laneOf(site));
    if (until !== undefined) throw new TryLater(`Many wait for Jira (${site}) already.`, { until });
  }
}

async function sitesOf(db: Store['db'], item: Item): Promise<readonly string[]> {
  if (item.kind === 'jira-issue') return [item.site];
  // What a merge queue made for a pull request names what that one names.
  const named: Item = item.kind === 'merge-group' ? { ...item, kind: 'pull-request' } : item;
  return namedStore(db, itemShape).sitesNamedBy(keyOf(named));
}
