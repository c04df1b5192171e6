/** What there is to look at in a repository. */
import type { z } from 'zod';

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
};

type Where = { readonly installation: number; readonly repository: string };

/**
 * The open issues and pull requests of a repository, and the issues that were closed since a time, as they are read.
 * @param closedSince milliseconds since the epoch; null: closed issues are left out
 * @returns nothing when the repository cannot be seen; an issue that is closed meanwhile may come twice
 * @throws {TryLater}
 */
export async function* listOpen(
  github: GitHub,
  installation: number,
  repository: string,
  closedSince: number | null = null,
): AsyncGenerator<OpenItems, void> {
  const where = { installation, repository };
  const listed = { issues: new Set<number>(), pullRequests: new Set<number>() };
  let next: Next = { issues: null, pulls: null, closed: closedSince === null ? undefined : null };
  let newest: number | null = null;
  for (let count = 1; ; count += 1) {
    const found = await pageOf(github, where, next, closedSince);
    if (found === null) return;
    newest ??= Math.max(0, ...changesIn(found));
    yield itemsIn(found, closedSince, listed);
    next = { issues: after(found.issues), pulls: after(found.pullRequests), closed: after(found.closed) };
    if (next.issues === undefined && next.pulls === undefined && next.closed === undefined) {
      // What changed while it was listed has moved to where was read before.
      if (count > 1) yield* listChanged(github, where, newest, listed);
      return;
    }
  }
}

type Listed = { readonly issues: Set<number>; readonly pullRequests: Set<number> };

/** What is open, changed since a time, and is not listed yet. */
async function* listChanged(
  github: GitHub,
  where: Where,
  since: number,
  listed: Listed,
): AsyncGenerator<OpenItems, void> {
  let next: Next = { issues: null, pulls: null, closed: undefined };
  while (next.issues !== undefined || next.pulls !== undefined) {
    const found = await pageOf(github, where, next, null);
    if (found === null) return;
    const items = itemsIn(found, null, listed);
    if (Object.values(items).some(({ length }) => length > 0)) yield items;
    const isOver = (page: Page<Changed> | undefined): boolean =>
      (page?.nodes ?? []).some(({ updatedAt }) => updatedAt < since);
    next = {
      issues: isOver(found.issues) ? undefined : after(found.issues),
      pulls: isOver(found.pullRequests) ? undefined : after(found.pullRequests),
      closed: undefined,
    };
  }
}

type Found = NonNullable<z.output<typeof answers.openItems>['repository']>;
type Changed = { readonly number: number; readonly updatedAt: number };

const changesIn = ({ issues, pullRequests }: Found): readonly number[] =>
  [...(issues?.nodes ?? []), ...(pullRequests?.nodes ?? [])].map(({ updatedAt }) => updatedAt);

/** What is found and was not listed before; now it is. */
function itemsIn(found: Found, closedSince: number | null, listed: Listed): OpenItems {
  const isNew = (list: Set<number>, number: number): boolean => {
    const before = list.size;
    return list.add(number).size > before;
  };
  const open = (found.issues?.nodes ?? []).filter(({ number }) => isNew(listed.issues, number));
  // GitHub's `since` goes by the last change of any kind.
  const closed = (found.closed?.nodes ?? []).filter(({ closedAt }) => (closedAt ?? 0) >= (closedSince ?? 0));
  const isAssigned = ({ assignees }: (typeof open)[number]): boolean => assignees.totalCount > 0;
  const numbers = (nodes: readonly { readonly number: number }[]): readonly number[] =>
    nodes.map(({ number }) => number);
  return {
    pullRequests: numbers(found.pullRequests?.nodes ?? []).filter((number) =>
      isNew(listed.pullRequests, number),
    ),
    assigned: numbers(open.filter(isAssigned)),
    issues: numbers([...open.filter((issue) => !isAssigned(issue)), ...closed]),
  };
}

/** The next page of each list; null: the repository cannot be seen. @throws {TryLater} */
async function pageOf(
  github: GitHub,
  { installation, repository }: Where,
  next: Next,
  closedSince: number | null,
): Promise<Found | null> {
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
  const answer = await ask(
    github,
    installation,
    { document: openItems, variables, answer: answers.openItems },
    (data, errors) => withoutUnreadable(data, errors, repository),
  );
  if (answer === null) throw new TryLater(`The items of ${repository} could not be read.`);
  return answer.repository;
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
  { installation, repository }: Where,
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

/** Where the next page of each list starts: null at the beginning, undefined when there is none. */
type Next = Readonly<Record<'issues' | 'pulls' | 'closed', string | null | undefined>>;

function after(page: Page<unknown> | undefined): string | undefined {
  return page?.next ?? undefined;
}
