/** Who held which role when they spoke: it is recorded once, and a later change of a team undoes no word. */
import { holdsRole, type Moment } from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Store } from '../../store/index.ts';
import type { Membership } from '../../tracker.ts';
import type { Notebook } from './notebook.ts';

/** What was recorded of who held which role when they did this. */
export function recordedOf(
  pages: Pick<Store, 'spoken'>,
  repository: string,
  { moments, policy }: { readonly moments: readonly Moment[]; readonly policy: Policy },
): ReturnType<Store['spoken']> {
  const accounts = moments.flatMap(({ id, by }): [string, string][] =>
    by.id === undefined ? [] : [[id, by.id]],
  );
  return pages.spoken(
    repository,
    moments.map(({ id }) => id),
    new Map(accounts),
    policy.roles.map(({ name }) => name),
  );
}

/**
 * Records who held which role when they spoke, where that is not recorded yet.
 * @param repository its id
 * @returns what is recorded now: from here on, a change of a team makes no other of it
 */
export async function recordNew(
  { pen }: Pick<Notebook, 'pen'>,
  repository: string,
  policy: Policy,
  { moments, members }: { readonly moments: readonly Moment[]; readonly members: Membership },
): Promise<Membership['recorded']> {
  if (pen === null) return members.recorded;
  // A team that could not be seen proves nobody's absence.
  const isCertain = members.problems.length === 0;
  const known = moments.filter(({ by }) => by.kind !== 'nobody');
  const rows = known.flatMap((moment) => {
    const before = members.recorded.get(moment.id);
    return policy.roles
      .filter(({ name }) => before?.has(name) !== true)
      .map(({ name: role }) => ({
        moment: moment.id,
        role,
        held: holdsRole(members, moment.by, role),
        ...(moment.by.id === undefined ? {} : { account: moment.by.id }),
      }))
      .filter(({ held }) => held || isCertain);
  });
  if (rows.length === 0) return members.recorded;
  await pen.recordSpoken(repository, rows);
  const recorded = new Map(members.recorded);
  for (const [moment, those] of Map.groupBy(rows, (row) => row.moment)) {
    const roles = those.map(({ role, held }) => [role, held] as const);
    recorded.set(moment, new Map([...(recorded.get(moment) ?? []), ...roles]));
  }
  return recorded;
}
