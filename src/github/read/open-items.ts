/** What there is to look at in a repository. */
import { TryLater } from '../../tracker.ts';
import { answers, type Page, ask, closingPulls, openItems, withoutUnreadable } from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';

/** One page of it. */
export type OpenItems = {
  /** Numbers of issues: open ones, and those closed since the time asked for. */
  readonly issues: readonly number[];
  /** Numbers of open pull requests. */
  readonly pullRequests: readonly number[];
};

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
  const [owner = '', name = ''] = repository.split('/');
  let next: Next = { issues: null, pulls: null, closed: closedSince === null ? undefined : null };
  while (next.issues !== undefined || next.pulls !== undefined || next.closed !== undefined) {
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
    if (answer.repository === null) return;
    const found = answer.repository;
    // GitHub's `since` goes by the last change of any kind.
    const closed = (found.closed?.nodes ?? []).filter(
      ({ closedAt }) => (closedAt ?? 0) >= (closedSince ?? 0),
    );
    yield {
      issues: [...(found.issues?.nodes ?? []), ...closed].map(({ number }) => number),
      pullRequests: (found.pullRequests?.nodes ?? []).map(({ number }) => number),
    };
    next = { issues: after(found.issues), pulls: after(found.pullRequests), closed: after(found.closed) };
  }
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

/** Where the next page of each list starts: null at the beginning, undefined when there is none. */
type Next = Readonly<Record<'issues' | 'pulls' | 'closed', string | null | undefined>>;

function after(page: Page<unknown> | undefined): string | undefined {
  return page?.next ?? undefined;
}
