/**
 * `POST /api/github/webhooks`: verified, handed on, and answered before any work is done. Nothing of a body is read
 * while its headers are not those of a delivery.
 * In place of Probot's own middleware, which reads bodies of any size, answers 400 where a signature is wrong,
 * and fails on JSON that is no object.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import { troubleOf } from '../store/index.ts';
import { refusalByHeaders, type Bodies, type Body, type Refusal } from './bodies.ts';
import type { Refusals } from './refusals.ts';
import { reply, turnAway } from './reply.ts';

export const webhookPath = '/api/github/webhooks';

/** GitHub caps payloads at 25 MB ("Webhook events and payloads", "Payload cap"). */
const taken = { sender: "The App's webhook", limit: 25 * 1024 * 1024, declared: true } as const;

export type Received = {
  readonly id: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type WebhookOptions = {
  /** Each of them counts: there are several while the secret is rotated. */
  readonly secrets: readonly string[];
  /** Keeps the delivery; what follows from it is done later. When it cannot be kept, that is an error. */
  readonly deliver: (delivery: Received) => Promise<void>;
  /** Told of deliveries that were refused (`reason`: one word or two), or could not be kept (null). */
  readonly notTaken?: (event: string, reason: string | null) => void;
  readonly log: Logger;
};

/** What all doors have together. */
type Shared = { readonly bodies: Bodies; readonly refusals: Refusals };

type Told = { readonly id: string; readonly name: string; readonly signature: string };

export async function receiveWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  { secrets, deliver, notTaken = () => {}, bodies, refusals, log }: WebhookOptions & Shared,
): Promise<void> {
  const told = readHeaders(request);
  const refuse = ({ status, reason, why }: Refusal): void => {
    const event = header(request, 'x-github-event') ?? '';
    notTaken(event, reason);
    const delivery = header(request, 'x-github-delivery') ?? '';
    refusals.note({ status, why, delivery: plain(delivery), event: plain(event) }, 'A delivery was refused.');
    // GitHub shows it as failed, and can be asked for it again.
    if (status === 503) response.setHeader('retry-after', '10');
    turnAway(request, response, status, { error: why });
  };
  if ('status' in told) return refuse(told);
  const { id, name, signature } = told;
  const body = await bodies.receive(request, response, taken.limit);
  if ('status' in body) return refuse(body);
  // All are computed, so that the time it takes does not tell which of them it is.
  if (!secrets.map((secret) => isSignedBy(secret, body, signature)).includes(true))
    return refuse(wrongSignature);
  const [first] = body;
  const payload = parse(first !== undefined && body.length === 1 ? first : Buffer.concat(body));
  if (payload === null)
    return refuse({ status: 400, reason: 'no object', why: 'The body is no JSON object.' });
  try {
    await deliver({ id, name, payload });
  } catch (error) {
    notTaken(name, null);
    const level = troubleOf(error) === null ? 'error' : 'debug';
    log[level]({ err: error, delivery: id, event: name }, 'A delivery could not be kept.');
    return reply(response, 503, { error: 'The delivery could not be kept.' });
  }
  log.debug({ delivery: id, event: name, action: payload['action'] }, 'A delivery was accepted.');
  reply(response, 202, { accepted: id });
}

const wrongSignature: Refusal = {
  status: 401,
  reason: 'wrong signature',
  why: 'The signature does not fit: is WEBHOOK_SECRET the secret of the App?',
};

/** What the headers tell of a delivery, or why it is none. */
function readHeaders(request: IncomingMessage): Told | Refusal {
  const signature = header(request, 'x-hub-signature-256');
  if (signature === undefined) {
    return { status: 401, reason: 'unsigned', why: 'The header X-Hub-Signature-256 is missing.' };
  }
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return wrongSignature;
  const id = header(request, 'x-github-delivery');
  const name = header(request, 'x-github-event');
  if (id === undefined || name === undefined) {
    const why = 'The headers X-GitHub-Event and X-GitHub-Delivery are needed.';
    return { status: 400, reason: 'no headers', why };
  }
  // Both are written to the log and the database. GitHub's are a GUID, and a word.
  if (plain(id) !== id || plain(name) !== name) {
    const why = 'X-GitHub-Event and X-GitHub-Delivery are words of at most 100 letters, digits and signs.';
    return { status: 400, reason: 'no headers', why };
  }
  return refusalByHeaders(request, taken) ?? { id, name, signature };
}

/** Without what a terminal or a database could stumble over. */
function plain(text: string): string {
  return text.slice(0, 100).replaceAll(/[^\x21-\x7e]/g, '?');
}

/** GitHub: "Validating webhook deliveries". Over the bytes as they came: decoding could change them. */
function isSignedBy(secret: string, body: Body, signature: string): boolean {
  const hmac = createHmac('sha256', secret);
  for (const part of body) hmac.update(part);
  const given = Buffer.from(signature.slice('sha256='.length), 'hex');
  return timingSafeEqual(given, hmac.digest());
}

/** Says of bytes that are no text that they are none. */
const decoder = new TextDecoder('utf-8', { fatal: true });

function parse(body: Buffer): Received['payload'] | null {
  try {
    const value: unknown = JSON.parse(decoder.decode(body));
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
