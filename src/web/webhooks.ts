/**
 * `POST /api/github/webhooks`: verified, handed on, and answered before any work is done.
 * In place of Probot's own middleware, which reads bodies of any size, answers 400 where a signature is wrong,
 * and fails on JSON that is no object.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import { readBody } from './body.ts';
import { reply } from './reply.ts';

export const webhookPath = '/api/github/webhooks';

/** GitHub caps payloads at 25 MB ("Webhook events and payloads", "Payload cap"). */
const limit = 25 * 1024 * 1024;

export type Received = {
  readonly id: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type WebhookOptions = {
  readonly secret: string;
  /** Keeps the delivery; what follows from it is done later. When it cannot be kept, that is an error. */
  readonly deliver: (delivery: Received) => Promise<void>;
  /** Told of deliveries that were refused (`reason`: one word or two), or could not be kept (null). */
  readonly notTaken?: (event: string, reason: string | null) => void;
  readonly log: Logger;
};

export async function receiveWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  { secret, deliver, notTaken = () => {}, log }: WebhookOptions,
): Promise<void> {
  const id = header(request, 'x-github-delivery');
  const name = header(request, 'x-github-event');
  const refuse = (status: number, reason: string, why: string): void => {
    notTaken(name ?? '', reason);
    log.warn(
      { status, why, delivery: id?.slice(0, 100), event: name?.slice(0, 100) },
      'A delivery was refused.',
    );
    reply(response, status, { error: why });
  };
  const body = await readBody(request, limit);
  if (body === null) {
    response.setHeader('connection', 'close');
    return refuse(413, 'too large', 'The body is larger than 25 MB.');
  }
  const signature = header(request, 'x-hub-signature-256');
  if (signature === undefined) return refuse(401, 'unsigned', 'The header X-Hub-Signature-256 is missing.');
  if (!isSignedBy(secret, body, signature)) {
    return refuse(
      401,
      'wrong signature',
      'The signature does not fit: is WEBHOOK_SECRET the secret of the App?',
    );
  }
  if (id === undefined || name === undefined) {
    return refuse(400, 'no headers', 'The headers X-GitHub-Event and X-GitHub-Delivery are needed.');
  }
  if (/^\s*application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '')) {
    return refuse(415, 'form', "The App's webhook must send application/json, not a form.");
  }
  const payload = parse(body);
  if (payload === null) return refuse(400, 'no object', 'The body is no JSON object.');
  try {
    await deliver({ id, name, payload });
  } catch (error) {
    notTaken(name, null);
    log.error({ err: error, delivery: id, event: name }, 'A delivery could not be kept.');
    // GitHub shows it as failed, and can be asked for it again.
    return reply(response, 503, { error: 'The delivery could not be kept.' });
  }
  log.debug({ delivery: id, event: name, action: payload['action'] }, 'A delivery was accepted.');
  reply(response, 202, { accepted: id });
}

/** GitHub: "Validating webhook deliveries". Over the bytes as they came: decoding could change them. */
function isSignedBy(secret: string, body: Buffer, signature: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parse(body: Buffer): Received['payload'] | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Received['payload'])
      : null;
  } catch {
    return null;
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
