/** What comes in over HTTP: GitHub's and Jira's webhooks, on their way into the inbox, and the questions of monitors. */
import type { Server } from 'node:http';

import type { Logger } from 'pino';
import type { Probot } from 'probot';

import { createIntake, eventNames } from '../github/index.ts';
import { createJiraIntake } from '../jira/index.ts';
import { troubleOf } from '../store/index.ts';
import { createWeb, type WebState } from '../web/index.ts';
import type { Parts } from './parts.ts';

type WebhookEvent = Parameters<Probot['webhooks']['receive']>[0];

export type DoorOptions = {
  readonly state: () => WebState;
  /** False: other processes take them. */
  readonly webhooks: boolean;
  /** What readers of the metrics have to show; null: everybody may read. */
  readonly metricsToken: string | null;
  readonly log: Logger;
};

/** A server that does not listen yet. What it acknowledges is kept. */
export async function createDoor(parts: Parts, options: DoorOptions): Promise<Server> {
  const { app, metrics, store, storeReady, outages } = parts;
  const { state, webhooks, metricsToken: token, log } = options;
  await takeEvents(parts);
  return createWeb({
    secrets: [app.access.webhookSecret, ...(app.access.olderSecrets ?? [])],
    // Probot's emitter stumbles over names such as "error"; what we do not listen to is not for it.
    deliver: async (delivery) => {
      if (eventNames.includes(delivery.name)) await app.probot.webhooks.receive(delivery as WebhookEvent);
      else metrics.delivery(delivery.name, 'ignored');
    },
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
    metrics: { text: metrics.text, contentType: metrics.contentType, token },
    webhooks,
    jira: {
      sites: parts.jiraSites,
      deliver: createJiraIntake({
        store,
        now: parts.clock.now,
        keep: keepIn(parts),
        count: (event, outcome) => metrics.delivery(event, outcome),
      }),
      refused: (reason) => metrics.delivery('jira', 'refused', reason),
    },
    log,
  });
}

/** Keeps a delivery with what follows from it, and has it looked at. */
function keepIn({ deliveries, inbox }: Parts): Parts['deliveries']['keep'] {
  return async (delivery, consequences) => {
    const isNew = await deliveries.keep(delivery, consequences);
    inbox.wake();
    return isNew;
  };
}

/** Keeps what Probot hears of, with what follows from it. */
async function takeEvents(parts: Parts): Promise<void> {
  const {
    app: { probot, access },
    github,
    metrics,
  } = parts;
  const keep = keepIn(parts);
  const intake = createIntake({
    appId: access.appId,
    async keep(delivery, consequences) {
      metrics.delivery(delivery.name, (await keep(delivery, consequences)) ? 'accepted' : 'copy');
    },
    github,
  });
  await probot.ready();
  probot.onAny(async ({ id, name, payload }) => intake({ id, name, payload }));
}
