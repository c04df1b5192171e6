/** Requests to one Jira site. */
import * as z from 'zod';

import { TryLater } from '../../tracker.ts';
import { createTransport, TooLarge } from '../../transport.ts';
import { JiraLimited, JiraRefused, JiraRejected, JiraUnreadable } from './failures.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { isOfOneIssue, toldIn } from './limits.ts';
import { createQueue } from './queue.ts';
import type { JiraSite } from '../site.ts';

/** Requests under way at once: Jira slows down who asks for many. */
const atOnce = 4;
/** Bytes: the whole history of an issue comes at once from Data Center. */
const largest = 16 * 1024 * 1024;

export type Ask = {
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** Below `/rest/api/<version>/`; each part is encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** What the account needs for it, for a message. */
  readonly needs: string;
};

export type Requests = {
  /**
   * Asks, and reads the answer.
   * @returns null where Jira says that there is no such thing, or that the account may not see it
   * @throws TryLater, JiraRefused, JiraRejected, JiraUnreadable
   */
  readonly ask: <T>(ask: Ask, schema: z.ZodType<T>) => Promise<T | null>;
  /** The same for what has to be there. @throws also JiraUnreadable where it is not */
  readonly need: <T>(ask: Ask, schema: z.ZodType<T>) => Promise<T>;
};

export type RequestOptions = {
  readonly now?: () => number;
  /** Milliseconds after which an unanswered request counts as failed; 15 s when absent. */
  readonly timeout?: number;
  /** Told of a token that Jira does not take, once until it works again. */
  readonly onTokenRefused?: (error: JiraRefused) => void;
  /** Told of each request that was sent, what became of it, and its status; null: there was no answer. */
  readonly onRequest?: (outcome: RequestOutcome, status: number | null) => void;
};

/**
 * `answered`: also with "there is none", or a no to what was asked. `refused`: the token, or a permission is missing.
 * `limited`: Jira asks to wait. `failed`: no answer, 5xx, or a redirection.
 */
export const requestOutcomes = ['answered', 'refused', 'limited', 'failed'] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

export function createRequests(
  site: JiraSite,
  { now = Date.now, timeout, onTokenRefused = () => {}, onRequest = () => {} }: RequestOptions = {},
): Requests {
  const transport = createTransport(timeout, largest);
  const queue = createQueue(atOnce);
  const breaker = createCircuitBreaker(site.name, now, onTokenRefused);

  async function send(ask: Ask): Promise<{ readonly response: Response; readonly body: unknown } | null> {
    breaker.check();
    const what = nameOf(ask);
    const response = await reach(what, ask);
    const body = bodyOf(await response.text());
    const { status, headers } = response;
    // Jira serves a request with a bad token as nobody's where it can: with 200, or with 404 (header X-Seraph-LoginReason).
    if (status === 401 || isNobodys(headers)) {
      if (!isOfOurs(headers, messagesOf(body))) throw breaker.refused(tokenWords(site));
      breaker.worked();
      throw lacking(what, ask);
    }
    // Not implemented: it is there, and will not do it later either.
    if (status === 501) throw new JiraRejected(what, status, messagesOf(body));
    if (status === 429 || (status >= 500 && toldIn(headers, now()) !== null)) throw later(what, response);
    if (status >= 500) throw await failedAt(ask, `Jira (${site.name}) answered ${status} to ${what}.`);
    breaker.worked();
    if (status === 403) throw lacking(what, ask);
    if (status === 404) {
      // A proxy's 404 while Jira is away must not look as if an issue were gone.
      if (messagesOf(body).length > 0) return null;
      throw new JiraUnreadable(
        `What answered ${what} with 404 is no Jira: is the address of ${site.name} right?`,
      );
    }
    if (status === 408 || status === 409 || status === 423 || status === 425) {
      throw new TryLater(`Jira (${site.name}) answered ${status} to ${what}.`);
    }
    if (status >= 400) throw new JiraRejected(what, status, messagesOf(body));
    if (status >= 300) {
      throw new JiraUnreadable(
        `Jira (${site.name}) wanted to send us elsewhere at ${what}: is its address right?`,
      );
    }
    return { response, body };
  }

  async function sendOnce(ask: Ask): Promise<Response> {
    const url = urlOf(site, ask);
    const headers = new Headers({
      accept: 'application/json',
      authorization: authorizationOf(site),
      'user-agent': 'Baton',
    });
    if (ask.body !== undefined) headers.set('content-type', 'application/json');
    try {
      const response = await transport(url, {
        method: ask.method ?? 'GET',
        headers,
        redirect: 'manual',
        ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      });
      onRequest(outcomeOf(response, now()), response.status);
      return response;
    } catch (error) {
      onRequest('failed', null);
      throw error;
    }
  }

  let finding: Promise<boolean> | null = null;
  /** Asks what has nothing to do with any issue; callers at the same time share one request. */
  function isAway(): Promise<boolean> {
    finding ??= sendOnce(neutral)
      .then(
        ({ status }) => status >= 500,
        () => true,
      )
      .finally(() => (finding = null));
    return finding;
  }

  /** Before all that is asked of the site waits: one issue that makes Jira fail must not look like an outage. */
  async function failedAt({ path }: Ask, why: string): Promise<TryLater> {
    const isNeutral = path.join('/') === neutral.path.join('/');
    if (isNeutral || !breaker.suspects() || (await isAway())) return breaker.failed(why);
    breaker.answered();
    return new TryLater(why);
  }

  async function reach(what: string, ask: Ask): Promise<Response> {
    try {
      return await sendOnce(ask);
    } catch (error) {
      if (error instanceof JiraUnreadable) throw error;
      if (error instanceof TooLarge) throw new JiraUnreadable(`${what}: ${error.message}`);
      throw await failedAt(ask, `Jira (${site.name}) could not be reached: ${what}: ${reasonOf(error)}.`);
    }
  }

  function later(what: string, { headers, status }: Response): TryLater {
    const until = toldIn(headers, now());
    if (isOfOneIssue(headers)) {
      return new TryLater(`Jira (${site.name}) asked us to wait at ${what}.`, {
        until: until ?? now() + 1000,
      });
    }
    const reason =
      headers
        .get('ratelimit-reason')
        ?.replaceAll(/[^\w-]/g, '')
        .slice(0, 60) ?? '';
    const why = reason === '' ? String(status) : `${status}, ${reason}`;
    const isTooMuch = status === 429;
    const Wait = isTooMuch ? JiraLimited : TryLater;
    return new Wait(`Jira (${site.name}) asked us to wait (${why}).`, {
      until: breaker.limited(until, isTooMuch ? 'too-much' : 'busy'),
      scope: 'site',
    });
  }

  function lacking(what: string, { needs }: Ask): JiraRefused {
    const remedy = `It needs: ${needs}.`;
    return new JiraRefused(
      site.name,
      'permission',
      `Jira (${site.name}) does not let our account do ${what}. ${remedy}`,
    );
  }

  async function ask<T>(asked: Ask, schema: z.ZodType<T>): Promise<T | null> {
    const found = await queue(() => send(asked));
    if (found === null) return null;
    const read = schema.safeParse(found.body);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    const where = issue?.path.map(String).join('.') || 'the whole of it';
    throw new JiraUnreadable(
      `Jira (${site.name}) answered ${nameOf(asked)} with something unexpected, at ${where}.`,
    );
  }

  return {
    ask,
    async need(asked, schema) {
      const found = await ask(asked, schema);
      if (found === null) {
        throw new JiraUnreadable(
          `There is no ${asked.path.join('/')} at Jira (${site.name}): is its address right?`,
        );
      }
      return found;
    },
  };
}

const neutral: Ask = { path: ['myself'], needs: '' };

/** A request in words, without what is asked and written. */
function nameOf({ method = 'GET', path }: Ask): string {
  return `${method} ${path
    .join('/')
    .replaceAll(/[^\w./:-]/g, '?')
    .slice(0, 120)}`;
}

function urlOf(site: JiraSite, { path, query = {} }: Ask): string {
  const parts = path.map((part) => {
    // `encodeURIComponent` leaves dots, and a URL takes them as steps.
    if (/^\.{0,2}$/.test(part)) throw new JiraUnreadable('A part of an address was empty or led elsewhere.');
    return encodeURIComponent(part);
  });
  const url = new URL(`${site.apiUrl}/rest/api/${site.flavour === 'cloud' ? 3 : 2}/${parts.join('/')}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.href;
}

function authorizationOf({ auth }: JiraSite): string {
  return auth.kind === 'bearer'
    ? `Bearer ${auth.token()}`
    : `Basic ${Buffer.from(`${auth.email}:${auth.token()}`).toString('base64')}`;
}

/**
 * True for a 401 that says nothing against the token: it lacks a scope, or the account does not administer the project
 * ("Get project roles for project": 401 also where the user lacks administrative permissions).
 */
function isOfOurs(headers: Headers, messages: readonly string[]): boolean {
  // It was asked as nobody, who may do even less.
  if (isNobodys(headers)) return false;
  // Jira names whom it took us for, and says the rest in the account's language.
  const who = headers.get('x-aaccountid') ?? headers.get('x-ausername') ?? 'anonymous';
  if (who !== 'anonymous') return true;
  return messages.some((each) => /scope|edit the configuration of this project/i.test(each));
}

function outcomeOf({ status, headers }: Response, now: number): RequestOutcome {
  if (status === 401 || status === 403 || isNobodys(headers)) return 'refused';
  if (status === 429 || (status >= 500 && toldIn(headers, now) !== null)) return 'limited';
  return status >= 500 || (status >= 300 && status < 400) ? 'failed' : 'answered';
}

function isNobodys(headers: Headers): boolean {
  return /FAILED|DENIED/.test(headers.get('x-seraph-loginreason') ?? '');
}

function tokenWords({ name, flavour, auth }: JiraSite): string {
  const where =
    flavour === 'data-center'
      ? "the account's profile in Jira, under personal access tokens"
      : auth.kind === 'bearer'
        ? 'admin.atlassian.com, at the service account'
        : 'id.atlassian.com, under API tokens';
  return `Jira (${name}) does not take our token: it has expired or was revoked. Make a new one (${where}), put it where sites.${name}.auth names it, and start Baton again.`;
}

function bodyOf(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The schema says what is wrong with it, and a failure needs no words of Jira's.
    return undefined;
  }
}

const messages = z.object({
  errorMessages: z.array(z.string()).nullish().catch(null),
  errors: z.record(z.string(), z.unknown()).nullish().catch(null),
  message: z.string().nullish().catch(null),
});

/** Atlassian: "Status codes" (error collections); the gateway says `message`. */
function messagesOf(body: unknown): readonly string[] {
  const read = messages.safeParse(body);
  if (!read.success) return [];
  const { errorMessages, errors, message } = read.data;
  const ofFields = Object.entries(errors ?? {}).map(
    ([field, why]) => `${field}: ${typeof why === 'string' ? why : ''}`,
  );
  return [...(errorMessages ?? []), ...ofFields, ...(message ? [message] : [])]
    .slice(0, 10)
    .map((each) => each.slice(0, 300));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for no known reason';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? 'the connection failed' : code;
}
