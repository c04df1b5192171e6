/** `POST /jira/webhooks/<site>`: verified, kept with what follows from it, and answered before any work is done. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import {
  jiraWebhookPath,
  readWebhook,
  webhookLimit,
  type JiraDelivery,
  type JiraSite,
} from '../jira/index.ts';
import { readBody } from './body.ts';
import { reply } from './reply.ts';

export type JiraDoor = {
  readonly sites: readonly JiraSite[];
  /** Keeps the delivery. When it cannot be kept, that is an error. */
  readonly deliver: (site: JiraSite, delivery: JiraDelivery) => Promise<void>;
  /** Told of deliveries that were refused (`reason`: a word or two). */
  readonly refused: (reason: string) => void;
};

/** The site whose webhooks come to this path; null: none does. */
export function siteAt({ sites }: Pick<JiraDoor, 'sites'>, path: string): JiraSite | null {
  const site = sites.find(({ name }) => path === `${jiraWebhookPath}${name}`);
  return site === undefined || site.webhookSecret === null ? null : site;
}

export async function receiveFromJira(
  request: IncomingMessage,
  response: ServerResponse,
  site: JiraSite,
  { deliver, refused, log }: JiraDoor & { readonly log: Logger },
): Promise<void> {
  const about = { site: site.name };
  const body = await readBody(request, webhookLimit);
  if (body === null) response.setHeader('connection', 'close');
  const webhook = readWebhook(site, request.headers, body);
  if (webhook.kind === 'refused') {
    const { status, reason, why } = webhook;
    refused(reason);
    log.warn({ ...about, status, why }, 'A delivery from Jira was refused.');
    return reply(response, status, { error: why });
  }
  const { id: delivery, event } = webhook;
  try {
    await deliver(site, webhook);
  } catch (error) {
    log.error(
      { err: error, ...about, delivery, event: event?.kind },
      'A delivery from Jira could not be kept.',
    );
    // Cloud sends it again; the sweep finds what nobody does.
    return reply(response, 503, { error: 'The delivery could not be kept.' });
  }
  log.debug(
    { ...about, delivery, event: event?.kind, issue: event?.issue },
    'A delivery from Jira was accepted.',
  );
  reply(response, 202, { accepted: delivery });
}
