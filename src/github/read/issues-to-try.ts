/** The issues of a repository that a policy can be tried on: open ones, and those that changed lately. */
import { TryLater } from '../../tracker.ts';
import { answers, ask, issuesToTry, openPullNames, withoutUnreadable } from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';

/** `updatedAt`: the last change of any kind, in milliseconds since the epoch. */
export type IssueToTry = { readonly number: number; readonly updatedAt: number };

export type IssuesToTry = {
  /** Those that changed last come first. */
  readonly issues: readonly IssueToTry[];
  /** How many there are, also those that were left out. */
  readonly total: number;
};

/**
 * Lists open issues, and closed ones that changed since a time.
 * @param since milliseconds since the epoch
 * @param most how many are listed; then the older ones are left out
 * @returns nothing when the repository cannot be seen
 * @throws {TryLater}
 */
export async function listToTry(
  github: GitHub,
  { installation, repository }: { readonly installation: number; readonly repository: string },
  since: number,
  most: number,
): Promise<IssuesToTry> {
  const [owner = '', name = ''] = repository.split('/');
  const issues = new Map<number, IssueToTry>();
  let total = 0;
  let next: Next = { open: null, closed: null };
  // Of each list, as many as there may be of both together.
  for (let seen = 0; seen < most && (next.open !== undefined || next.closed !== undefined); seen += 100) {
    const variables = {
      owner,
      name,
      since: new Date(since).toISOString(),
      open: next.open !== undefined,
      afterOpen: next.open ?? null,
      closed: next.closed !== undefined,
      afterClosed: next.closed ?? null,
    };
    const answer = await ask(
      github,
      installation,
      { document: issuesToTry, variables, answer: answers.issuesToTry },
      (data, errors) => withoutUnreadable(data, errors, repository),
    );
    if (answer === null) throw new TryLater(`The issues of ${repository} could not be read.`);
    if (answer.repository === null) return { issues: [], total: 0 };
    const { open, closed } = answer.repository;
    for (const issue of [...(open?.nodes ?? []), ...(closed?.nodes ?? [])]) issues.set(issue.number, issue);
    if (seen === 0) total = (open?.totalCount ?? 0) + (closed?.totalCount ?? 0);
    next = { open: open?.next ?? undefined, closed: closed?.next ?? undefined };
  }
  const latest = [...issues.values()].toSorted(
    (one, other) => other.updatedAt - one.updatedAt || other.number - one.number,
  );
  return { issues: latest.slice(0, most), total };
}

/** What open pull requests are called, for what they name; those that changed last come first, 100 at most. @throws {TryLater} */
export async function listPullNames(
  github: GitHub,
  installation: number,
  repository: string,
): Promise<readonly { readonly title: string; readonly branch: string; readonly body: string }[]> {
  const [owner = '', name = ''] = repository.split('/');
  const variables = { owner, name, most: 100 };
  const answer = await ask(github, installation, {
    document: openPullNames,
    variables,
    answer: answers.openPullNames,
  });
  return answer?.repository?.pullRequests.nodes ?? [];
}

/** Where the next page of each list starts: null at the beginning, undefined when there is none. */
type Next = Readonly<Record<'open' | 'closed', string | null | undefined>>;
