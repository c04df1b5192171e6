/** What a failed request to GitHub means for the work that needed it. */
import { TryLater } from '../../tracker.ts';
import type { Limit } from './rate-limits.ts';
import { retiredIn } from './schema-errors.ts';

/** The App is not installed there any more, or is suspended: there is nothing to do. */
export class InstallationGone extends Error {
  override readonly name = 'InstallationGone';
  readonly installation: number;

  constructor(installation: number, why: 'removed' | 'suspended') {
    super(`The installation ${installation} was ${why}.`);
    this.installation = installation;
  }
}

/** A failed request as octokit throws it; `response` is missing when the network failed. */
type RequestFailure = Error & {
  readonly status: number;
  readonly request?: { readonly method: string; readonly url: string };
  readonly response?: { readonly headers: Headers_; readonly data: unknown };
};
type Headers_ = Readonly<Record<string, string | number | undefined>>;

export function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

/**
 * Maps a failure that is no limit: to `TryLater` where the same request may work later, to `ApiMoved` where it never will,
 * else the failure itself.
 * Source: GitHub, "Troubleshooting the REST API".
 */
export function explain(error: unknown, now: number): unknown {
  if (!isRequestFailure(error)) return error;
  const what = requestOf(error);
  if (error.response === undefined) {
    return new TryLater(`GitHub could not be reached: ${what}: ${error.message}`, { cause: error.cause });
  }
  if (error.status === 401) return new TryLater(`GitHub refused our credentials: ${what}`);
  if (error.status >= 500) {
    const seconds = secondsOf(error.response.headers['retry-after']);
    // "At once" is no help to somebody who cannot answer: then it waits as after any failure.
    const until = seconds === null || seconds === 0 ? {} : { until: now + seconds * 1000 };
    return new TryLater(`GitHub answered ${error.status}: ${what}`, until);
  }
  return retiredIn(error.status, error.message, what) ?? error;
}

/** What a failed request says of GitHub as a whole, whatever was asked: it goes on "GitHub …". null: it answers. */
export function outageIn(error: unknown, asApp: boolean): string | null {
  if (!isRequestFailure(error)) return null;
  if (error.response === undefined) {
    const { cause } = error;
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    return `cannot be reached${code}`;
  }
  if (error.status === 401)
    return asApp
      ? "refuses the App's key (401: check APP_ID and PRIVATE_KEY)"
      : "refuses the App's tokens (401)";
  return error.status >= 500 ? `answers ${error.status}` : null;
}

/** The limit that a failed request met; null: it failed for another reason. */
export function limitOf(error: unknown, now: number): Limit | null {
  if (!isRequestFailure(error) || (error.status !== 403 && error.status !== 429)) return null;
  const headers = error.response?.headers ?? {};
  const until = toldIn(headers, now);
  if (until !== null) return { until };
  return error.status === 429 || isLimitMessage(error.message) ? { until: null } : null;
}

/** The limit that an error in a GraphQL answer tells of; its status is 200. */
export function limitIn(
  { type, message }: { readonly type?: string; readonly message: string },
  headers: Headers_,
  now: number,
): Limit | null {
  const isSecondary = secondary.test(message);
  if (type !== 'RATE_LIMITED' && type !== 'RATE_LIMIT' && !isSecondary) return null;
  // A question may cost more than what is left: then there is something left, and the reset counts all the same.
  return { until: toldIn(isSecondary ? headers : { ...headers, 'x-ratelimit-remaining': '0' }, now) };
}

const secondary = /secondary rate limit|abuse detection/i;
const isLimitMessage = (message: string): boolean =>
  secondary.test(message) || message.includes('API rate limit exceeded');

/** Until when an answer's headers ask to wait; null: they do not. */
function toldIn(headers: Headers_, now: number): number | null {
  const seconds = secondsOf(headers['retry-after']);
  if (seconds !== null) return now + Math.max(seconds * 1000, 1000);
  const reset = secondsOf(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining']?.toString() !== '0' || reset === null) return null;
  // The reset is by GitHub's clock, which `date` tells; ours may differ.
  const theirs = Date.parse(String(headers['date'] ?? ''));
  return now + Math.max(reset * 1000 - (Number.isNaN(theirs) ? now : theirs), 1000);
}

/** What an answer's headers say of the rate limit; null: nothing. */
export function budgetOf(
  headers: Headers_,
  now: number,
): { readonly limit: number; readonly remaining: number; readonly until: number } | null {
  const limit = secondsOf(headers['x-ratelimit-limit']);
  const remaining = secondsOf(headers['x-ratelimit-remaining']);
  const reset = secondsOf(headers['x-ratelimit-reset']);
  if (limit === null || remaining === null || reset === null) return null;
  const theirs = Date.parse(String(headers['date'] ?? ''));
  return { limit, remaining, until: now + reset * 1000 - (Number.isNaN(theirs) ? now : theirs) };
}

function secondsOf(header: string | number | undefined): number | null {
  const seconds = header === undefined || header === '' ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** A failed request in words, without what was asked and answered. */
export function requestOf({ request }: RequestFailure): string {
  return `${request?.method ?? 'A request'} ${pathOf(request?.url)}`.trim();
}

export function pathOf(url: string | undefined): string {
  return url === undefined ? '' : (URL.parse(url)?.pathname ?? url);
}
