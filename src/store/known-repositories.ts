/** The repositories of which there is something to show, and by which installation Baton reads each. */
import type { Database } from './tables.ts';

export type KnownRepository = { readonly id: string; readonly installation: number };

/** Those with a policy, and those with items on the board. Of several installations, the newest counts: owners change. */
export async function knownRepositories(db: Database): Promise<readonly KnownRepository[]> {
  const rows = await db
    .selectFrom('policy_teams')
    .select(['repository', 'installation'])
    .union(db.selectFrom('board').select(['repository', 'installation']).where('gone', '=', 0))
    .execute();
  const newest = new Map<string, number>();
  for (const { repository, installation } of rows)
    newest.set(repository, Math.max(installation, newest.get(repository) ?? 0));
  return Array.from(newest, ([id, installation]) => ({ id, installation }));
}

/** Those with a policy, by their names of now, in lower case. */
export async function repositoriesWithPolicy(
  db: Database,
): Promise<readonly { readonly installation: number; readonly repository: string }[]> {
  return db
    .selectFrom('policy_teams')
    .select(['installation', 'name as repository'])
    .distinct()
    .orderBy('installation')
    .orderBy('repository')
    .execute();
}

/** Whose each installation is, as its repositories are named: in lower case. */
export async function installationOwners(db: Database): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('policy_teams')
    .select(({ fn }) => ['installation', fn.max('name').as('name')])
    .groupBy('installation')
    .execute();
  return new Map(rows.map(({ installation, name }) => [installation, name.split('/')[0] ?? '']));
}
