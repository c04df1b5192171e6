/** Who acted in Jira just now, so that a list of members that is out of date neither opens a gate for them nor refuses it. */
import { isStatus, type Moment } from '../../../handoff/index.ts';
import { rolesOf, type Policy } from '../../../policy/index.ts';
import type { Store } from '../../../store/index.ts';
import { sameText } from '../../../same-text.ts';

/** What is new, and what it takes. */
export type NewActs = {
  /** What nobody judged yet. */
  readonly moments: readonly Moment[];
  /** Ids of those that come to what opens a gate: whoever did it is to be heard at once. */
  readonly opening: ReadonlySet<string>;
  /** The roles that decide something in Jira. */
  readonly roles: ReadonlySet<string>;
};

/** @param recorded who held which role when they acted, as far as that was recorded */
export function newActs(
  policy: Policy,
  moments: readonly Moment[],
  recorded: Awaited<ReturnType<Store['spoken']>>,
): NewActs {
  const { jira, exempt } = policy;
  const decided = policy.gates.filter(({ name }) => jira?.gates[name] !== undefined);
  const roles = new Set([...decided.flatMap(({ approve }) => rolesOf(approve)), ...exempt.by]);
  const fresh = moments.filter(({ id, by }) => {
    const known = recorded.get(id);
    return by.kind !== 'nobody' && [...roles].some((role) => known?.has(role) !== true);
  });
  const opening = fresh.filter((moment) => opens(policy, moment)).map(({ id }) => id);
  return { moments: fresh, opening: new Set(opening), roles };
}

function opens({ jira, exempt }: Policy, moment: Moment): boolean {
  const signs = Object.values(jira?.gates ?? {});
  if (moment.kind === 'moved')
    return signs.some((sign) => sign.kind === 'status' && isStatus(sign.status, moment.to));
  if (moment.kind === 'set')
    return signs.some(
      (sign) =>
        sign.kind === 'field' &&
        sameText(sign.field, moment.field) &&
        moment.value !== null &&
        sameText(sign.value, moment.value),
    );
  if (moment.kind !== 'labeled') return false;
  return (
    signs.some((sign) => sign.kind === 'label' && sameText(sign.label, moment.label)) ||
    exempt.labels.some((label) => sameText(label, moment.label))
  );
}
