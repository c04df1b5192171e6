/** What Baton did, as GitHub shows it: the world before and after an act, compared. */
import type { Comment, Item, PullRequest, Repository, Sandbox } from '@baton/sandbox';

import { repository, slug } from '../github.ts';
import { inCode } from './markdown.ts';

/** Baton's login. */
export const bot = `${slug}[bot]`;

/** One thing that Baton did. */
export type Deed = {
  /** The issue or the pull request; null: none. */
  readonly on: number | null;
  /** What it did there, after "Baton": plain text, with code between backticks. */
  readonly did: string;
  /** What it said with it: Markdown; null: nothing. */
  readonly said: string | null;
};

type Seen = {
  readonly entries: number;
  /** The bodies of its comments, by their ids. */
  readonly bodies: ReadonlyMap<number, string>;
  readonly check: string | null;
};

/** What there is before an act. */
export type Before = ReadonlyMap<number, Seen>;

export const isCard = ({ body }: Comment): boolean => body.includes('<!-- baton:card -->');

const commentsOf = ({ timeline }: Item): readonly Comment[] =>
  timeline.filter(
    (entry): entry is Comment =>
      entry.kind === 'IssueComment' && !entry.deleted && entry.author.login === bot,
  );

/** Baton's check on what a pull request is now; undefined: there is none. */
export const checkOf = ({ repository: of, headOid }: PullRequest) => lastRun(of, headOid, 'Baton');

const lastRun = ({ suites }: Repository, oid: string, name: string) =>
  suites
    .filter((suite) => suite.headOid === oid && suite.app.slug === slug)
    .flatMap(({ runs }) => runs)
    .findLast((run) => run.name === name);

const checkText = (item: Item): string | null => {
  const run = item.kind === 'PullRequest' ? checkOf(item) : undefined;
  return run === undefined ? null : `${run.title ?? run.status} (${run.conclusion ?? run.status})`;
};

/** Everything on issues and pull requests, to be compared later. */
export const look = ({ find }: Sandbox): Before =>
  new Map(
    [...find.repository(repository).items.values()].map((item) => [
      item.number,
      {
        entries: item.timeline.length,
        bodies: new Map(commentsOf(item).map(({ id, body }) => [id, body])),
        check: checkText(item),
      },
    ]),
  );

const nothing: Seen = { entries: 0, bodies: new Map(), check: null };

/** What Baton did since. */
export function deedsSince(before: Before, { find }: Sandbox): readonly Deed[] {
  return [...find.repository(repository).items.values()].flatMap((item) =>
    deedsOn(item, before.get(item.number) ?? nothing),
  );
}

function deedsOn(item: Item, seen: Seen): readonly Deed[] {
  const { number } = item;
  const deed = (did: string, said: string | null = null): Deed => ({ on: number, did, said });
  const events = item.timeline.slice(seen.entries).flatMap((entry) => {
    if (entry.kind !== 'Event' || entry.actor.login !== bot) return [];
    const did = didBy(entry);
    return did === null ? [] : [deed(did)];
  });
  const comments = commentsOf(item).flatMap((comment) => {
    const known = seen.bodies.get(comment.id);
    if (known === comment.body) return [];
    if (isCard(comment)) return [deed(known === undefined ? 'wrote its card' : 'updated its card')];
    return [deed(known === undefined ? 'commented' : 'edited its comment', comment.body)];
  });
  const isNew = seen === nothing && item.author.login === bot;
  const opened = isNew ? [deed(`opened an issue, ${inCode(item.title)}`)] : [];
  const check = checkText(item);
  const report = check !== null && check !== seen.check ? [deed(`set its check: ${check}`)] : [];
  return [...opened, ...events, ...comments, ...report];
}

/** What an event of Baton's was; null: it comes with something else. */
function didBy(event: Extract<Item['timeline'][number], { kind: 'Event' }>): string | null {
  if (event.type === 'labeled') return `added the label ${inCode(event.placed.name)}`;
  if (event.type === 'unlabeled') return `removed the label ${inCode(event.placed.name)}`;
  if (event.type === 'unassigned') return `unassigned ${event.assignee.login}`;
  if (event.type === 'reopened') return 'reopened it';
  return event.type === 'closed' ? 'closed it' : null;
}
