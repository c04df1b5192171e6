/** What was read of changelogs: in memory what was used last, and in the store what a restart would have to read again. */
import { createLruCache } from '../../lru-cache.ts';
import * as z from 'zod';

import type { ChangeKeeper } from '../client/index.ts';
import type { JiraChange } from '../shapes.ts';

/** Some of the changes; `since`: when all of them were read last (milliseconds since the epoch). */
type Part = { readonly since: number; readonly changes: readonly JiraChange[] };

const user = z.object({
  id: z.string(),
  key: z.string().nullable(),
  name: z.string(),
  kind: z.enum(['person', 'app', 'nobody']),
});
const told = z.string().nullable();
const item = z.object({ field: z.string(), from: told, to: told, fromText: told, toText: told });
const change = z.object({ id: z.string(), at: z.number(), by: user, items: z.array(item) });

/** As a part is kept. What does not fit is read from Jira again. */
export const partShape: z.ZodType<Part> = z.object({ since: z.number(), changes: z.array(change) });

/** Where parts are kept; losing it costs requests, and nothing else. */
type PartStore = {
  past(place: string): Promise<Part | null>;
  keepPast(place: string, part: Part): Promise<void>;
  forgetPast(place: string): Promise<void>;
};

/** How many changes are kept together: one that is new writes one part. */
const perPart = 200;
/** Changelogs kept in memory, and bytes for all of them. */
const most = 500;
const mostBytes = 32_000_000;
/** Characters of a part: where texts are longer, they are read again. */
const mostInPart = 2_000_000;
/** Milliseconds after which all is read again: names and accounts may have changed since. */
const lasts = 7 * 24 * 3_600_000;

/**
 * @param site its name
 * @param now milliseconds since the epoch
 */
export function createChangeKeeper(site: string, store: PartStore, now: () => number): ChangeKeeper {
  const memory = createLruCache<Part>(most, mostBytes);
  const placeOf = (issue: string, part: number): string => `jira ${site} ${issue} ${part}`;

  async function readParts(issue: string): Promise<Part | null> {
    const first = await store.past(placeOf(issue, 0));
    if (first === null) return null;
    const changes = [...first.changes];
    for (let part = 1; changes.length === part * perPart; part += 1) {
      const next = await store.past(placeOf(issue, part));
      if (next === null) break;
      changes.push(...next.changes);
    }
    return { since: first.since, changes };
  }

  return {
    async read(issue) {
      const known = memory.get(issue) ?? (await readParts(issue));
      if (known === null || known.since <= now() - lasts) return [];
      memory.set(issue, known);
      return known.changes;
    },
    async keep(issue, changes, from) {
      const since = from === 0 ? now() : (memory.get(issue)?.since ?? now());
      memory.set(issue, { since, changes });
      for (let part = Math.floor(from / perPart); part * perPart < changes.length; part += 1) {
        const some: Part = { since, changes: changes.slice(part * perPart, (part + 1) * perPart) };
        const length = some.changes.reduce((sum, change) => sum + JSON.stringify(change).length, 0);
        // Without this part, those after it are not found either.
        if (length > mostInPart) return store.forgetPast(placeOf(issue, part));
        await store.keepPast(placeOf(issue, part), some);
      }
      // What may be left of a changelog that was longer.
      if (from === 0) await store.forgetPast(placeOf(issue, Math.ceil(changes.length / perPart)));
    },
  };
}
