/** From news about people and teams to the items whose verdicts rest on them. */
import { itemShape, keyOf } from '../../items.ts';
import { policyTeamStore, restsOnStore, type Database, type RolesChange } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';
import { sameText } from '../../same-text.ts';

/** Milliseconds: what was closed longer ago is left as it is. */
const recently = 7 * 24 * 3_600_000;

/**
 * What is to be looked at, each once. Where not all is known of a repository, that is the repository. A look that is under way
 * may have asked before the change, and nothing is kept of it yet.
 * @param at milliseconds since the epoch
 */
export async function restingOnChanges(
  db: Database,
  changes: readonly RolesChange[],
  at: number,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  const resting = restsOnStore(db, itemShape);
  const teams = policyTeamStore(db);
  for (const change of changes) {
    const repositories = await teams.naming(change);
    const places = change.whose === null ? repositories : [];
    const { only } = change;
    const unknown = (await teams.unknownTo(change.installation)).filter(
      ({ repository }) => only === null || sameText(repository, only),
    );
    found.push(...[...places, ...unknown].map((place): Item => ({ kind: 'repository', ...place })));
    if (change.whose === null || repositories.length === 0) continue;
    found.push(...(await resting.restingOn(change, at - recently)));
    const named = new Set(repositories.map((place) => keyOf({ kind: 'repository', ...place })));
    for (const installation of new Set(repositories.map((place) => place.installation)))
      for (const item of await resting.underWay(installation))
        if (named.has(keyOf({ kind: 'repository', installation, repository: item.repository })))
          found.push(item);
  }
  return [...new Map(found.map((item) => [keyOf(item), item])).values()];
}
