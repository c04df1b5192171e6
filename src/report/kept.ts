/** What is kept of a count for an hour and longer, in bounds, whatever a repository holds. */
import * as z from 'zod';

import type { Published, PublishedRepository } from './report.ts';
import { reportOutput } from './shape.ts';

/** So many weeks back, each with a report of its own from the same reading. */
export const spans = [4, 12, 26] as const;
export type Span = (typeof spans)[number];

export const keptShape = z.array(z.object({ weeks: z.literal([...spans]), report: reportOutput })).readonly();
export type KeptReports = z.output<typeof keptShape>;

export const ofSpan = (kept: KeptReports, span: Span): Published | null =>
  kept.find(({ weeks }) => weeks === span)?.report ?? null;

/** So many of each list are kept; a page shows fewer. */
const mostListed = 300;
/** And so many characters of what somebody wrote. */
const mostWords = 500;

const cut = (text: string): string =>
  text.length <= mostWords ? text : `${Array.from(text.slice(0, mostWords)).slice(0, -1).join('')}…`;

/** A report without what would be too much to keep; it says so. */
export function bounded(repository: PublishedRepository): PublishedRepository {
  const { waiting, waivers, bypasses, problems, issues } = repository;
  const leftOut = [
    { what: 'items that wait', all: waiting.length },
    { what: 'waivers', all: waivers.length },
    { what: 'bypasses', all: bypasses.length },
  ]
    .filter(({ all }) => all > mostListed)
    .map(({ what, all }) => `Of ${all.toLocaleString('en')} ${what}, ${mostListed} are listed.`);
  return {
    ...repository,
    issues: { ...issues, unread: issues.unread.slice(0, mostListed) },
    waiting: waiting.slice(0, mostListed),
    waivers: waivers.slice(0, mostListed).map((each) => ({ ...each, reason: cut(each.reason) })),
    bypasses: bypasses.slice(0, mostListed),
    problems: [...problems.slice(0, mostListed).map(cut), ...leftOut],
  };
}

/** How far a count is. Instants are in milliseconds since the epoch. */
export const toldShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('counting'),
    /** How many issues there are to read, and what that takes; null: not known yet. */
    found: z.object({ issues: z.number(), requests: z.number() }).nullable(),
    read: z.number(),
    /** Why nothing goes on until then; null: it does. */
    waits: z.object({ until: z.number(), why: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal('counted') }),
  z.object({ kind: z.literal('none'), why: z.enum(['gone', 'no-policy', 'broken']) }),
  z.object({ kind: z.literal('failed'), why: z.string() }),
]);
export type Told = z.output<typeof toldShape>;
