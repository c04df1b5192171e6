/** Reading timelines: what is new since they were kept, or every page. */
import type { z } from 'zod';

import { TryLater } from '../../tracker.ts';
import {
  pages,
  type Page,
  type Recent,
  type RecentAnswer,
  type TimelineAnswer,
  ask,
  moreOf,
  withoutUnreadable,
} from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';
import type { Ahead, Met, Owner } from './ahead.ts';
import type { EditStore } from './kept-edits.ts';
import {
  changedSince,
  isUsable,
  pastKey,
  type PageEnd,
  type Past,
  type Pasts,
  type WholeTimeline,
} from './past.ts';

/** What it takes to ask for a further page. */
export type PageSource = Pick<Reading, 'github' | 'installation' | 'app' | 'repository'>;

/** Where the further pages of an observation come from. */
export type Reading = {
  readonly github: GitHub;
  readonly installation: number;
  /** Our App's id, and our login. */
  readonly app: number;
  readonly self: string;
  /** `owner/name` of what is observed. */
  readonly repository: string;
  readonly pasts: Pasts;
  readonly edits: EditStore;
  /** What was read beforehand, and what there was to read on. */
  readonly ahead: Ahead;
  readonly met: Met;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Asks for the page of a connection of the node `id` that comes after a cursor. */
export function pagesOf<T>(
  reading: PageSource,
  document: string,
  answer: z.ZodType<{ readonly node: { readonly page: Page<T> } | null }>,
  id: string,
): (cursor: string) => Promise<Page<T>> {
  return async (cursor) => (await nodeOf(reading, { document, answer }, id, cursor)).page;
}

async function nodeOf<T>(
  { github, installation, app, repository }: PageSource,
  {
    document,
    answer,
  }: { readonly document: string; readonly answer: z.ZodType<{ readonly node: T | null }> },
  id: string,
  cursor: string,
): Promise<T> {
  const variables = { id, cursor, ...(document.includes('$app') ? { app } : {}) };
  const found = await ask(github, installation, { document, variables, answer }, (data, errors) =>
    // Without the cursors of nodes the timeline is read all the same; it is only not kept.
    withoutUnreadable(
      data,
      errors.filter(({ path }) => path?.at(-1) !== 'edges'),
      repository,
    ),
  );
  if (found?.node == null) throw new TryLater(`Something went away while Baton was reading it: ${id}`);
  return found.node;
}

/** The kept past of an item that this reading may go on from. */
export async function usablePast(
  { pasts, self, now }: Reading,
  repository: string,
  number: number,
  id: string | null = null,
): Promise<Past | null> {
  const past = await pasts.past(pastKey(repository, number));
  return past !== null && isUsable(past, id ?? past.id, self, now) ? past : null;
}

/**
 * Reads a timeline from its first page on; where it is long and its past is kept, only what came after that.
 * @param known how many comments GitHub counts, where its past was found not to hold a moment ago
 */
export async function readTimeline(
  reading: Reading,
  owner: Owner,
  first: Page<TimelineAnswer>,
  known: number | null = null,
): Promise<WholeTimeline> {
  let counted = known;
  if (first.next !== null) reading.met.timelines.set(owner.id, owner);
  if (first.next !== null && known === null) {
    const ahead = reading.ahead.timelines.get(owner.id);
    const past =
      ahead?.past ?? (await usablePast(reading, owner.repository.nameWithOwner, owner.number, owner.id));
    if (past !== null) {
      const document = owner.kind === 'issue' ? moreOf.resumedIssue : moreOf.resumedPull;
      const { page, recent } =
        ahead ?? (await nodeOf(reading, { document, answer: pages.resumed }, owner.id, past.cursor));
      const resumed = await resumeTimeline(reading, owner, past, { page, recent });
      if (resumed !== null) return resumed;
      counted = recent.totalCount;
      await reading.pasts.forgetPast(pastKey(owner.repository.nameWithOwner, owner.number));
    }
  }
  return {
    ...(await pagesFrom(reading, owner, first, worthKeeping.first)),
    past: null,
    changed: [],
    counted,
    recent: null,
  };
}

/** Goes on after a past; null: it is not as it was kept, and the whole has to be read. */
export async function resumeTimeline(
  reading: Reading,
  owner: Owner,
  past: Past,
  { page, recent: first }: { readonly page: Page<TimelineAnswer>; readonly recent: Recent },
): Promise<WholeTimeline | null> {
  const [anchor] = page.nodes;
  if (anchor === undefined || anchor.kind === 'Other' || anchor.id !== past.anchor) return null;
  const after = { ...page, nodes: page.nodes.slice(1), cursors: page.cursors.slice(1) };
  const read = await pagesFrom(reading, owner, after, worthKeeping.more);
  const document = owner.kind === 'issue' ? moreOf.issueRecent : moreOf.pullRecent;
  const next = pagesOf(reading, document, pages.recent, owner.id);
  const recent: RecentAnswer[] = [...first.nodes];
  let count = 1;
  for (let at: Page<RecentAnswer> = first; isAllNew(at, past) && at.next !== null; count += 1) {
    at = await next(at.next);
    recent.push(...at.nodes);
  }
  const changed = changedSince(past, read.nodes, recent, first.totalCount);
  if (changed === null) return null;
  const latest = recent.reduce((time, { updatedAt }) => Math.max(time, updatedAt), past.checkedAt);
  return { ...read, past, changed, counted: first.totalCount, recent: { pages: count, latest } };
}

/**
 * How many events a page must have, so that keeping them is worth a write: of one that goes on after what was kept. Where
 * nothing is kept, any end saves a request at each look.
 */
const worthKeeping = { more: 50, first: 2 };

/** A page holds all comments of one second: GitHub takes some eighty a minute from anybody. */
const isAllNew = (page: Page<RecentAnswer>, past: Past): boolean =>
  page.nodes.every(({ updatedAt }) => updatedAt > past.checkedAt);

async function pagesFrom(
  reading: Reading,
  owner: Owner,
  first: Page<TimelineAnswer>,
  enough: number,
): Promise<Pick<WholeTimeline, 'nodes' | 'missing' | 'ends'>> {
  const document = owner.kind === 'issue' ? moreOf.issueTimeline : moreOf.pullTimeline;
  const next = pagesOf(reading, document, pages.issueTimeline, owner.id);
  const nodes = [...first.nodes];
  const ends: PageEnd[] = [];
  let { missing } = first;
  for (let page = first; ;) {
    const { length } = page.cursors;
    // What happened last may be too young to be kept: then it ends before that.
    for (let at = page.next === null ? enough - 1 : Math.max(enough, length) - 1; at < length; at += 1) {
      const cursor = page.cursors[at - 1];
      const anchor = page.nodes[at];
      if (cursor !== undefined && anchor !== undefined && anchor.kind !== 'Other')
        ends.push({ cursor, anchor: anchor.id, nodes: nodes.length - length + at + 1 });
    }
    if (page.next === null) break;
    page = await next(page.next);
    nodes.push(...page.nodes);
    missing += page.missing;
  }
  return { nodes, missing, ends };
}
