/** What a failed request to GitHub means for the work that needed it. */
import { TryLater } from '../tracker.ts';

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

/** GitHub: "wait for at least one minute", when a limit answers without saying until when. */
const aMinute = 60_000;

/**
 * Maps a failure: to `TryLater` where the same request may work later, else the failure itself.
 * Source: GitHub, "Rate limits for the REST API", "Exceeding the rate limit".
 */
export function explain(error: unknown, now: number): unknown {
  if (!isRequestFailure(error)) return error;
  const what = `${error.request?.method ?? 'A request'} ${pathOf(error.request?.url)}`.trim();
  if (error.response === undefined) {
    return new TryLater(`GitHub could not be reached: ${what}: ${error.message}`, { cause: error.cause });
  }
  const { headers } = error.response;
  const limit = limitUntil(error.status, error.message, headers, now);
  if (limit !== null) {
    return new TryLater(`GitHub's rate limit: ${what}`, { until: limit, scope: 'installation' });
  }
  if (error.status === 401) return new TryLater(`GitHub refused our credentials: ${what}`);
  if (error.status >= 500) {
    const seconds = secondsOf(headers['retry-after']);
    const until = seconds === null ? {} : { until: now + seconds * 1000 };
    return new TryLater(`GitHub answered ${error.status}: ${what}`, until);
  }
  return error;
}

/** Until when GitHub wants to hear nothing from this installation; null: that was no limit. */
export function limitUntil(status: number, message: string, headers: Headers_, now: number): number | null {
  if (status !== 403 && status !== 429 && status !== 200) return null;
  const seconds = secondsOf(headers['retry-after']);
  const reset = secondsOf(headers['x-ratelimit-reset']);
  if (status !== 200 && seconds !== null) return now + seconds * 1000;
  if (headers['x-ratelimit-remaining']?.toString() === '0' && reset !== null) {
    // The reset is by GitHub's clock, which `date` tells; ours may differ.
    const theirs = Date.parse(String(headers['date'] ?? ''));
    const left = reset * 1000 - (Number.isNaN(theirs) ? now : theirs);
    return now + Math.max(left, 1000);
  }
  if (status === 429 || /secondary rate limit|abuse detection/i.test(message)) return now + aMinute;
  return null;
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

function pathOf(url: string | undefined): string {
  return url === undefined ? '' : (URL.parse(url)?.pathname ?? '');
}
