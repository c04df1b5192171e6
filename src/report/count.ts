/** Counts a repository: reads the courses of its issues, one after the other, and keeps of each what a figure needs. */
import { countedOf, countingFigures, type Counted } from '../figures/index.ts';
import { inPortions } from '../in-portions.ts';
import {
  findCourses,
  type CoursesOptions,
  type FoundCourses,
  type WhichCourses,
} from '../reconcile/index.ts';
import type { Reported } from './report.ts';

type Found = Extract<FoundCourses, { readonly kind: 'found' }>;

export type Counting = CoursesOptions & {
  /** Told once, before the first issue is read: how many there are to read, and what that takes. */
  readonly onFound: (found: Pick<Found, 'repository' | 'issues' | 'requests'>) => void;
  /** Told after each issue how many are done; the next one is read once it is heard. */
  readonly onRead: (done: number) => Promise<void> | void;
  /** So many characters of a reason are kept; default: all. */
  readonly mostWords?: number;
};

export type WhatToCount = Omit<WhichCourses, 'since'> & {
  /** Since when: one report for each of these, all from one reading (milliseconds since the epoch). */
  readonly since: readonly number[];
};

export type CountedRepository =
  /** `reported`: one for each `since`, in their order. */
  | { readonly kind: 'counted'; readonly reported: readonly Reported[] }
  | Exclude<FoundCourses, { readonly kind: 'found' }>;

type Kept = Counted & {
  /** It was open in the end. */
  readonly isOpen: boolean;
  readonly updatedAt: number;
};

/** @throws {TryLater} when GitHub does not answer */
export async function countRepository(
  { onFound, onRead, mostWords = Number.POSITIVE_INFINITY, ...options }: Counting,
  which: WhatToCount,
): Promise<CountedRepository> {
  const { until, policy } = which;
  const earliest = Math.min(...which.since);
  const found = await findCourses(options, { ...which, since: earliest });
  if (found.kind !== 'found') return found;
  const { inForceSince, issues, total } = found;
  onFound(found);
  const counted: Kept[] = [];
  const unread: number[] = [];
  let done = 0;
  for await (const { number, updatedAt, course } of found.courses()) {
    done += 1;
    if (course === null) unread.push(number);
    else if (course.openedAt < until) {
      const isOpen = course.states.at(-1)?.state !== 'closed';
      const all = countedOf(course, inForceSince);
      counted.push({ ...since(all, earliest, mostWords), isOpen, updatedAt });
    }
    await onRead(done);
  }
  const reported: Reported[] = [];
  for (const since of which.since) {
    // What a reading since then would have left out.
    const those = counted.filter(({ isOpen, updatedAt }) => isOpen || updatedAt >= since);
    reported.push({
      repository: found.repository,
      inForceSince: policy === null ? inForceSince : null,
      figures: await inPortions(countingFigures(those, found.policy, { since, until })),
      unread,
      leftOut: Math.max(0, total - issues),
      problems: [...found.problems],
    });
  }
  return { kind: 'counted', reported };
}

/** What of an item may count in a period that begins then: a course is long, and there are many. */
const since = ({ waits, approved, facts, ...item }: Counted, from: number, mostWords: number): Counted => ({
  ...item,
  waits: waits.filter(({ to }) => to === null || to >= from),
  approved: approved.filter(({ at }) => at >= from),
  facts: facts.flatMap((fact): Counted['facts'] => {
    if (fact.kind === 'waived') return [{ ...fact, words: cut(fact.words, mostWords) }];
    return fact.kind === 'waiver-ended' || fact.at >= from ? [fact] : [];
  }),
});

/** A copy of as much as there is room for: what is cut off is not held. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${Array.from(text.slice(0, most)).slice(0, -1).join('')}…`;
