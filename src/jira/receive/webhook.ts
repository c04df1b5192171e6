/** Webhooks from Jira: whether they are, and which issue they are about. What happened is read from Jira itself. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import * as z from 'zod';

import { anyUser, changeItems } from '../client/index.ts';
import type { Flavour, JiraSite } from '../site.ts';

/** What follows is a site's name. */
export const webhookPath = '/jira/webhooks/';
/** Said of a delivery without a signature. */
export const unsigned = 'The header X-Hub-Signature is missing: give the webhook in Jira a secret.';
/** Bytes that a body may have. */
export const webhookLimit = 1024 * 1024;

export type JiraEvent = {
  readonly kind: 'created' | 'changed' | 'deleted' | 'commented' | 'other';
  /** Its key, or where nothing but that is told (Data Center's comments) its id: Jira finds it by either. */
  readonly issue: string;
  /** Its id, which stays when it is moved; null: not told. */
  readonly id: string | null;
  /** The project's key; null: not told. */
  readonly project: string | null;
  /** What it was called before it was moved. */
  readonly formerKeys: readonly string[];
  /** Who did it, as `JiraUser.id`; null: not told, as for comments that were deleted. */
  readonly actor: string | null;
};

export type Webhook =
  | {
      readonly kind: 'delivery';
      /** The same for copies of one delivery; within the site. */
      readonly id: string;
      /** null: it is about no issue. */
      readonly event: JiraEvent | null;
    }
  /** `reason`: a word or two. `why`: a sentence for whoever sent it. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string; readonly why: string };

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Verifies and reads a delivery.
 * @param headers by their names in lower case
 * @param body the bytes as they came; null: more than `webhookLimit`
 */
export function readWebhook(site: JiraSite, headers: Headers, body: Buffer | null): Webhook {
  const refuse = (status: number, reason: string, why: string): Webhook => ({
    kind: 'refused',
    status,
    reason,
    why,
  });
  if (site.webhookSecret === null) {
    return refuse(403, 'no secret', 'No webhooks are taken from this site: it has no webhook-secret.');
  }
  if (body === null || body.length > webhookLimit) {
    return refuse(413, 'too large', 'The body is larger than 1 MB.');
  }
  const refused = signatureRefused(headers);
  if (refused !== null) return refused;
  const signature = String(headers['x-hub-signature']);
  const secrets = [site.webhookSecret, ...(site.olderSecret === undefined ? [] : [site.olderSecret])];
  // All are computed, so that the time it takes does not tell which of them it is.
  if (!secrets.map((secret) => isSignedBy(secret(), body, signature)).includes(true)) return wrongSignature;
  const payload = parse(body);
  if (payload === null) return refuse(400, 'no object', 'The body is no JSON object.');
  const given = headers['x-atlassian-webhook-identifier'];
  const id = typeof given === 'string' && /^[\x21-\x7e]{1,200}$/.test(given) ? given : digestOf(body);
  return { kind: 'delivery', id, event: eventIn(site.flavour, payload) };
}

const wrongSignature = {
  kind: 'refused',
  status: 401,
  reason: 'wrong signature',
  why: "The signature does not fit: is webhook-secret the webhook's secret?",
} as const;

/** What the header alone says against a delivery: none is read that could not be signed. */
export function signatureRefused(headers: Headers): Extract<Webhook, { readonly kind: 'refused' }> | null {
  const signature = headers['x-hub-signature'];
  if (typeof signature !== 'string' || signature === '') {
    return { kind: 'refused', status: 401, reason: 'unsigned', why: unsigned };
  }
  return /^sha256=[0-9a-f]{64}$/.test(signature) ? null : wrongSignature;
}

/**
 * Atlassian: "Webhooks" (Jira Cloud platform, "Secure admin webhooks"), "Managing webhooks" (Data Center): an HMAC of
 * the bytes as they came, by SHA-256.
 */
export function isSignedBy(secret: string, body: Buffer, signature: string): boolean {
  const expected = Buffer.from(signatureOf(secret, body));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What the header `X-Hub-Signature` says of a body. */
export function signatureOf(secret: string, body: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Where no identifier is sent: copies have the same body, time stamp included. */
function digestOf(body: Buffer): string {
  return `body:${createHash('sha256').update(body).digest('hex')}`;
}

function parse(body: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const words = z.string().nullish().catch(null);
const comment = (flavour: Flavour) =>
  z.object({ self: words, author: anyUser(flavour), updateAuthor: anyUser(flavour) });

const payloadOf = (flavour: Flavour) =>
  z.object({
    webhookEvent: words,
    user: anyUser(flavour),
    issue: z
      .object({
        id: z.coerce.string().catch(''),
        key: words,
        fields: z
          .object({ project: z.object({ key: words }).nullish().catch(null) })
          .nullish()
          .catch(null),
      })
      .nullish()
      .catch(null),
    comment: comment(flavour).nullish().catch(null),
    changelog: z.object({ items: changeItems }).nullish().catch(null),
  });

/** An issue's key: its project's, a hyphen and a number. */
const keyForm = /^([A-Z][A-Z0-9_]{1,254})-\d{1,18}$/;

/** What a payload is about, as far as it says; null: no issue. */
export function eventIn(flavour: Flavour, payload: object): JiraEvent | null {
  const read = payloadOf(flavour).safeParse(payload);
  if (!read.success) return null;
  const { issue: about, comment: said, changelog, user } = read.data;
  const name = read.data.webhookEvent ?? '';
  const key = keyForm.exec(about?.key ?? '')?.[0];
  // Addresses are never asked: they may lead anywhere. This one holds the only trace of the issue.
  const id = about?.id || /\/issue\/(\d{1,18})\/comment\/\d+$/.exec(said?.self ?? '')?.[1];
  const known = id !== undefined && /^\d{1,18}$/.test(id) ? id : null;
  const issue = key ?? known;
  if (issue === null) return null;
  const moves = (changelog?.items ?? []).filter(({ field }) => field === 'key');
  const kind = kindOf(name);
  const actor = user.id || (name === 'comment_deleted' ? '' : said?.updateAuthor.id || said?.author.id || '');
  return {
    kind,
    issue,
    id: known,
    project: about?.fields?.project?.key ?? keyForm.exec(key ?? '')?.[1] ?? null,
    formerKeys: moves.flatMap(({ fromText }) =>
      fromText !== null && keyForm.test(fromText) ? [fromText] : [],
    ),
    actor: actor === '' ? null : actor,
  };
}

function kindOf(name: string): JiraEvent['kind'] {
  switch (name) {
    case 'jira:issue_created':
      return 'created';
    case 'jira:issue_updated':
      return 'changed';
    case 'jira:issue_deleted':
      return 'deleted';
    case 'comment_created':
    case 'comment_updated':
    case 'comment_deleted':
      return 'commented';
    default:
      return 'other';
  }
}
