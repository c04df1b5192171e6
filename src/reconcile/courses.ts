/** The courses of a repository's issues, one after the other, as whoever counts over them needs them. Read only. */
import { sinceEver, tellingCourse, type Course } from '../handoff/index.ts';
import type { Reads } from '../github/index.ts';
import { inPortions } from '../in-portions.ts';
import type { Policy, Problem } from '../policy/index.ts';
import type { Store } from '../store/index.ts';
import { TryLater } from '../tracker.ts';
import { createBases, createInForce, type JudgedUnder } from './facts/index.ts';
import { createHistories, type OnWait, type PastItem, patiently } from './histories/index.ts';

const mostCourses = 20_000;

export type CoursesOptions = {
  readonly reads: Reads;
  readonly store: Store;
  /** As whom it is asked; default: somebody with a token of their own. */
  readonly installation?: number;
  /** No more issues are read than this; those that changed last are. */
  readonly most?: number;
  readonly now?: () => number;
  readonly policyBases?: readonly string[] | undefined;
  /** Told of each time that is waited. */
  readonly onWait: OnWait;
  /** Ends a wait: then what was waited for is thrown. */
  readonly signal?: AbortSignal;
};

/** Whose courses are told. Instants are milliseconds since the epoch. */
export type WhichCourses = {
  readonly repository: string;
  /** Its id: its name may be another's by now. Absent: whichever has the name is meant. */
  readonly meant?: string;
  /** Issues that were closed and did not change since are left out. */
  readonly since: number;
  /** Up to when courses are told. */
  readonly until: number;
  /** By which they are judged, as if it had always been in force; null: by the one in force, since it is. */
  readonly policy: Policy | null;
};

type Told = {
  readonly number: number;
  /** When it changed last, as GitHub said when it began. */
  readonly updatedAt: number;
  readonly course: Course | null;
};

export type FoundCourses =
  /** The repository is not there, or cannot be seen with what asks. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'no-policy' }
  /** There never was a policy that could be used. */
  | { readonly kind: 'broken'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'found';
      /** As GitHub spells it. */
      readonly repository: string;
      readonly url: string;
      readonly policy: Policy;
      /** Since when it counts; 0: since ever. */
      readonly inForceSince: number;
      /** How many issues will be read, and how many there are. */
      readonly issues: number;
      readonly total: number;
      /** How many requests it takes at least to read them. */
      readonly requests: number;
      /** What stands in the way of knowing who held which role, in sentences, as far as it was read. */
      readonly problems: ReadonlySet<string>;
      /** null: an issue that could not be read, with its number. */
      readonly courses: () => AsyncGenerator<Told>;
    };

/**
 * Finds the issues of a repository whose courses there are, and reads them as they are asked for.
 * @throws {TryLater} when something cannot be read now
 */
export async function findCourses(
  {
    reads,
    store,
    installation = 0,
    most = mostCourses,
    now = Date.now,
    policyBases,
    onWait,
    signal,
  }: CoursesOptions,
  { repository: name, meant, since, until, policy: proposed }: WhichCourses,
): Promise<FoundCourses> {
  const asking = { onWait, now, ...(signal === undefined ? {} : { signal }) };
  // What is wrong with the token or the network is said at once.
  const found = await reads.readRepository(installation, name);
  if (found === null || (meant !== undefined && found.repository.id !== meant)) return { kind: 'gone' };
  const paths = policyBases === undefined ? {} : { paths: policyBases };
  const bases = createBases({ reads, store, want: async () => {}, now, ...paths });
  const inForceOf = createInForce({ bases, reads, store, now: () => reads.now() });
  let under: JudgedUnder;
  if (proposed === null) {
    const inForce = await patiently(() => inForceOf(installation, found.repository, found.policy), asking);
    if (inForce.kind === 'none') return { kind: 'no-policy' };
    if (inForce.kind === 'broken') return { kind: 'broken', problems: inForce.problems };
    under = inForce;
  } else under = { policy: proposed, since: 0, times: sinceEver };
  const listed = await patiently(() => reads.listToTry(installation, name, since, most), asking);
  const histories = createHistories({
    reads,
    store,
    installation,
    ...(policyBases === undefined ? {} : { policyBases }),
    ...asking,
  });
  const updated = new Map(listed.issues.map(({ number, updatedAt }) => [number, updatedAt]));
  const place = {
    repository: name,
    since,
    items: listed.issues.map(({ number }): ['issue', number] => ['issue', number]),
    read: 0,
  };
  const problems = new Set<string>();

  async function courseOfItem(item: PastItem & { readonly kind: 'issue' }): Promise<Course | null> {
    try {
      const facts = await patiently(() => item.facts(under), asking);
      for (const problem of facts.problems) problems.add(problem);
      return await inPortions(tellingCourse(facts.issue, { ...facts, now: until }));
    } catch (error) {
      // What holds for all of them ends it; one issue is told as unread.
      if (!(error instanceof TryLater) || error.scope !== 'item') throw error;
      return null;
    }
  }

  async function* courses(): AsyncGenerator<Told> {
    for await (const page of histories.read(place)) {
      const tell = (number: number, course: Course | null): Told => ({
        number,
        updatedAt: updated.get(number) ?? 0,
        course,
      });
      for (const number of page.unread) yield tell(number, null);
      for (const item of page.items)
        if (item.kind === 'issue') yield tell(item.number, await courseOfItem(item));
    }
  }

  return {
    kind: 'found',
    repository: found.repository.name,
    url: found.repository.url,
    policy: under.policy,
    inForceSince: under.since,
    issues: place.items.length,
    total: listed.total,
    requests: histories.requestsFor(place.items.length),
    problems,
    courses,
  };
}
