/** What is kept of a count for an hour and longer, in bounds, whatever a repository holds. */
import * as z from 'zod';

import { cut } from './count.ts';
import type { Published, Reported } from './report.ts';
import { reportOutput } from './shape.ts';

/** So many weeks back, each with a report of its own from the same reading. */
export const spans = [4, 12, 26] as const;
export type Span = (typeof spans)[number];

export const keptShape = z.array(z.object({ weeks: z.literal([...spans]), report: reportOutput })).readonly();
export type KeptReports = z.output<typeof keptShape>;

export const ofSpan = (kept: KeptReports, span: Span): Published | null =>
  kept.find(({ weeks }) => weeks === span)?.report ?? null;

/** So many of each list are kept; a page shows fewer. */
const mostListed = 200;
/** And so many characters of what somebody wrote. */
export const mostWords = 500;

/** A report without what would be too much to keep; it says so. */
export function bounded(reported: Reported): Reported {
  const { figures, problems, unread } = reported;
  const { waiting, waivers, bypasses } = figures;
  const leftOut = [
    { what: 'items that wait', all: waiting.length },
    { what: 'waivers', all: waivers.length },
    { what: 'bypasses', all: bypasses.length },
    { what: 'issues that could not be read', all: unread.length },
  ]
    .filter(({ all }) => all > mostListed)
    .map(({ what, all }) => `Of ${all.toLocaleString('en')} ${what}, ${mostListed} are listed.`);
  return {
    ...reported,
    figures: {
      ...figures,
      waiting: waiting.slice(0, mostListed),
      waivers: waivers.slice(0, mostListed),
      bypasses: bypasses.slice(0, mostListed),
    },
    unread: unread.slice(0, mostListed),
    problems: [...problems.slice(0, mostListed).map((problem) => cut(problem, mostWords)), ...leftOut],
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
