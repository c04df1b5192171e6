/** What a repository's open and merged pull requests are called, for the issues of Jira that they name. */
import { TryLater } from '../../tracker.ts';
import type { GitHub } from '../client/index.ts';
import { answers, ask, pullsByName } from '../graphql/index.ts';

export type CalledPull = {
  readonly id: string;
  readonly title: string;
  readonly branch: string;
  /** Empty where it was not asked for. */
  readonly body: string;
};

export type CalledPulls = {
  /** Of each kind, those that changed last come first. */
  readonly pulls: readonly CalledPull[];
  /** How many were left out. */
  readonly left: { readonly open: number; readonly merged: number };
};

/** Where the next page of each list starts: null at the beginning, undefined when there is none. */
type Next = Readonly<Record<'open' | 'merged', string | null | undefined>>;

/**
 * Lists open pull requests and merged ones, `most` of each, a hundred of both in a request.
 * @param bodies whether their descriptions are read, too
 * @returns null: the repository cannot be seen
 * @throws {TryLater}
 */
export async function listByName(
  github: GitHub,
  { installation, repository }: { readonly installation: number; readonly repository: string },
  { bodies, most }: { readonly bodies: boolean; readonly most: number },
): Promise<CalledPulls | null> {
  const [owner = '', name = ''] = repository.split('/');
  const pulls = new Map<string, CalledPull>();
  const left = { open: 0, merged: 0 };
  let next: Next = { open: null, merged: null };
  for (let seen = 0; seen < most && (next.open !== undefined || next.merged !== undefined); seen += 100) {
    const variables = {
      owner,
      name,
      bodies,
      open: next.open !== undefined,
      afterOpen: next.open ?? null,
      merged: next.merged !== undefined,
      afterMerged: next.merged ?? null,
    };
    const answer = await ask(github, installation, {
      document: pullsByName,
      variables,
      answer: answers.pullsByName,
    });
    if (answer === null) throw new TryLater(`The pull requests of ${repository} could not be read.`);
    if (answer.repository === null) return null;
    const { open, merged } = answer.repository;
    for (const pull of [...(open?.nodes ?? []), ...(merged?.nodes ?? [])]) pulls.set(pull.id, pull);
    if (open !== undefined) left.open = Math.max(0, open.totalCount - seen - open.nodes.length);
    if (merged !== undefined) left.merged = Math.max(0, merged.totalCount - seen - merged.nodes.length);
    next = { open: open?.next ?? undefined, merged: merged?.next ?? undefined };
  }
  return { pulls: [...pulls.values()], left };
}
