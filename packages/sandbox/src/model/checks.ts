/** Check suites and check runs. Plain data. */
import type { Actor, App, Identity } from './accounts.ts';
import type { Repository } from './repository.ts';

export const conclusions = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
  'stale',
  'startup_failure',
] as const;
export type Conclusion = (typeof conclusions)[number];
export const checkStatuses = [
  'queued',
  'in_progress',
  'completed',
  'waiting',
  'requested',
  'pending',
] as const;
export type CheckStatus = (typeof checkStatuses)[number];

export type Annotation = {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title: string | null;
  readonly rawDetails: string | null;
};

/** A push that a suite was made for. `before`: null: the branch was new. */
export type Push = {
  readonly pusher: Actor;
  readonly before: string | null;
  readonly after: string;
};

export type CheckSuite = Identity & {
  readonly kind: 'CheckSuite';
  readonly repository: Repository;
  readonly app: App;
  readonly headOid: string;
  readonly headBranch: string | null;
  /** What it was made for; null: an App asked for it. */
  readonly push: Push | null;
  readonly createdAt: number;
  updatedAt: number;
  readonly runs: CheckRun[];
};

export type CheckRun = Identity & {
  readonly kind: 'CheckRun';
  readonly suite: CheckSuite;
  name: string;
  status: CheckStatus;
  conclusion: Conclusion | null;
  startedAt: number;
  completedAt: number | null;
  detailsUrl: string | null;
  externalId: string;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Annotation[];
};

/** What a suite as a whole has come to, from its latest runs by name. */
export function suiteStatus(suite: CheckSuite): { status: CheckStatus; conclusion: Conclusion | null } {
  const runs = latestRuns(suite.runs);
  if (runs.length === 0) return { status: 'queued', conclusion: null };
  if (runs.some((run) => run.status !== 'completed')) return { status: 'in_progress', conclusion: null };
  const worst: readonly Conclusion[] = [
    'action_required',
    'timed_out',
    'cancelled',
    'startup_failure',
    'failure',
    'stale',
    'success',
    'neutral',
    'skipped',
  ];
  return {
    status: 'completed',
    conclusion: worst.find((one) => runs.some((run) => run.conclusion === one)) ?? 'neutral',
  };
}

/** The newest run of each name. */
export function latestRuns(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((run) => [run.name, run])).values()];
}
