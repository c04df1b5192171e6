/**
 * One reading of an issue for all looks that an event leads to. A reading that began after an event shows what it tells of:
 * a look that was caused by nothing else may take it.
 */
import { createLruCache, sizeOf } from '../../lru-cache.ts';
import type { JiraStory } from '../shapes.ts';

/** What a look knows of why it happens, and what it has read. */
export type ReadingFor = {
  /** The ids of what led to it; none: what it reads is its own. */
  readonly causes: readonly string[];
  /** Its own readings. */
  readonly own: Set<object>;
  /** What it has looked at once: the second time it wants to know what is so now. */
  readonly looked: Set<string>;
  /** When each issue that it read had changed last, by `sawName` (milliseconds since the epoch, by Jira's clock). */
  readonly saw: Map<string, number>;
};

export type Readings = {
  /** @param read reads it, with further fields; what it throws is thrown, and kept for nobody */
  readonly read: (
    key: string,
    fields: readonly string[],
    reader: ReadingFor,
    read: () => Promise<JiraStory | null>,
  ) => Promise<JiraStory | null>;
  /** Something was written on an issue: what was read of it is not so any more. */
  readonly forget: (key: string) => void;
};

type Reading = {
  readonly key: string;
  readonly story: Promise<JiraStory | null>;
  readonly causes: ReadonlySet<string>;
  readonly began: number;
  /** What the issue is called; null: it is not read yet, or there is none. */
  names: readonly string[];
  /** About how many bytes it takes; 0: it is not read yet. */
  size: number;
};

/** How many readings are shared, in how many bytes, and for how long (milliseconds): one event's looks follow each other. */
const most = 200;
const mostBytes = 32_000_000;
const lasts = 60_000;

export const alone = (): ReadingFor => ({ causes: [], own: new Set(), looked: new Set(), saw: new Map() });

/** An issue that was read, by its id. */
export const sawName = (site: string, id: string): string => `${site} ${id}`;

/** @param now milliseconds since the epoch */
export function createReadings(now: () => number): Readings {
  const readings = createLruCache<Reading>(most, mostBytes, ({ size }) => size);
  return {
    async read(key, fields, { causes, own }, read) {
      const place = `${key} ${fields.join(' ')}`;
      const known = readings.get(place);
      const isShared =
        known !== undefined &&
        now() - known.began < lasts &&
        (own.has(known) || (causes.length > 0 && causes.every((cause) => known.causes.has(cause))));
      if (isShared) {
        own.add(known);
        return known.story;
      }
      const reading: Reading = {
        key,
        story: read(),
        causes: new Set(causes),
        began: now(),
        names: [],
        size: 0,
      };
      readings.set(place, reading);
      own.add(reading);
      try {
        const story = await reading.story;
        if (story !== null) reading.names = [story.issue.id, story.issue.key];
        reading.size = sizeOf(story);
        // What it takes is known only now.
        if (readings.get(place) === reading) readings.set(place, reading);
        return story;
      } catch (error) {
        if (readings.get(place) === reading) readings.delete(place);
        throw error;
      }
    },
    forget(key) {
      const named = (place: string): readonly string[] => {
        const reading = readings.get(place);
        return reading === undefined ? [] : [reading.key, ...reading.names];
      };
      const places = readings.keys();
      const called = new Set([
        key,
        ...places
          .map(named)
          .filter((names) => names.includes(key))
          .flat(),
      ]);
      const gone = new Set(places.filter((place) => named(place).some((name) => called.has(name))));
      readings.deleteWhere((place) => gone.has(place));
    },
  };
}
