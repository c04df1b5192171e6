/** What a pull request names in Jira, and named when. */
import {
  mostIssues,
  mergeLinkedTimes,
  proseOf,
  type IssueName,
  type LinkedTime,
  type PullRequest,
} from '../../../handoff/index.ts';
import { jiraIdOf, keysOf, partsOf } from '../../../jira/index.ts';
import type { JiraPart } from '../../../policy/index.ts';
import type { Portions } from '../../../portions.ts';
import type { Read } from './read-issue.ts';

type Link = PullRequest['closes'][number];

/** The keys that count: none, where these are too many. */
export type Named = {
  readonly keys: readonly string[];
  /** How many it names, where these are too many; null: they are not. */
  readonly tooMany: { readonly count: number; readonly most: number } | null;
};

export function namedIn(pullRequest: PullRequest, part: JiraPart): Named {
  const all = namedBy(pullRequest, part);
  return all.length > mostIssues
    ? { keys: [], tooMany: { count: all.length, most: mostIssues } }
    : { keys: all, tooMany: null };
}

/** Reads a description, so that it is there when keys are looked for in it. */
export function* readDescriptionOf(body: string): Portions<void> {
  if (body !== '') yield* proseOf.ahead(body);
}

/** Reads the descriptions, so that they are there when keys are looked for in them. */
export function* readDescriptions({ says }: PullRequest, { keysIn }: JiraPart): Portions<void> {
  if (says === undefined || !keysIn.includes('body')) return;
  for (const body of [says.body, ...says.texts.map((text) => text.body)]) {
    if (body != null) yield* proseOf.ahead(body);
    yield;
  }
}

/**
 * A pull request with what it names in Jira among the issues that it would close.
 * @param read what was read by each key; a key that is not in it stands for itself
 */
export function withLinks(
  pullRequest: PullRequest,
  part: JiraPart,
  keys: readonly string[],
  read: ReadonlyMap<string, Read>,
): PullRequest {
  const linkTo = (key: string): Link => linkFound(read.get(key)) ?? linkOf(key);
  const links = new Map(keys.map(linkTo).map((link) => [link.id, link]));
  return {
    ...pullRequest,
    closes: [...pullRequest.closes, ...links.values()],
    linked: mergeLinkedTimes(pullRequest.linked, namedTimes(pullRequest, part, linkTo)),
  };
}

/** What a pull request named when. `linkTo`: the issue that is meant by a key. */
function namedTimes(
  { item, says, openedAt }: PullRequest,
  part: JiraPart,
  linkTo: (key: string) => IssueName,
): readonly LinkedTime[] {
  const texts = says?.texts ?? [{ from: openedAt, to: null, title: item.title, body: says?.body ?? '' }];
  return texts.map(({ from, to, title, body }) => {
    if (body === null && part.keysIn.includes('body')) return { from, to, issues: null };
    const then = { branch: says?.branch ?? '', body: body ?? '' };
    const named = new Map(
      namedBy({ item: { title }, says: then }, part).map((key): [string, IssueName] => {
        const { tracker, repository, number } = linkTo(key);
        return [`${repository}-${number}`, { tracker, repository, number }];
      }),
    );
    return { from, to, issues: [...named.values()] };
  });
}

/** What a pull request names, where the policy has it looked for. */
export function namedBy(
  {
    item,
    says,
  }: {
    readonly item: Pick<PullRequest['item'], 'title'>;
    readonly says?: Omit<NonNullable<PullRequest['says']>, 'texts'>;
  },
  part: JiraPart,
): readonly string[] {
  const at = (place: JiraPart['keysIn'][number], text = ''): string =>
    part.keysIn.includes(place) ? text : '';
  const texts = {
    title: at('title', item.title),
    branch: at('branch', says?.branch),
    body: at('body', says?.body),
  };
  return keysOf(texts, part.projects);
}

function linkOf(key: string): Link {
  const { project, number } = partsOf(key);
  return { tracker: 'jira', repository: project, number, id: jiraIdOf(key) };
}

/** An issue that was moved is found under its old key, and called by its new one. */
function linkFound(read: Read | undefined): Link | null {
  if (read?.kind !== 'found') return null;
  const { tracker, repository, number, id } = read.issue.history.item;
  return { tracker, repository, number, id };
}
