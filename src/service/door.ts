/** What comes in over HTTP: GitHub's and Jira's webhooks, on their way into the inbox, and the questions of monitors. */
import type { Logger } from 'pino';

import { createIntake, eventNames, revokedBy } from '../github/index.ts';
import type { WorkSetMetrics } from '../inbox/index.ts';
import { createJiraIntake } from '../jira/index.ts';
import { gateLabelsOf } from '../reconcile/index.ts';
import { sessionStore, troubleOf } from '../store/index.ts';
import { isLive } from '../urgency.ts';
import type { Received, WebOptions, WebState } from '../web/index.ts';
import type { Parts } from './parts.ts';

export type DoorOptions = {
  readonly state: () => WebState;
  /** False: other processes take them. */
  readonly webhooks: boolean;
  /** What readers of the metrics have to show; null: everybody may read. */
  readonly metricsToken: string | null;
  readonly log: Logger;
};

/** What a server needs in order to be Baton's. What it acknowledges is kept. */
export function doorOf(parts: Parts, options: DoorOptions): WebOptions {
  const { app, deliveries, metrics, store, storeReady, outages } = parts;
  const { state, webhooks, metricsToken: token, log } = options;
  return {
    secrets: [app.access.webhookSecret, ...(app.access.olderSecrets ?? [])],
    deliver: takerOf(parts),
    notTaken: (event, reason) =>
      reason === null ? metrics.delivery(event, 'not-kept') : metrics.delivery(event, 'refused', reason),
    state,
    async notReady() {
      const readiness = await storeReady();
      if (readiness.kind === 'ready') return null;
      const level = troubleOf(readiness.error) === null ? 'warn' : 'debug';
      log[level]({ err: readiness.error }, 'The store cannot be written.');
      return 'The store cannot be written; the log says why.';
    },
    outages: () => [...new Set(outages.current().map(({ source }) => source.kind))],
    acknowledged: (seconds) => metrics.acknowledged(seconds),
    paced: async () => pacedInWords((await parts.inbox.metrics()).paced),
    metrics: { text: metrics.text, contentType: metrics.contentType, token },
    webhooks,
    jira: {
      sites: parts.jiraSites,
      deliver: createJiraIntake({
        store,
        now: parts.clock.now,
        keep: (delivery, to) => deliveries.keep(delivery, to),
        count: (event, outcome) => metrics.delivery(event, outcome),
      }),
      refused: (reason) => metrics.delivery('jira', 'refused', reason),
    },
    log,
  };
}

/** What waits for GitHub's limit, for whoever asks whether something is wrong. */
function pacedInWords(paced: WorkSetMetrics['paced']): string | null {
  if (paced.length === 0) return null;
  const items = paced.reduce((sum, { waiting }) => sum + waiting, 0);
  const next = new Date(Math.min(...paced.map(({ until }) => until))).toISOString();
  const isEvent = paced.some(({ urgency }) => isLive(urgency));
  const forWhom = isEvent ? 'people’s mistakes can still be corrected' : 'events can use the rest';
  return `${items} items wait for more of GitHub’s rate limit, so that ${forWhom}. The next go on at ${next.slice(11, 16)} UTC by themselves.`;
}

/** Takes what GitHub sent and somebody verified: resolves once it is kept, with what follows from it. */
function takerOf(parts: Parts): (delivery: Received) => Promise<void> {
  const { app, deliveries, github, metrics, press, store } = parts;
  const intake = createIntake({
    appId: app.access.appId,
    ignore: ({ name }) => metrics.delivery(name, 'accepted'),
    async keep(delivery, consequences) {
      metrics.delivery(delivery.name, (await deliveries.keep(delivery, consequences)) ? 'accepted' : 'copy');
    },
    github,
    noPolicies: store,
    gateLabels: (repository) => gateLabelsOf(store, repository),
  });
  return async (delivery) => {
    press.note();
    if (delivery.name === 'github_app_authorization') {
      // GitHub sends it by itself, and has ended the person's tokens.
      const account = revokedBy(delivery.payload);
      if (account !== null) await sessionStore(store.db).endSessionsOf(account);
      metrics.delivery(delivery.name, 'accepted');
    } else if (eventNames.includes(delivery.name)) await intake(delivery);
    else metrics.delivery(delivery.name, 'ignored');
  };
}
