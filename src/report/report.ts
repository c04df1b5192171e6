/** What a report is, and the same as it is published. */
import type * as z from 'zod';

import type { Counts, Figures, Spread, Spreads } from '../figures/index.ts';
import type { repositoryShape, reportOutput } from './shape.ts';

/** A report as programs read it, and as it is drawn. */
export type Published = z.output<typeof reportOutput>;
export type PublishedRepository = z.output<typeof repositoryShape>;

export type Reported = {
  readonly repository: string;
  /** null: it is judged by another policy, as if that had always been in force. */
  readonly inForceSince: number | null;
  readonly figures: Figures;
  /** Numbers of issues that could not be read. */
  readonly unread: readonly number[];
  readonly leftOut: number;
  readonly problems: readonly string[];
};

export type Report = {
  readonly since: number;
  readonly until: number;
  readonly repositories: readonly Reported[];
  readonly unread: readonly { readonly repository: string; readonly why: string }[];
  readonly requests: number;
};

const iso = (at: number): string => new Date(at).toISOString();
const seconds = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : Math.round(milliseconds / 1000);

const spread = ({ count, median, p90 }: Spread) => ({
  count,
  medianSeconds: seconds(median),
  p90Seconds: seconds(p90),
});
const spreads = ({ still, ...rest }: Spreads) => ({ ...spread(rest), still });
const counts = (all: Counts): Counts => ({ ...all });

export const asOutput = ({ since, until, repositories, unread, requests }: Report): Published => ({
  since: iso(since),
  until: iso(until),
  repositories: repositories.map(repositoryOf),
  unread: [...unread],
  requests,
});

function repositoryOf({ figures, ...about }: Reported): PublishedRepository {
  const { items, gates, roles, weeks, reopened, waivers, bypasses, waiting, timezone } = figures;
  return {
    repository: about.repository,
    timezone,
    policyInForceSince: about.inForceSince === null ? null : iso(about.inForceSince),
    issues: { ...items, unread: about.unread, leftOut: about.leftOut },
    gates: gates.map((each) => ({ ...each, waits: spreads(each.waits), counts: counts(each.counts) })),
    roles: roles.map(({ role, waits, at }) => ({
      role,
      waits: spreads(waits),
      at: at.map((each) => ({ ...each, waits: spreads(each.waits) })),
    })),
    weeks: weeks.map((week) => ({
      week: week.week,
      gates: week.gates.map((each) => ({ ...each, waits: spread(each.waits), counts: counts(each.counts) })),
      roles: week.roles.map((each) => ({ ...each, waits: spread(each.waits) })),
    })),
    reopened,
    waivers: waivers.map(({ item, gate, by, at, words, until, endedAt }) => ({
      item,
      gate,
      by,
      at: iso(at),
      reason: words,
      until,
      endedAt: endedAt === null ? null : iso(endedAt),
    })),
    bypasses: bypasses.map((each) => ({ ...each, at: iso(each.at) })),
    waiting: waiting.map((each) => ({ ...each, since: iso(each.since) })),
    problems: about.problems,
  };
}
