/** `baton report`. What each figure means is in docs/reference/figures.md. */
import * as z from 'zod';

import { instant } from '../published.ts';

const seconds = z.int().nonnegative();
const count = z.int().nonnegative();

const spreadShape = z.strictObject({
  count: count.describe('How many waits'),
  medianSeconds: seconds.nullable().describe('null: there are none'),
  p90Seconds: seconds.nullable().describe('The 90th percentile; null: there are none'),
});
const spreadsShape = spreadShape.extend({
  still: count.describe(
    'How many of them still wait at the end of the period; they count with their time so far',
  ),
});
const countsShape = z.strictObject({
  approved: count,
  sentBack: count,
  questions: count,
  changed: count.describe('Something was changed after its approval, so that it does not count any more'),
  waived: count,
  bypassed: count.describe('Pull requests merged past a gate that blocks merging'),
});
const itemShape = z.strictObject({ number: z.int().positive(), url: z.string(), title: z.string() });

export const repositoryShape = z.strictObject({
  repository: z.string(),
  timezone: z.string().describe('By its clocks, weeks begin on Mondays'),
  policyInForceSince: instant
    .nullable()
    .describe('Nothing counts before; null: it is judged by a policy as if it had always been in force'),
  issues: z.strictObject({
    read: count,
    withGates: count,
    waiting: count.describe('Those of which a role has the baton at the end of the period'),
    unread: z
      .array(z.int().positive())
      .readonly()
      .describe('Those that could not be read: no figure has them'),
    leftOut: count.describe('Those beyond the most that one report reads, which changed longest ago'),
  }),
  gates: z
    .array(z.strictObject({ gate: z.string(), title: z.string(), waits: spreadsShape, counts: countsShape }))
    .readonly(),
  roles: z
    .array(
      z.strictObject({
        role: z.string(),
        waits: spreadsShape,
        at: z
          .array(z.strictObject({ gate: z.string(), title: z.string(), waits: spreadsShape }))
          .readonly()
          .describe('The same for each gate that it had the baton of'),
      }),
    )
    .readonly(),
  weeks: z
    .array(
      z.strictObject({
        week: z.string().meta({ format: 'date' }).describe('Its Monday'),
        gates: z
          .array(z.strictObject({ gate: z.string(), waits: spreadShape, counts: countsShape }))
          .readonly()
          .describe('Of waits that ended in it'),
        roles: z.array(z.strictObject({ role: z.string(), waits: spreadShape })).readonly(),
      }),
    )
    .readonly(),
  reopened: count.describe('How often Baton reopened an issue'),
  waivers: z
    .array(
      z.strictObject({
        item: itemShape,
        gate: z.string(),
        by: z.string().nullable(),
        at: instant,
        reason: z.string(),
        until: z.string().nullable().describe('The day as it was written; null: without an end'),
        endedAt: instant.nullable().describe('null: it stands at the end of the period'),
      }),
    )
    .readonly()
    .describe('Those given in the period, and those that held at some time in it'),
  bypasses: z
    .array(
      z.strictObject({
        item: itemShape,
        gate: z.string(),
        at: instant,
        pullRequest: z
          .strictObject({ number: z.int().positive(), url: z.string() })
          .nullable()
          .describe('null: it is in a repository that fewer people can read'),
      }),
    )
    .readonly(),
  waiting: z
    .array(
      z.strictObject({
        item: itemShape,
        gate: z.string(),
        roles: z.array(z.string()).readonly(),
        since: instant,
      }),
    )
    .readonly()
    .describe('Whatever waits at the end of the period, longest first'),
  problems: z.array(z.string()).readonly().describe('What stood in the way of knowing who holds which role'),
});

export const reportOutput = z
  .strictObject({
    since: instant,
    until: instant,
    repositories: z.array(repositoryShape).readonly(),
    unread: z
      .array(z.strictObject({ repository: z.string(), why: z.string() }))
      .readonly()
      .describe('Repositories without figures'),
    requests: count.describe('How many requests to GitHub it took'),
  })
  .meta({ title: 'What baton report prints with --json' });
