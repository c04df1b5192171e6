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
  moments: readonly Moment[],
): ReturnType<Store['spoken']> {
  const accounts = moments.flatMap(({ id, by }): [string, string][] =>
    by.id === undefined ? [] : [[id, by.id]],
  );
  return pages.spoken(
    repository,
    moments.map(({ id }) => id),
    new Map(accounts),
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
  const rows = known.flatMap((moment) =>
    policy.roles
      .map(({ name: role }) => ({
        moment: moment.id,
        role,
        held: holdsRole(members, moment.by, role),
        ...(moment.by.id === undefined ? {} : { account: moment.by.id }),
      }))
      .filter(({ role, held }) => members.recorded.get(moment.id)?.has(role) !== true && (held || isCertain)),
  );
  if (rows.length === 0) return members.recorded;
  await pen.recordSpoken(repository, rows);
  const recorded = new Map([...members.recorded].map(([moment, roles]) => [moment, new Map(roles)]));
  for (const { moment, role, held } of rows)
    recorded.set(moment, (recorded.get(moment) ?? new Map<string, boolean>()).set(role, held));
  return recorded;
}
