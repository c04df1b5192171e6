/** Who reads what a file says: for every file with sentences in it, the first row that fits. */

export type Audience =
  | 'people on GitHub'
  | 'people in Jira'
  | 'authors of policies'
  | 'people in a browser'
  | 'people who register the App'
  | 'the operator: settings'
  | 'the operator: command line'
  | 'the operator: monitors and senders of requests'
  | 'the operator: log and dead letters'
  | 'machines';

/** By where a text stands. What is logged is for the log, whoever else reads the other texts of its file. */
const rows: readonly (readonly [start: string, audience: Audience])[] = [
  // GitHub's query language, HTML's elements, and words that are recognized, not said.
  ['src/github/graphql/documents.ts', 'machines'],
  ['src/github/graphql/fragments.ts', 'machines'],
  ['src/handoff/commands/near-miss.ts', 'machines'],
  ['src/handoff/markdown/', 'machines'],
  ['src/handoff/text/', 'machines'],
  ['src/store/migrations.ts', 'machines'],
  ['src/store/probe.ts', 'machines'],
  ['src/store/relaxed.ts', 'machines'],
  ['src/store/sqlite.ts', 'machines'],

  ['src/handoff/words/in-jira.ts', 'people in Jira'],
  ['src/handoff/', 'people on GitHub'],
  ['src/reconcile/facts/', 'people on GitHub'],
  ['src/reconcile/looks/gate-labels.ts', 'people on GitHub'],
  ['src/reconcile/looks/retrying.ts', 'people on GitHub'],
  ['src/jira/read/holders.ts', 'people on GitHub'],
  ['src/jira/tracker.ts', 'people on GitHub'],
  ['src/github/labels/labels.ts', 'people on GitHub'],
  ['src/github/write/', 'people on GitHub'],
  ['src/github/who/', 'people on GitHub'],

  ['src/policy/', 'authors of policies'],
  ['src/board/site/style.ts', 'machines'],
  ['src/board/site/site.ts', 'machines'],
  ['src/board/site/assets.ts', 'the operator: log and dead letters'],
  ['src/board/', 'people in a browser'],
  ['src/registration/', 'people who register the App'],
  ['src/app-manifest.ts', 'people who register the App'],

  ['src/environment/', 'the operator: settings'],
  ['src/duties.ts', 'the operator: settings'],
  ['src/probot/', 'the operator: settings'],
  ['src/error-message.ts', 'the operator: settings'],
  ['src/jira/site-file.ts', 'the operator: settings'],
  ['src/store/', 'the operator: settings'],
  ['src/web/listen.ts', 'the operator: settings'],

  ['src/action/', 'the operator: command line'],
  ['src/arguments.ts', 'the operator: command line'],
  ['src/cli/', 'the operator: command line'],
  ['src/demo/', 'the operator: command line'],
  ['src/examples/', 'the operator: command line'],
  ['src/jira/doctor/', 'the operator: command line'],
  ['src/main.ts', 'the operator: command line'],
  ['src/durations.ts', 'the operator: command line'],
  ['src/pages/', 'the operator: command line'],
  ['src/report/', 'the operator: command line'],
  ['src/simulation/', 'the operator: command line'],
  ['src/run.ts', 'the operator: command line'],

  ['src/metrics.ts', 'the operator: monitors and senders of requests'],
  ['src/web/', 'the operator: monitors and senders of requests'],
  ['src/jira/receive/', 'the operator: monitors and senders of requests'],

  ['src/github/', 'the operator: log and dead letters'],
  ['src/inbox/', 'the operator: log and dead letters'],
  ['src/jira/', 'the operator: log and dead letters'],
  ['src/reconcile/', 'the operator: log and dead letters'],
  ['src/service/', 'the operator: log and dead letters'],
  ['src/outages.ts', 'the operator: log and dead letters'],
  ['src/tracker.ts', 'the operator: log and dead letters'],
  ['src/transport.ts', 'the operator: log and dead letters'],
];

/** @returns null: nobody is known to read that file */
export const audienceOf = (file: string): Audience | null =>
  rows.find(([start]) => file.startsWith(start))?.[1] ?? null;
