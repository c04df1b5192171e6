/**
 * The names that labels had when they were put on or taken off.
 *
 * GraphQL's label events carry the label's name of today: renaming `nice` to `spec:approved` would turn every `nice`
 * into an approval. A label that was changed after the event, or is gone, leaves its name then in doubt; REST's
 * issue events keep it as it was. A name, once known, never changes, so each is asked for once.
 */
import { z } from 'zod';

import { TryLater } from '../../tracker.ts';
import type { LabelEventAnswer } from '../graphql/index.ts';
import { createLruCache, type LruCache } from '../../lru-cache.ts';
import { readAll, type Rest } from '../client/index.ts';
import { sameText } from '../../same-text.ts';

/** A label event whose name is the one of its time; null: nobody knows. */
export type NamedEvent = { readonly event: LabelEventAnswer; readonly name: string | null };

export type LabelNames = {
  /**
   * @param incomplete some event of the item's timeline could not be read by GraphQL: those of labels that REST
   *   knows of are added
   * @throws {TryLater} when a doubt cannot be cleared now
   */
  of(
    item: { readonly repository: string; readonly number: number },
    events: readonly LabelEventAnswer[],
    incomplete: boolean,
    rest: () => Promise<Rest>,
  ): Promise<readonly NamedEvent[]>;
};

const restEvent = z.object({
  node_id: z.string(),
  event: z.enum(['labeled', 'unlabeled']),
  created_at: z.string().transform((text) => Date.parse(text)),
  actor: z.object({ login: z.string(), type: z.string().optional() }).nullable(),
  label: z.object({ name: z.string() }),
});
type RestEvent = z.output<typeof restEvent>;

export function createLabelNames(limit = 50_000): LabelNames {
  const names = createLruCache<string>(limit);
  return {
    async of({ repository, number }, events, incomplete, rest) {
      for (const event of events) {
        const name = certain(event);
        if (name !== null && names.get(event.id) === undefined) names.set(event.id, name);
      }
      const inDoubt = events.some((event) => names.get(event.id) === undefined);
      if (!inDoubt && !incomplete) return events.map((event) => ({ event, name: nameOf(names, event) }));
      const recorded = await recordedEvents(await rest(), repository, number);
      const found = match(events, recorded);
      for (const event of events) {
        const name = found.get(event);
        if (name !== undefined && names.get(event.id) === undefined) names.set(event.id, name.label.name);
      }
      const matched = new Set(found.values());
      const added = incomplete ? recorded.filter((event) => !matched.has(event)).map(asAnswer) : [];
      return [...events.map((event) => ({ event, name: nameOf(names, event) })), ...added];
    },
  };
}

/** The label's name then, where GraphQL alone can tell. Times are whole seconds: a tie is a doubt. */
function certain({ label, createdAt }: LabelEventAnswer): string | null {
  if (label === null || label.createdAt === null || label.createdAt > createdAt) return null;
  if (label.updatedAt !== null && label.updatedAt >= createdAt) return null;
  return label.name;
}

/** Where nobody knows: putting it on proves nothing, taking it off may still count against a gate. */
function nameOf(names: LruCache<string>, { id, kind, label }: LabelEventAnswer): string | null {
  return names.get(id) ?? (kind === 'UnlabeledEvent' ? (label?.name ?? null) : null);
}

async function recordedEvents(rest: Rest, repository: string, number: number): Promise<readonly RestEvent[]> {
  const [owner, repo] = repository.split('/');
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/events';
  const answer = await readAll(rest, route, { owner, repo, issue_number: number });
  if (answer.kind !== 'found') {
    throw new TryLater(`The names that labels of ${repository}#${number} once had could not be read.`);
  }
  return answer.data.flatMap((event) => {
    const parsed = restEvent.safeParse(event);
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Which of REST's events is which of GraphQL's: by id, or else by what, when and who, in order. Several labels
 * placed in one second by one person are told apart only where both sides have all of them.
 */
function match(
  events: readonly LabelEventAnswer[],
  recorded: readonly RestEvent[],
): ReadonlyMap<LabelEventAnswer, RestEvent> {
  const byId = new Map(recorded.map((event) => [event.node_id, event]));
  const found = new Map<LabelEventAnswer, RestEvent>();
  for (const event of events) {
    const same = byId.get(event.id);
    if (same !== undefined) found.set(event, same);
  }
  const taken = new Set(found.values());
  const ours = Map.groupBy(
    events.filter((event) => !found.has(event)),
    (event) =>
      key(event.kind === 'LabeledEvent' ? 'labeled' : 'unlabeled', event.createdAt, event.actor?.login),
  );
  const theirs = Map.groupBy(
    recorded.filter((event) => !taken.has(event)),
    (event) => key(event.event, event.created_at, event.actor?.login),
  );
  for (const [what, group] of ours) {
    const others = theirs.get(what) ?? [];
    if (others.length !== group.length) continue;
    for (const [index, event] of group.entries()) {
      const same = others[index];
      if (same !== undefined) found.set(event, same);
    }
  }
  return found;
}

function key(kind: string, at: number, login = 'ghost'): string {
  return `${kind} ${at} ${login.toLowerCase().replace(/\[bot\]$/, '')}`;
}

function asAnswer(event: RestEvent): NamedEvent {
  const isBot = event.actor?.type === 'Bot';
  const login = event.actor?.login ?? 'ghost';
  const gone = event.actor === null || sameText(login, 'ghost');
  const type = event.actor?.type ?? 'User';
  return {
    name: event.label.name,
    event: {
      kind: event.event === 'labeled' ? 'LabeledEvent' : 'UnlabeledEvent',
      id: event.node_id,
      createdAt: event.created_at,
      actor: gone ? null : { kind: isBot ? 'Bot' : type, login },
      label: null,
    },
  };
}
