/** From a webhook of Jira to what is wanted: looks at everything that names the issue. What happened is not asked. */
import type { Consequences } from '../../inbox/index.ts';
import { itemShape, soon, wantOf } from '../../items.ts';
import { namedStore, type MarkStore } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';
import { createHeard } from './last-webhook.ts';
import { selfMark } from './marks.ts';
import type { JiraSite } from '../site.ts';
import type { JiraEvent, Webhook } from './webhook.ts';

export type JiraDelivery = Pick<Extract<Webhook, { kind: 'delivery' }>, 'id' | 'event'>;

/** What deliveries are counted under. */
const names: Readonly<Record<JiraEvent['kind'], string>> = {
  created: 'jira-created',
  changed: 'jira-changed',
  deleted: 'jira-deleted',
  commented: 'jira-commented',
  other: 'jira-other',
};
export const jiraEvents: readonly string[] = ['jira', ...Object.values(names)];

export type JiraIntakeParts = {
  readonly store: Pick<MarkStore, 'mark' | 'setMark'>;
  /** By our clock (milliseconds since the epoch). */
  readonly now: () => number;
  /** Keeps the delivery and what follows from it, together. @returns false for a second copy */
  readonly keep: (
    delivery: { readonly id: string; readonly name: string },
    consequences: Consequences<Item>,
  ) => Promise<boolean>;
  readonly count: (event: string, outcome: 'accepted' | 'copy' | 'ignored' | 'not-kept') => void;
};

/** Takes deliveries; resolves once they and what they lead to are kept. */
export function createJiraIntake({
  store,
  now,
  keep,
  count,
}: JiraIntakeParts): (site: JiraSite, delivery: JiraDelivery) => Promise<void> {
  const heard = createHeard(store, now);
  return async ({ name: site }, { id, event }) => {
    if (event === null) return count(names.other, 'ignored');
    const name = names[event.kind];
    try {
      // Our own changes, too, show that webhooks arrive.
      await heard(site);
      // While it is not known who we are, nothing is ours.
      const isOurs = event.actor !== null && event.actor === (await store.mark(selfMark(site)));
      if (isOurs) return count(name, 'ignored');
      // GitHub's identifiers have no spaces: neither can be taken for the other.
      const cause = `jira ${site} ${id}`;
      const isNew = await keep({ id: cause, name }, consequencesOf(site, event, cause));
      count(name, isNew ? 'accepted' : 'copy');
    } catch (error) {
      count(name, 'not-kept');
      throw error;
    }
  };
}

function consequencesOf(site: string, event: JiraEvent, cause: string): Consequences<Item> {
  const called = [event.issue, ...(event.id === null ? [] : [event.id]), ...event.formerKeys];
  return {
    wants: [],
    forgets: [],
    changes: [],
    renames: [],
    async also(db) {
      const items = await namedStore(db, itemShape).namingAny(site, [...new Set(called)]);
      return items.map((item) => wantOf(item, { priority: soon, cause }));
    },
  };
}
