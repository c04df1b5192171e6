/** What looks saw of items lately, so that a sweep passes over what events led to already. */
import * as z from 'zod';

import type { SeenStore } from '../../store/index.ts';
import type { Item, Trace } from '../../tracker.ts';
import { createLruCache } from '../../lru-cache.ts';
import { textKey } from '../../same-text.ts';
import { isSameTrace } from './trace.ts';

type Numbered = Extract<Item, { kind: 'issue' | 'pull-request' }>;
type Place = Pick<Item, 'installation' | 'repository'>;

/** From when to when Baton wrote, by GitHub's clock (milliseconds since the epoch). */
type Span = { readonly from: number; readonly to: number };

export type SeenItem = {
  readonly trace: Trace;
  /** False: nothing told that it had changed, and the look told nobody else. */
  readonly hadCause: boolean;
  /** When Baton wrote on it since, or something else gave it another date. */
  readonly wrote: readonly Span[];
};

const texts = z.array(z.string());
/** As it is kept. What does not fit counts as not seen. */
export const seenShape: z.ZodType<SeenItem> = z.object({
  trace: z.object({
    id: z.string(),
    updatedAt: z.number(),
    facts: z.string(),
    entries: texts,
    before: z.string().nullable(),
    isAll: z.boolean(),
    edits: texts,
    comments: texts,
  }),
  hadCause: z.boolean(),
  wrote: z.array(z.object({ from: z.number(), to: z.number() })),
});

export type Seen = {
  /** Baton wrote on it. */
  wrote(item: Item, when: Span): void;
  /** A look at it is over, which `hadCause` or followed from other items and from time alone. */
  note(item: Numbered, trace: Trace | null, hadCause: boolean): Promise<void>;
  /**
   * A look at something else read the item, too. Where nobody did anything there, its date tells no more than that it was
   * referred to.
   */
  noteDate(item: Numbered, trace: Trace | null): Promise<void>;
  /** What was seen of the items of a repository, by `seenName`: what was kept since an instant, by our clock. */
  of(place: Place, since: number): Promise<ReadonlyMap<string, SeenItem>>;
};

const placeOf = ({ installation, repository }: Place): string => `${installation} ${textKey(repository)}`;
export const seenName = ({ kind, number }: Pick<Numbered, 'kind' | 'number'>): string => `${kind} ${number}`;

/** Milliseconds: GitHub's dates, and what it says of its clock, are of whole seconds. */
const aMoment = 2_000;
/** So many times of writing are kept of an item. */
const most = 20;

/** When GitHub may have dated an item that was seen, other than after somebody's act. */
export const isDatedSo = ({ trace, wrote }: SeenItem, date: number): boolean =>
  date === trace.updatedAt || wrote.some(({ from, to }) => date >= from - aMoment && date <= to + aMoment);

/** When something happened last on an item that was seen (milliseconds since the epoch). */
export const lastSeen = ({ trace, wrote }: SeenItem): number =>
  Math.max(trace.updatedAt, ...wrote.map(({ to }) => to + aMoment));

export function createSeen(store: SeenStore<SeenItem>): Seen {
  const written = createLruCache<readonly Span[]>(10_000);
  return {
    wrote(item, { from, to }) {
      // What GitHub's last answer told of its clock may be ahead of what the next one tells.
      const when = { from: Math.min(from, to), to: Math.max(from, to) };
      if (item.kind !== 'issue' && item.kind !== 'pull-request') return;
      const key = `${placeOf(item)} ${seenName(item)}`;
      written.set(key, [...(written.get(key) ?? []), when]);
    },
    async note(item, trace, hadCause) {
      const [place, name] = [placeOf(item), seenName(item)];
      const key = `${place} ${name}`;
      const wrote = written.get(key) ?? [];
      written.delete(key);
      if (trace === null) return;
      if (hadCause) return store.keepSeen(place, name, { trace, hadCause, wrote });
      // What is new to a look that nothing led to stays to be found: what was seen before is compared.
      if (wrote.length === 0) return;
      const before = await store.seen(place, name);
      await store.keepSeen(place, name, {
        ...(before ?? { trace, hadCause }),
        wrote: [...(before?.wrote ?? []), ...wrote].slice(-most),
      });
    },
    async noteDate(item, trace) {
      const [place, name] = [placeOf(item), seenName(item)];
      const before = trace === null ? null : await store.seen(place, name);
      if (trace === null || before === null || isDatedSo(before, trace.updatedAt)) return;
      if (!isSameTrace(before.trace, trace)) return;
      const date = { from: trace.updatedAt, to: trace.updatedAt };
      await store.keepSeen(place, name, { ...before, wrote: [...before.wrote, date].slice(-most) });
    },
    of: (place, since) => store.seenIn(placeOf(place), since),
  };
}

/** What is seen, in this process's memory. */
export function seenInMemory(): SeenStore<SeenItem> {
  const kept = createLruCache<SeenItem>(10_000);
  const keyOf = (place: string, name: string): string => `${place}\n${name}`;
  return {
    seen: async (place, name) => kept.get(keyOf(place, name)) ?? null,
    keepSeen: async (place, name, seen) => kept.set(keyOf(place, name), seen),
    async seenIn(place) {
      const prefix = keyOf(place, '');
      return new Map(
        kept.keys().flatMap((key): [string, SeenItem][] => {
          const seen = key.startsWith(prefix) ? kept.get(key) : undefined;
          return seen === undefined ? [] : [[key.slice(prefix.length), seen]];
        }),
      );
    },
  };
}
