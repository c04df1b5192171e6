/** `baton simulate --json`. */
import * as z from 'zod';

import { instant } from '../published.ts';

const count = z.int().nonnegative();
const days = z.number().nonnegative().nullable();

const waits = {
  asked: count.describe('How often it was their turn'),
  median: days.describe('Days that they had it, of the times that ended: half of them were shorter'),
  p90: days.describe('The same: nine of ten were shorter'),
  waiting: count.describe('How often they still had it at the end'),
};

const sumsShape = z.strictObject({
  merges: z.strictObject({
    all: count,
    blocked: count.describe('Merged while the policy would have blocked it'),
    noticed: count.describe('The same by gates that only warn or observe'),
    exempt: count,
  }),
  closings: z.strictObject({
    all: count,
    reopened: count.describe('Closed by a person or a commit while a gate did not allow it'),
    noticed: count.describe('The same by gates that only warn or observe'),
    handedOn: count.describe('Closed by a merge before the acceptance: reopened until it is accepted'),
  }),
  started: z.strictObject({
    undone: count.describe('Assignments and labels of work that would have been undone'),
    noticed: count,
  }),
  gates: z
    .array(
      z.strictObject({
        gate: z.string(),
        blocked: count.describe('Merges'),
        reopened: count,
        undone: count,
        ...waits,
        notCounted: z
          .array(z.strictObject({ because: z.string(), count }))
          .readonly()
          .describe('Approvals that would not have counted'),
      }),
    )
    .readonly(),
  roles: z.array(z.strictObject({ role: z.string(), ...waits })).readonly(),
});
export type Sums = z.output<typeof sumsShape>;

const weekShape = z.strictObject({
  week: z.string().describe('Its Monday: 2026-11-02, in UTC'),
  withoutIssue: count.describe('Merges blocked because no issue was linked that can be judged'),
  gates: z
    .array(
      z.strictObject({
        gate: z.string(),
        blocked: count.describe('Merges; one that several gates block counts at each'),
        reopened: count,
        asked: count.describe(
          'How often it began to be somebody’s turn; what began before counts in the first week',
        ),
      }),
    )
    .readonly(),
  roles: z.array(z.strictObject({ role: z.string(), asked: count })).readonly(),
});

export const surpriseShape = z.strictObject({
  kind: z.enum(['nobody', 'never-approved', 'blocked', 'no-issue', 'reopened', 'not-counted']),
  item: z.string().describe('#12'),
  title: z.string(),
  url: z.string(),
  at: instant.nullable().describe('When it happened; null: it is so at the end'),
  gates: z.array(z.string()).readonly(),
  roles: z.array(z.string()).readonly(),
  days: days.describe('How long it would have waited; null: it would wait still, or that is not known'),
  sentence: z.string(),
});
export type Surprise = z.output<typeof surpriseShape>;

export const simulateOutput = z
  .strictObject({
    repository: z.string(),
    policy: z.string().describe('The file that was played'),
    since: instant,
    until: instant,
    read: z.strictObject({
      issues: count,
      pullRequests: count,
      unread: z.array(z.int()).readonly().describe('Numbers of those that GitHub did not answer about'),
      requests: count,
    }),
    proposed: sumsShape.describe('By the policy that was played'),
    today: sumsShape.nullable().describe('By the policy in force; null: there is none that can be used'),
    weeks: z.array(weekShape).readonly().describe('The same by week, by the policy that was played'),
    surprises: z.array(surpriseShape).readonly().describe('The worst first'),
    unknown: z.array(z.string()).readonly().describe('What this cannot know'),
  })
  .meta({ title: 'baton simulate --json' });
export type Simulated = z.output<typeof simulateOutput>;
