/** Reading Jira for a decision: on which item, under which policy, as which repository may see it. */
import type { Reads } from '../../../github/index.ts';
import type { JiraTracker, JiraView } from '../../../jira/index.ts';
import type { JiraPart, Policy } from '../../../policy/index.ts';
import type { Item, Repository } from '../../../tracker.ts';
import type { Notebook } from '../../memory/index.ts';

/** Where a decision is made, and whom it asks. */
export type Place = {
  readonly reads: Pick<Reads, 'members' | 'now'>;
  /** The Jira sites that the server knows; null: none. */
  readonly jira: JiraTracker | null;
  /** By our clock (milliseconds since the epoch); `reads.now` tells theirs. */
  readonly now: () => number;
  readonly item: Item;
  readonly repository: Repository;
};

/** What of Jira a decision may read. */
export type JiraReader = {
  readonly notebook: Notebook;
  readonly place: Place;
  readonly policy: Policy;
  /** Of the policy. */
  readonly part: JiraPart;
  /** The site as the repository may see it, with whom the policy's names mean. */
  readonly view: JiraView;
};

/** null: the policy says nothing of Jira, or the server knows no site of that name. */
export async function readerOf(notebook: Notebook, place: Place, policy: Policy): Promise<JiraReader | null> {
  const { jira: part } = policy;
  const { jira, repository } = place;
  if (jira === null || part === null) return null;
  const pins = await notebook.pins(repository.id);
  const view = jira.view(policy, repository.name, pins);
  if (view === null) return null;
  const reader = { notebook, place, policy, part };
  const found = await view.reads.unpinned();
  if (found.length === 0) return { ...reader, view };
  await notebook.pen?.keepPins(repository.id, found);
  const all = new Map([...pins, ...found.map((pin) => [pin.name, pin] as const)]);
  const pinned = jira.view(policy, repository.name, all);
  return pinned === null ? null : { ...reader, view: pinned };
}

export const unknownSite = ({ site }: JiraPart): string =>
  `The policy names the Jira site “${site}”, which this server does not know: the operator of Baton can add it.`;
