/**
 * How long to wait when Jira asks for it.
 * Atlassian: "Rate limiting" (Jira Cloud platform), "Adjusting your code for rate limiting" (Data Center).
 */

/** Data Center is known to ask for centuries. */
const longest = 3_600_000;
/** It also says 0 while it refuses. */
const shortest = 1000;

/** Until when an answer's headers ask to wait (milliseconds since the epoch); null: they do not. */
export function toldIn(headers: Headers, now: number): number | null {
  const theirs = Date.parse(headers.get('date') ?? '');
  const ahead = Number.isNaN(theirs) ? 0 : theirs - now;
  const found = retryAfter(headers, now, ahead) ?? reset(headers, ahead);
  return found === null ? null : Math.min(Math.max(found, now + shortest), now + longest);
}

/** RFC 9110: seconds, or a date. */
function retryAfter(headers: Headers, now: number, ahead: number): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(value)) return now + Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : date - ahead;
}

/** Jira Cloud: ISO 8601, to the minute (`2026-03-26T16:00Z`); elsewhere seconds since the epoch. */
function reset(headers: Headers, ahead: number): number | null {
  const value = headers.get('x-ratelimit-reset')?.trim() ?? '';
  const instant = /^\d{9,11}$/.test(value) ? Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(instant) ? null : instant - ahead;
}

/** True when nothing but this one issue was written too often (`RateLimit-Reason`). */
export function isOfOneIssue(headers: Headers): boolean {
  return headers.get('ratelimit-reason') === 'jira-per-issue-on-write';
}
