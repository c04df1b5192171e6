/**
 * What is kept of a long timeline, so that a look costs what is new in it and not what is old: the moments up to the end of
 * a page, and where the next page starts. Shorter timelines, which one page holds, are read whole each time.
 *
 * What was kept can become untrue in two ways. A comment is edited: GitHub lists comments by when they were edited, so
 * those edited since are read with what is new. A comment is deleted: then GitHub counts fewer than were read, and the
 * whole timeline is read again. And once a week it is read again all the same, for whatever nobody thought of.
 */
import * as z from 'zod';

import { commandsIn, type Moment } from '../../handoff/index.ts';
import { momentShape } from '../../store/index.ts';
import type { CommentAnswer, RecentAnswer, TimelineAnswer } from '../graphql/index.ts';

/** What of timelines is kept: what was kept as another one is read again. */
const edition = 7;

export type Past = {
  /** Which events were kept; absent: the first ones, which did not tell when pull requests were linked by hand. */
  readonly edition?: number;
  /** GitHub's id of the issue or pull request. */
  readonly id: string;
  /** Baton's own login when it was read: which comments are its own depends on that. */
  readonly self: string;
  /** After the last event but one that is kept, and the id of the last: the next page has to begin with it. */
  readonly cursor: string;
  readonly anchor: string;
  /** When the last event kept happened. */
  readonly until: number;
  /** How many comments there were up to there, also those of which nothing is kept. */
  readonly comments: number;
  /** How many comments GitHub counts and never shows; null: not counted yet. */
  readonly hidden: number | null;
  /** Comments last edited before this (by GitHub's clock) are kept as they are. */
  readonly checkedAt: number;
  /** When the timeline was last read as a whole (by our clock). */
  readonly wholeAt: number;
  /** The title before the first renaming that is kept; null: none is. */
  readonly firstTitle: string | null;
  readonly moments: readonly Moment[];
};

/** As it is kept: an array of moments and what belongs to it. What does not fit is read from GitHub again. */
export const pastShape: z.ZodType<Past> = z.object({
  edition: z.number().exactOptional(),
  id: z.string(),
  self: z.string(),
  cursor: z.string(),
  anchor: z.string(),
  until: z.number(),
  comments: z.number(),
  hidden: z.number().nullable(),
  checkedAt: z.number(),
  wholeAt: z.number(),
  firstTitle: z.string().nullable(),
  moments: z.array(momentShape),
});

/** Where pasts are kept, by `owner/name#number` in lower case. Losing one costs reading the timeline again. */
export type Pasts = {
  past(item: string): Promise<Past | null>;
  keepPast(item: string, past: Past): Promise<void>;
  forgetPast(item: string): Promise<void>;
};

/** The end of a page: the cursor before its last node, that node's id, and how many there are up to it, of those read. */
export type PageEnd = { readonly cursor: string; readonly anchor: string; readonly nodes: number };

/** A timeline: what was kept of it, and what was read after that. */
export type WholeTimeline = {
  readonly past: Past | null;
  readonly nodes: readonly TimelineAnswer[];
  /** How many of these could not be read. */
  readonly missing: number;
  readonly ends: readonly PageEnd[];
  /** Comments of the past that were edited since it was kept, as they are now. */
  readonly changed: readonly CommentAnswer[];
  /** How many comments GitHub counts; null: not asked. */
  readonly counted: number | null;
  /** How much was read of the comments by when they were edited; null: nothing. */
  readonly recent: { readonly pages: number; readonly latest: number } | null;
};

const week = 7 * 24 * 3_600_000;
/** Commands are answered for a day: until then a reaction of Baton's may be to come. */
const answeredFor = 25 * 3_600_000;
/** An event that is younger may not be the last of its time yet. */
const settledAfter = 60_000;

export const pastKey = (repository: string, number: number): string =>
  `${repository.toLowerCase()}#${number}`;

export function isUsable(past: Past, id: string, self: string, now: number): boolean {
  return past.edition === edition && past.id === id && past.self === self && now - past.wholeAt < week;
}

const countComments = (nodes: readonly TimelineAnswer[]): number =>
  nodes.filter(({ kind }) => kind === 'IssueComment').length;

/** Comments of the past that were edited since; null: one is gone, or something else is not as it was. */
export function changedSince(
  past: Past,
  nodes: readonly TimelineAnswer[],
  recent: readonly RecentAnswer[],
  counted: number,
): readonly CommentAnswer[] | null {
  if (counted !== past.comments + countComments(nodes) + (past.hidden ?? 0)) return null;
  const fresh = new Set(nodes.map((node) => (node.kind === 'Other' ? '' : node.id)));
  const changed = recent.filter(({ id, updatedAt }) => updatedAt >= past.checkedAt && !fresh.has(id));
  const known = new Set(past.moments.map(({ id }) => id));
  // Where a comment stands that held no command before was not kept.
  const isNew = changed.some(({ id, body }) => !known.has(id) && commandsIn(body).length > 0);
  return isNew ? null : changed;
}

/** The kept moments, with what was edited since in its place. */
export function momentsOfPast(past: Past, changed: readonly Moment[]): readonly Moment[] {
  const now = new Map(changed.map((moment) => [moment.id, moment]));
  return past.moments.map((moment) => now.get(moment.id) ?? moment);
}

/** Comments that hold no command are nobody's word. */
function matters(moment: Moment): boolean {
  return (
    moment.kind !== 'commented' ||
    moment.by.self ||
    commandsIn(moment.original).length > 0 ||
    commandsIn(moment.text).length > 0
  );
}

/** True when nothing of Baton's own is to be added to it any more. */
function isSettled(moment: Moment, now: number): boolean {
  // GitHub lists comments by when they were edited, but no reviews.
  if (moment.kind === 'commented' && moment.isReview === true) return !matters(moment);
  return (
    moment.kind !== 'commented' ||
    moment.by.kind === 'bot' ||
    moment.reacted ||
    moment.at < now - answeredFor ||
    !matters(moment)
  );
}

/**
 * What is to be kept of a timeline; null: nothing that is not kept already.
 * @param all the moments of the whole timeline, in its order
 * @param now what time it is by our clock, and by GitHub's, which need not agree
 */
export function pastOf(
  { id, self }: Pick<Past, 'id' | 'self'>,
  { past, nodes, ends, counted, recent }: WholeTimeline,
  all: readonly Moment[],
  now: { readonly ours: number; readonly theirs: number },
): Past | null {
  const place = new Map(all.map((moment, index) => [moment.id, index]));
  const unsettled = all.findIndex((moment) => !isSettled(moment, now.theirs));
  const most = unsettled === -1 ? all.length : unsettled;
  const lengthAt = (count: number): number => lengthUpTo(nodes, count, place, past);
  const end = ends.findLast(
    (each) => isOver(nodes[each.nodes - 1], now.theirs) && lengthAt(each.nodes) <= most,
  );
  const isNew = end !== undefined || (recent !== null && recent.pages >= 2);
  const from = end ?? past;
  if (!isNew || from === null) return null;
  const read = nodes.slice(0, end?.nodes ?? 0);
  return {
    edition,
    id,
    self,
    cursor: from.cursor,
    anchor: from.anchor,
    hidden: counted === null ? null : counted - (past?.comments ?? 0) - countComments(nodes),
    checkedAt: recent?.latest ?? latestIn(nodes),
    wholeAt: past?.wholeAt ?? now.ours,
    moments: worthKeeping(all.slice(0, lengthAt(read.length))),
    ...readUpTo(past, read),
  };
}

/** True for a node that nothing is to be put before any more: others of its time may come after it. */
function isOver(node: TimelineAnswer | undefined, now: number): boolean {
  return node !== undefined && node.kind !== 'Other' && node.createdAt < now - settledAfter;
}

/** What is known of a timeline from what was kept of it, and from the nodes read after that. */
function readUpTo(
  past: Past | null,
  read: readonly TimelineAnswer[],
): Pick<Past, 'until' | 'comments' | 'firstTitle'> {
  const last = read.at(-1);
  const renamed = read.find((node) => node.kind === 'RenamedTitleEvent');
  return {
    until: last === undefined || last.kind === 'Other' ? (past?.until ?? 0) : last.createdAt,
    comments: (past?.comments ?? 0) + countComments(read),
    firstTitle: past?.firstTitle ?? renamed?.previousTitle ?? null,
  };
}

/** What is somebody's word, and the last that anybody but Baton did. */
function worthKeeping(moments: readonly Moment[]): readonly Moment[] {
  const lastOfOthers = moments.findLast(({ by }) => !by.self);
  return moments.filter((moment) => matters(moment) || moment === lastOfOthers);
}

/** How many moments there are up to a node; events that nobody can name are none. */
function lengthUpTo(
  nodes: readonly TimelineAnswer[],
  upTo: number,
  place: ReadonlyMap<string, number>,
  past: Past | null,
): number {
  for (let index = upTo - 1; index >= 0; index -= 1) {
    const node = nodes[index];
    const at = node === undefined || node.kind === 'Other' ? undefined : place.get(node.id);
    if (at !== undefined) return at + 1;
  }
  const last = past?.moments.findLast(({ id }) => place.has(id));
  return last === undefined ? 0 : (place.get(last.id) ?? -1) + 1;
}

/** The latest time that the timeline tells of: no edit that it does not know was made before. */
function latestIn(nodes: readonly TimelineAnswer[]): number {
  const times = nodes.flatMap((node) =>
    node.kind === 'Other'
      ? []
      : [node.createdAt, node.kind === 'IssueComment' ? (node.lastEditedAt ?? 0) : 0],
  );
  return times.reduce((one, other) => Math.max(one, other), 0);
}
