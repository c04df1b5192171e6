/** `POST /jira/webhooks/<site>`: verified, kept with what follows from it, and answered before any work is done. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import {
  jiraWebhookPath,
  readWebhook,
  signatureRefused,
  webhookLimit,
  type JiraDelivery,
  type JiraSite,
} from '../jira/index.ts';
import { troubleOf } from '../store/index.ts';
import { refusalByHeaders, type Bodies, type Refusal } from './bodies.ts';
import type { Refusals } from './refusals.ts';
import { reply, turnAway } from './reply.ts';

/** What all doors have together. */
type Shared = { readonly bodies: Bodies; readonly refusals: Refusals };

/** Whether Jira always tells the length of a body is not written anywhere; they are small. */
const taken = { sender: 'The webhook', limit: webhookLimit, declared: false } as const;

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
  { deliver, refused, bodies, refusals, log }: JiraDoor & Shared & { readonly log: Logger },
): Promise<void> {
  const about = { site: site.name };
  const refuse = ({ status, reason, why }: Refusal): void => {
    refused(reason);
    refusals.note({ ...about, status, why }, 'A delivery from Jira was refused.');
    if (status === 503) response.setHeader('retry-after', '10');
    turnAway(request, response, status, { error: why });
  };
  const early = signatureRefused(request.headers) ?? refusalByHeaders(request, taken);
  if (early !== null) return refuse(early);
  const body = await bodies.receive(request, response, webhookLimit);
  if ('status' in body) return refuse(body);
  const webhook = readWebhook(site, request.headers, Buffer.concat(body));
  if (webhook.kind === 'refused') return refuse(webhook);
  const { id: delivery, event } = webhook;
  try {
    await deliver(site, webhook);
  } catch (error) {
    log[troubleOf(error) === null ? 'error' : 'debug'](
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
