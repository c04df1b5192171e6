/** What there is to look at in a repository. */
import * as z from 'zod';

import { TryLater } from '../../tracker.ts';
import {
  answers,
  type Page,
  ask,
  closingPulls,
  commitChecks,
  openItems,
  withoutUnreadable,
} from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';
import type { DisplayedCheck } from '../../handoff/index.ts';
import { checksOf } from './story.ts';

/** One page of it; in each list, those that changed last come first. */
export type OpenItems = {
  /** Numbers of open pull requests. */
  readonly pullRequests: readonly number[];
  /** Numbers of open issues that somebody is assigned to. */
  readonly assigned: readonly number[];
  /** Numbers of other issues: open ones, and those closed since the time asked for. */
  readonly issues: readonly number[];
  /** Where the list goes on after it: who gives it back goes on there. Null: this was the last page. */
  readonly goesOn: Listing | null;
};

/** Where the next page of each list begins: null at the beginning; left out where there is none. */
const cursors = z.object({
  issues: z.string().nullable().exactOptional(),
  pulls: z.string().nullable().exactOptional(),
  closed: z.string().nullable().exactOptional(),
});
type Next = z.output<typeof cursors>;

/** How far a listing came. */
export const listingShape = z.object({
  next: cursors,
  /** When what changed last had changed, as it began (milliseconds since the epoch). */
  newest: z.number(),
  /** What was listed; see `numbersAsText`. */
  listed: z.string(),
  /** All was listed: what changed meanwhile is looked for. */
  isChecking: z.boolean(),
});
export type Listing = z.output<typeof listingShape>;

/** What is listed. */
export type ToList = {
  readonly installation: number;
  readonly repository: string;
  /** Since when closed issues are listed, too (milliseconds since the epoch); null: none is. */
  readonly closedSince?: number | null;
  /** True: issues are left out. */
  readonly pullsAlone?: boolean;
  /** Where an earlier listing of the same broke off; null: it begins. */
  readonly from?: Listing | null;
};

/**
 * The open issues and pull requests of a repository, and the issues that were closed since a time, as they are read.
 * @returns nothing when the repository cannot be seen; an issue that is closed meanwhile may come twice
 * @throws {TryLater}
 */
export async function* listOpen(
  github: GitHub,
  { installation, repository, closedSince = null, pullsAlone = false, from = null }: ToList,
): AsyncGenerator<OpenItems, void> {
  const where = { installation, repository };
  const listed = numbersIn(from?.listed ?? '');
  const atFirst = pullsAlone ? { pulls: null } : { issues: null, pulls: null };
  let next: Next = from?.next ?? (closedSince === null ? atFirst : { ...atFirst, closed: null });
  let newest = from?.newest ?? null;
  let isChecking = from?.isChecking ?? false;
  for (let isFirst = from === null; ; isFirst = false) {
    const found = await pageOf(github, where, next, closedSince);
    if (found === 'lost') {
      yield* listOpen(github, { ...where, closedSince, pullsAlone });
      return;
    }
    if (found === null) return;
    newest ??= Math.max(0, ...changesIn(found));
    const since = isChecking ? newest : Number.NEGATIVE_INFINITY;
    const items = itemsIn(found, closedSince, listed);
    next = {
      ...after('issues', found.issues, since),
      ...after('pulls', found.pullRequests, since),
      ...after('closed', found.closed),
    };
    const isEnd = Object.keys(next).length === 0;
    // What changed while it was listed has moved to where was read before. A single page was read at once.
    const checks = isEnd && !isChecking && !isFirst;
    if (checks) next = atFirst;
    isChecking ||= checks;
    const goesOn = isEnd && !checks ? null : { next, newest, listed: numbersAsText(listed), isChecking };
    yield { ...items, goesOn };
    if (goesOn === null) return;
  }
}

/** Where the list goes on, if it does. @param since of what changed before, nothing is listed */
function after(
  list: keyof Next,
  page: Page<{ readonly number: number; readonly updatedAt?: number }> | undefined,
  since = Number.NEGATIVE_INFINITY,
): Next {
  const isOver = (page?.nodes ?? []).some(({ updatedAt = Number.POSITIVE_INFINITY }) => updatedAt < since);
  return page?.next == null || isOver ? {} : { [list]: page.next };
}

/** Numbers as a text: a bit for each number there may be, so that thousands of them stay short. */
function numbersAsText(numbers: ReadonlySet<number>): string {
  const bits = Buffer.alloc(([...numbers].reduce((most, number) => Math.max(most, number), 0) >> 3) + 1);
  for (const number of numbers) {
    const at = number >> 3;
    bits[at] = (bits[at] ?? 0) | (1 << (number & 7));
  }
  return bits.toString('base64');
}

function numbersIn(text: string): Set<number> {
  const numbers = new Set<number>();
  for (const [at, byte] of Buffer.from(text, 'base64').entries())
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (1 << bit)) !== 0) numbers.add(at * 8 + bit);
  return numbers;
}

type Found = NonNullable<z.output<typeof answers.openItems>['repository']>;
const changesIn = ({ issues, pullRequests }: Found): readonly number[] =>
  [...(issues?.nodes ?? []), ...(pullRequests?.nodes ?? [])].map(({ updatedAt }) => updatedAt);

/** What is found and was not listed before; now it is. */
function itemsIn(found: Found, closedSince: number | null, listed: Set<number>): Omit<OpenItems, 'goesOn'> {
  // Issues and pull requests share their numbers.
  const isNew = ({ number }: { readonly number: number }): boolean => {
    const before = listed.size;
    return listed.add(number).size > before;
  };
  const open = (found.issues?.nodes ?? []).filter(isNew);
  // GitHub's `since` goes by the last change of any kind.
  const closed = (found.closed?.nodes ?? []).filter(({ closedAt }) => (closedAt ?? 0) >= (closedSince ?? 0));
  const isAssigned = ({ assignees }: (typeof open)[number]): boolean => assignees.totalCount > 0;
  const numbers = (nodes: readonly { readonly number: number }[]): readonly number[] =>
    nodes.map(({ number }) => number);
  return {
    pullRequests: numbers((found.pullRequests?.nodes ?? []).filter(isNew)),
    assigned: numbers(open.filter(isAssigned)),
    issues: numbers([...open.filter((issue) => !isAssigned(issue)), ...closed]),
  };
}

/**
 * The next page of each list.
 * @returns null: the repository cannot be seen; `lost`: GitHub does not know any more where to go on
 * @throws {TryLater}
 */
async function pageOf(
  github: GitHub,
  { installation, repository }: Pick<ToList, 'installation' | 'repository'>,
  next: Next,
  closedSince: number | null,
): Promise<Found | 'lost' | null> {
  const [owner = '', name = ''] = repository.split('/');
  const variables = {
    owner,
    name,
    since: new Date(closedSince ?? 0).toISOString(),
    issues: next.issues !== undefined,
    afterIssue: next.issues ?? null,
    pulls: next.pulls !== undefined,
    afterPull: next.pulls ?? null,
    closed: next.closed !== undefined,
    afterClosed: next.closed ?? null,
  };
  let isLost = false;
  const answer = await ask(
    github,
    installation,
    { document: openItems, variables, answer: answers.openItems },
    (data, errors) => {
      isLost = errors.some(({ type }) => type === 'INVALID_CURSOR_ARGUMENTS');
      return withoutUnreadable(data, errors, repository);
    },
  ).catch((error: unknown) => {
    if (isLost) return 'lost' as const;
    throw error;
  });
  if (isLost) return 'lost';
  if (answer === null) throw new TryLater(`The items of ${repository} could not be read.`);
  return answer === 'lost' ? answer : answer.repository;
}

/**
 * The open pull requests that would close an issue, 100 at most; those of other repositories that cannot be seen are left
 * out. It is for an issue of which nothing else can be read. @throws {TryLater}
 */
export async function listClosing(
  github: GitHub,
  installation: number,
  repository: string,
  number: number,
): Promise<readonly { readonly repository: string; readonly number: number }[]> {
  const [owner = '', name = ''] = repository.split('/');
  const answer = await ask(
    github,
    installation,
    { document: closingPulls, variables: { owner, name, number }, answer: answers.closingPulls },
    (data, errors) => withoutUnreadable(data, errors, repository),
  );
  const pulls = answer?.repository?.issue?.closedByPullRequestsReferences.nodes ?? [];
  return pulls.map((pull) => ({ repository: pull.repository.nameWithOwner, number: pull.number }));
}

/** Baton's own checks on a commit. @throws {TryLater} */
export async function checksOn(
  github: GitHub,
  { installation, repository }: Pick<ToList, 'installation' | 'repository'>,
  sha: string,
): Promise<readonly DisplayedCheck[]> {
  const [owner = '', name = ''] = repository.split('/');
  const variables = { owner, name, sha, app: (await github.self()).id };
  const question = { document: commitChecks, variables, answer: answers.commitChecks };
  const found = (await ask(github, installation, question))?.repository?.commit ?? null;
  if (found === null) return [];
  const runs = found.checkSuites.nodes.flatMap(({ checkRuns }) => checkRuns.nodes);
  return checksOf({ oid: found.oid, createdAt: null, runs, push: null });
}
