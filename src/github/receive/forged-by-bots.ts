/**
 * Gate labels that bots add. What people do is always soon undone; of bots, which can label by the thousand, only as much as
 * leaves the rest of what is kept for that: the first time on each item, and so many in an hour.
 */
import { z } from 'zod';

import { createLruCache } from '../../lru-cache.ts';
import { textKey } from '../../same-text.ts';
import { installation, named, numbered } from './hint.ts';

const hour = 3_600_000;

/** How many such labels of an installation are urgent within an hour: about two requests each. */
const mostAnHour = 60;

const labeled = z.object({
  installation,
  repository: named,
  sender: z.object({ type: z.string(), login: z.string() }),
  label: z.object({ name: z.string() }),
  issue: numbered.optional(),
  pull_request: numbered.optional(),
});

type Delivery = { readonly name: string; readonly payload: unknown };

export type BotLabelParts = {
  /** The labels that open gates in a repository, by its id; in lower case. */
  readonly gateLabels: (repositoryId: string) => Promise<ReadonlySet<string>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/**
 * Tells which deliveries are about a gate label that a bot added and that is to be undone as soon as a person's. It counts
 * them: to be asked once of each delivery.
 * @returns given a delivery, and our own login (null: not known yet)
 */
export function createBotLabels({
  gateLabels,
  now,
}: BotLabelParts): (delivery: Delivery, self: string | null) => Promise<boolean> {
  /** When a label came to an item, and when the urgent ones of an installation came. */
  const lately = createLruCache<number>(10_000);
  const counted = createLruCache<readonly number[]>(1_000);
  return async ({ name, payload }, self) => {
    if ((name !== 'issues' && name !== 'pull_request') || actionOf(payload) !== 'labeled') return false;
    const { success, data } = labeled.safeParse(payload);
    if (!success || data.sender.type !== 'Bot' || data.sender.login === self) return false;
    const { repository, label, issue, pull_request: pull, installation: of } = data;
    if (!(await gateLabels(repository.node_id)).has(textKey(label.name))) return false;
    const at = now();
    const key = `${repository.node_id} ${issue?.number ?? pull?.number ?? 0} ${textKey(label.name)}`;
    const before = lately.get(key) ?? Number.NEGATIVE_INFINITY;
    const others = (counted.get(String(of.id)) ?? []).filter((each) => each > at - hour);
    if (before > at - hour || others.length >= mostAnHour) return false;
    lately.set(key, at);
    counted.set(String(of.id), [...others, at]);
    return true;
  };
}

/** Asked of every event: a shape that does not fit takes longer to refuse than the rest of an event to read. */
const actionOf = (payload: unknown): unknown =>
  typeof payload === 'object' && payload !== null && 'action' in payload ? payload.action : null;
