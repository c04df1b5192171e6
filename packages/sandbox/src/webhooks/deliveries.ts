/**
 * Deliveries of webhooks: signed, in order for each App, ten seconds at most, never tried again by themselves
 * ("Handling failed webhook deliveries" in GitHub's docs).
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FaultBox } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { App, Installation } from '../model/index.ts';

export type Delivery = {
  readonly id: number;
  /** The same for every attempt: `X-GitHub-Delivery`. */
  readonly guid: string;
  readonly app: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number;
  readonly repositoryId: number | null;
  readonly redelivery: boolean;
  readonly payload: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, by the sandbox's clock. */
  deliveredAt: number;
  /** Seconds. */
  duration: number;
  /** 0 where there was no answer; null: it is still to go out. */
  statusCode: number | null;
  /** `OK`, or why it failed, as GitHub words it. */
  status: string;
  response: { readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  readonly url: string;
};

export type Outbox = {
  readonly deliveries: Delivery[];
  /** Queues a payload for the App. */
  post(
    app: App,
    installation: Installation | null,
    event: string,
    action: string | null,
    repositoryId: number | null,
    payload: JsonObject,
  ): void;
  /** Sends a delivery once more, with its old GUID. */
  redeliver(app: App, delivery: Delivery): void;
  /** Resolves when nothing is queued or under way. */
  settled(): Promise<void>;
  /** Cuts what is under way, and drops what is queued. */
  stop(): void;
};

type Line = {
  readonly queue: Delivery[];
  /** Waits for the delivery after it, to arrive behind that. */
  held: { readonly delivery: Delivery; readonly milliseconds: number } | null;
  running: boolean;
  /** Tells a line that waits that something was put in it. */
  wake: () => void;
};

const patience = 10_000;

export function createOutbox(clock: Clock, faults: FaultBox): Outbox {
  const deliveries: Delivery[] = [];
  const lines = new Map<App, Line>();
  const waiting: (() => void)[] = [];
  const stopping = new AbortController();
  let lastId = 0;

  function lineOf(app: App): Line {
    const line = lines.get(app) ?? { queue: [], held: null, running: false, wake: () => {} };
    lines.set(app, line);
    return line;
  }

  function put(app: App, delivery: Delivery): void {
    const line = lineOf(app);
    const fault = delivery.redelivery
      ? null
      : faults.takeDelivery({ event: delivery.event, action: delivery.action, app: app.slug });
    if (fault?.kind === 'lost') return;
    deliveries.push(delivery);
    if (fault?.kind === 'reordered') {
      line.held = { delivery, milliseconds: fault.milliseconds ?? 500 };
    } else {
      line.queue.push(delivery);
      if (fault?.kind === 'doubled') {
        lastId += 1;
        const again = { ...delivery, id: lastId };
        deliveries.push(again);
        line.queue.push(again);
      }
      if (fault?.kind === 'delayed') delays.set(delivery, fault.milliseconds ?? 200);
      if (line.held !== null) line.queue.push(line.held.delivery);
      line.held = null;
    }
    line.wake();
    if (!line.running) void run(line);
  }

  const delays = new Map<Delivery, number>();

  async function run(line: Line): Promise<void> {
    line.running = true;
    // Let the action that caused the delivery be finished and answered first.
    await new Promise((resolve) => setImmediate(resolve));
    while (!stopping.signal.aborted) {
      if (line.queue.length === 0 && line.held !== null) await following(line, line.held.milliseconds);
      const next = line.queue.shift() ?? line.held?.delivery;
      if (next === undefined) break;
      if (next === line.held?.delivery) line.held = null;
      const delay = delays.get(next);
      if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
      await send(next);
    }
    line.running = false;
    if ([...lines.values()].every((one) => !one.running)) for (const resolve of waiting.splice(0)) resolve();
  }

  /** Waits until something is put in the line, but not for ever. */
  function following(line: Line, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      line.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function send(delivery: Delivery): Promise<void> {
    const started = performance.now();
    delivery.deliveredAt = clock.now();
    try {
      const answer = await fetch(delivery.url, {
        method: 'POST',
        headers: delivery.headers,
        body: JSON.stringify(delivery.payload),
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(patience)]),
      });
      const body = await answer.text();
      delivery.statusCode = answer.status;
      delivery.status = answer.ok ? 'OK' : answer.statusText || `Invalid HTTP Response: ${answer.status}`;
      delivery.response = { headers: Object.fromEntries(answer.headers), body };
    } catch (problem) {
      delivery.statusCode = 0;
      delivery.status =
        problem instanceof Error && problem.name === 'TimeoutError'
          ? 'timed out'
          : 'failed to connect to host';
    }
    delivery.duration = Math.round(performance.now() - started) / 1000;
  }

  return {
    deliveries,
    post(app, installation, event, action, repositoryId, payload) {
      if (app.webhook.url === null) return;
      lastId += 1;
      const guid = randomUUID();
      put(app, {
        id: lastId,
        guid,
        app: app.slug,
        event,
        action,
        installationId: installation?.id ?? 0,
        repositoryId,
        redelivery: false,
        payload,
        headers: headersOf(app, event, guid, payload),
        deliveredAt: clock.now(),
        duration: 0,
        statusCode: null,
        status: 'pending',
        response: null,
        url: app.webhook.url,
      });
    },
    redeliver(app, delivery) {
      lastId += 1;
      // The secret and the address of today, the payload and the GUID of then.
      const headers = headersOf(app, delivery.event, delivery.guid, delivery.payload);
      const url = app.webhook.url ?? delivery.url;
      put(app, {
        ...delivery,
        id: lastId,
        redelivery: true,
        headers,
        url,
        statusCode: null,
        status: 'pending',
        response: null,
      });
    },
    async settled() {
      while ([...lines.values()].some((line) => line.running)) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    stop() {
      stopping.abort();
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

function headersOf(app: App, event: string, guid: string, payload: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': String(app.hookId),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
  };
  const { secret } = app.webhook;
  if (secret === null) return headers;
  const body = JSON.stringify(payload);
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex');
  return {
    ...headers,
    'x-hub-signature': `sha1=${sign('sha1')}`,
    'x-hub-signature-256': `sha256=${sign('sha256')}`,
  };
}
