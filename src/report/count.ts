/** Counts a repository: reads the courses of its issues, one after the other, and keeps of each what a figure needs. */
import { countedOf, figuresOf, type Counted } from '../figures/index.ts';
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
  /** Told after each issue how many are done. */
  readonly onRead: (done: number) => void;
};

export type CountedRepository =
  | { readonly kind: 'counted'; readonly reported: Reported }
  | Exclude<FoundCourses, { readonly kind: 'found' }>;

/** @throws {TryLater} when GitHub does not answer */
export async function countRepository(
  { onFound, onRead, ...options }: Counting,
  which: WhichCourses,
): Promise<CountedRepository> {
  const { since, until, policy } = which;
  const found = await findCourses(options, which);
  if (found.kind !== 'found') return found;
  const { inForceSince, issues, total } = found;
  onFound(found);
  const counted: Counted[] = [];
  const unread: number[] = [];
  let done = 0;
  for await (const { number, course } of found.courses()) {
    done += 1;
    if (course === null) unread.push(number);
    else if (course.openedAt < until) counted.push(countedOf(course, inForceSince));
    onRead(done);
  }
  const reported: Reported = {
    repository: found.repository,
    url: found.url,
    policy: found.policy,
    inForceSince: policy === null ? inForceSince : null,
    figures: figuresOf(counted, found.policy, { since, until }),
    unread,
    leftOut: Math.max(0, total - issues),
    problems: [...found.problems],
  };
  return { kind: 'counted', reported };
}
