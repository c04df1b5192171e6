/**
 * Deliveries of webhooks. Cloud tries again for 408, 409, 425, 429, 5xx and where nobody answers, up to five times and
 * minutes later ("Webhooks": Retry policy): here when the story says that those minutes have passed. Data Center sends
 * once. Signed where there is a secret ("Secure admin webhooks", "Managing webhooks": Securing your webhook).
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { JsonObject } from '../../json.ts';
import type { JiraFaultBox } from '../faults.ts';
import type { Flavour } from '../model/index.ts';

export type Webhook = {
  readonly name: string;
  url: string;
  secret: string | null;
  readonly events: ReadonlySet<string>;
  /** Keys of projects, as its JQL filter would say; null: all. */
  readonly projects: ReadonlySet<string> | null;
};

export type JiraDelivery = {
  readonly webhook: string;
  readonly event: string;
  /** The issue's key; null: the body names none. */
  readonly issue: string | null;
  /** The same for every attempt: `X-Atlassian-Webhook-Identifier`. */
  readonly identifier: string;
  /** Which attempt this was beyond the first: `X-Atlassian-Webhook-Retry`. */
  readonly retry: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: JsonObject;
  /** Null: it is still to go out; 0: there was no answer. */
  statusCode: number | null;
  response: string | null;
};

export type Outbox = {
  readonly deliveries: JiraDelivery[];
  post(webhook: Webhook, event: string, issue: string | null, payload: JsonObject, secondary: boolean): void;
  /** Sends again what Jira would. */
  retry(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  stop(): void;
};

const patience = 20_000;
const mostRetries = 5;
const worthARetry = (status: number): boolean => [0, 408, 409, 425, 429].includes(status) || status >= 500;

/** Cloud's are long numbers. */
function identifierOf(flavour: Flavour): string {
  const id = randomUUID();
  return flavour === 'cloud' ? String(BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}`) + 10n ** 16n) : id;
}

export function createOutbox(flavour: Flavour, clock: Clock, faults: JiraFaultBox): Outbox {
  const deliveries: JiraDelivery[] = [];
  const failed: {
    readonly delivery: JiraDelivery;
    readonly webhook: Webhook;
    readonly secondary: boolean;
  }[] = [];
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let last: Promise<void> = Promise.resolve();

  function track(work: Promise<void>): Promise<void> {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
    return work;
  }

  async function send(delivery: JiraDelivery, webhook: Webhook, secondary: boolean): Promise<void> {
    if (stopping.signal.aborted) return;
    try {
      const answer = await fetch(delivery.url, {
        method: 'POST',
        headers: { ...delivery.headers, date: new Date(clock.now()).toUTCString() },
        body: JSON.stringify(delivery.payload),
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(patience)]),
      });
      delivery.response = await answer.text();
      delivery.statusCode = answer.status;
    } catch {
      // Nobody answered: that is what the log says, and what the retry is for.
      delivery.statusCode = 0;
    }
    if (flavour === 'cloud' && worthARetry(delivery.statusCode) && delivery.retry < mostRetries)
      failed.push({ delivery, webhook, secondary });
  }

  /** One after the other, after the action that caused it is finished. */
  function queue(delivery: JiraDelivery, webhook: Webhook, secondary: boolean): void {
    deliveries.push(delivery);
    last = track(
      last
        .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
        .then(() => send(delivery, webhook, secondary)),
    );
  }

  function later(delivery: JiraDelivery, webhook: Webhook, secondary: boolean, milliseconds: number): void {
    deliveries.push(delivery);
    const waited = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    void track(waited.then(() => send(delivery, webhook, secondary)));
  }

  function make(
    webhook: Webhook,
    about: Pick<JiraDelivery, 'event' | 'issue' | 'payload' | 'identifier' | 'retry'>,
    secondary: boolean,
  ): JiraDelivery {
    const headers: Record<string, string> = {
      'content-type': 'application/json; charset=UTF-8',
      'user-agent': flavour === 'cloud' ? 'Atlassian Webhook HTTP Client' : 'Atlassian HttpClient',
      'x-atlassian-webhook-identifier': about.identifier,
      ...(flavour === 'cloud' ? { 'x-atlassian-webhook-flow': secondary ? 'Secondary' : 'Primary' } : {}),
      ...(about.retry === 0 ? {} : { 'x-atlassian-webhook-retry': String(about.retry) }),
    };
    if (webhook.secret !== null) {
      const hex = createHmac('sha256', webhook.secret).update(JSON.stringify(about.payload)).digest('hex');
      headers['x-hub-signature'] = `sha256=${hex}`;
    }
    return { ...about, webhook: webhook.name, url: webhook.url, headers, statusCode: null, response: null };
  }

  return {
    deliveries,
    post(webhook, event, issue, payload, secondary) {
      const delivery = make(
        webhook,
        { event, issue, payload, identifier: identifierOf(flavour), retry: 0 },
        secondary,
      );
      const fault = faults.takeDelivery({ event, issue, webhook: webhook.name });
      switch (fault?.kind ?? 'none') {
        case 'lost':
          return;
        case 'late':
          later(delivery, webhook, secondary, fault?.milliseconds ?? 200);
          return;
        case 'doubled':
          queue(delivery, webhook, secondary);
          queue({ ...delivery }, webhook, secondary);
          return;
        case 'none':
          queue(delivery, webhook, secondary);
          return;
      }
    },
    retry() {
      for (const { delivery, webhook, secondary } of failed.splice(0)) {
        const { event, issue, payload, identifier, retry } = delivery;
        queue(
          make(webhook, { event, issue, payload, identifier, retry: retry + 1 }, secondary),
          webhook,
          secondary,
        );
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => stopping.abort(),
  };
}
