/** What people in Jira call what opens a gate: a policy may name a status by its id, and a field always is. */
import type { JiraSign, Policy } from '../../policy/index.ts';
import { TryLater } from '../../tracker.ts';
import type { JiraStatus } from '../shapes.ts';

export type NameSource = {
  /** By their ids. @throws {TryLater} */
  readonly statuses: () => Promise<ReadonlyMap<string, JiraStatus>>;
  /** What fields are called, by their ids. @throws {TryLater} */
  readonly fields: () => Promise<ReadonlyMap<string, string>>;
};

/** Puts names to a policy's gates, as far as they are known: while they cannot be read, by what was read last. */
export function createNaming({ statuses, fields }: NameSource): (policy: Policy) => Promise<Policy> {
  let lastStatuses: ReadonlyMap<string, JiraStatus> = new Map();
  let lastFields: ReadonlyMap<string, string> = new Map();

  function nameOf(sign: JiraSign): JiraSign {
    const name =
      sign.kind === 'status'
        ? lastStatuses.get(sign.status)?.name
        : sign.kind === 'field'
          ? lastFields.get(sign.field)
          : undefined;
    return name === undefined || sign.kind === 'label' ? sign : { ...sign, name };
  }

  return async (policy) => {
    const { jira } = policy;
    if (jira === null) return policy;
    const signs = Object.entries(jira.gates);
    try {
      lastStatuses = await statuses();
      if (signs.some(([, { kind }]) => kind === 'field')) lastFields = await fields();
    } catch (error) {
      // A text with ids is better than none.
      if (!(error instanceof TryLater)) throw error;
    }
    const gates = Object.fromEntries(signs.map(([gate, sign]) => [gate, nameOf(sign)]));
    return { ...policy, jira: { ...jira, gates } };
  };
}

/** Ids of custom fields, by what a changelog without ids calls them. What two are called tells of neither. */
export function fieldIdsOf(fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const twice = new Set<string>();
  for (const [id, name] of fields) {
    if (!id.startsWith('customfield_')) continue;
    const called = `custom ${name.toLowerCase()}`;
    if (ids.has(called)) twice.add(called);
    ids.set(called, id);
  }
  for (const called of twice) ids.delete(called);
  return ids;
}
