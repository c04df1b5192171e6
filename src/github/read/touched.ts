/** What of a repository was touched since a time: the items whose histories tell what happened there. */
import { TryLater } from '../../tracker.ts';
import { answers, ask, changedItems, type Page, withoutUnreadable } from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';

/** An issue or a pull request that changed, and when it did last (milliseconds since the epoch). */
export type TouchedItem = {
  readonly kind: 'issue' | 'pull-request';
  readonly number: number;
  readonly updatedAt: number;
};

/** A page of what changed; `after`: where the next one begins, null: this was the last. */
export type TouchedPage = { readonly items: readonly TouchedItem[]; readonly after: After | null };

/**
 * What changed since a time, a hundred issues and a hundred pull requests in a request, the latest first. GitHub counts any
 * change, also one that tells nothing.
 * @param since milliseconds since the epoch
 * @param after where the page begins
 * @returns null: the repository cannot be seen
 * @throws {TryLater}
 */
export async function listTouched(
  github: GitHub,
  where: { readonly installation: number; readonly repository: string },
  since: number,
  after: After = { issues: null, pulls: null },
): Promise<TouchedPage | null> {
  const isTouched = ({ updatedAt }: { readonly updatedAt: number }): boolean => updatedAt >= since;
  const touched = (kind: TouchedItem['kind'], page: Listed): readonly TouchedItem[] =>
    (page?.nodes ?? [])
      .filter(isTouched)
      .map(({ number, updatedAt }): TouchedItem => ({ kind, number, updatedAt }));
  // For pull requests GitHub knows no "since": they end at the first that is older.
  const next = (page: Listed): string | undefined =>
    page?.nodes.every(isTouched) === true ? (page.next ?? undefined) : undefined;
  const found = await pageOf(github, where, since, after);
  if (found === null) return null;
  const [issues, pulls] = [next(found.issues), next(found.pullRequests)];
  return {
    items: [...touched('issue', found.issues), ...touched('pull-request', found.pullRequests)],
    after: issues === undefined && pulls === undefined ? null : { issues, pulls },
  };
}

type Listed = Page<{ readonly number: number; readonly updatedAt: number }> | undefined;
/** Where a page of each list begins: null at the beginning, undefined where there is none. */
export type After = { readonly issues: string | null | undefined; readonly pulls: string | null | undefined };

/** @returns null: the repository cannot be seen @throws {TryLater} */
async function pageOf(
  github: GitHub,
  { installation, repository }: { readonly installation: number; readonly repository: string },
  since: number,
  { issues, pulls }: After,
): Promise<{ readonly issues?: Listed; readonly pullRequests?: Listed } | null> {
  const [owner = '', name = ''] = repository.split('/');
  const variables = {
    owner,
    name,
    since: new Date(since).toISOString(),
    known: [],
    issues: issues !== undefined,
    afterIssue: issues ?? null,
    pulls: pulls !== undefined,
    afterPull: pulls ?? null,
  };
  const answer = await ask(
    github,
    installation,
    { document: changedItems, variables, answer: answers.changedItems },
    (data, errors) => withoutUnreadable(data, errors, repository),
  );
  if (answer === null) throw new TryLater(`What changed in ${repository} could not be read.`);
  return answer.repository;
}
