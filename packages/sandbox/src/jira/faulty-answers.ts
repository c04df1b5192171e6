/** Answers that go wrong on purpose. */
import type { ServerResponse } from 'node:http';
import type { JiraRequestFault } from './faults.ts';
import type { Site } from './model/index.ts';
import { sendJson, sendText } from './send.ts';

const messages = (...texts: readonly string[]) => ({ errorMessages: texts, errors: {} });

/** Does what the fault says instead of answering; gives back the status that the log shows, 0 for none. */
export function spoil(site: Site, fault: JiraRequestFault, response: ServerResponse): number {
  switch (fault.kind) {
    case '429': {
      const { seconds = 30, reason = 'jira-burst-based' } = fault;
      sendJson(response, 429, messages('Rate limit exceeded.'), limitHeaders(site, seconds, reason));
      return 429;
    }
    case '409':
      sendJson(response, 409, messages('The issue was changed by somebody else at the same time.'));
      return 409;
    case '401':
      if (site.flavour === 'cloud') sendJson(response, 401, { code: 401, message: 'Unauthorized' });
      else
        sendText(
          response,
          401,
          unauthorizedPage,
          { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
          'text/html',
        );
      return 401;
    case '5xx': {
      const { status = 503, seconds = null } = fault;
      const headers: Record<string, string> = seconds === null ? {} : { 'retry-after': String(seconds) };
      // What is in front of Jira answers, and not in JSON.
      sendText(
        response,
        status,
        '<html><body><h1>Service unavailable</h1></body></html>',
        headers,
        'text/html',
      );
      return status;
    }
    case 'reset':
      response.destroy();
      return 0;
    case 'hang':
      return 0;
    case 'slow':
      throw new Error('a slow answer is still an answer');
    default:
      return fault.kind satisfies never;
  }
}

/** Cloud: "Rate limiting"; Data Center: "Adjusting your code for rate limiting". */
function limitHeaders(
  site: Site,
  seconds: number | null,
  reason: JiraRequestFault['reason'],
): Record<string, string> {
  const after: Record<string, string> = seconds === null ? {} : { 'retry-after': String(seconds) };
  if (site.flavour === 'data-center')
    return {
      ...after,
      'x-ratelimit-limit': '15',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-interval-seconds': '60',
      'x-ratelimit-fillrate': '5',
    };
  const reset = new Date(site.clock.now() + (seconds ?? 0) * 1000).toISOString();
  return {
    ...after,
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '0',
    ...(seconds === null ? {} : { 'x-ratelimit-reset': `${reset.slice(0, 16)}Z` }),
    ...(reason === null || reason === undefined ? {} : { 'ratelimit-reason': reason }),
  };
}

/** As Data Center answers a token that does not hold: a page, not JSON. */
export const unauthorizedPage = `<html><head><title>Unauthorized (401)</title></head><body>
<div class="aui-message aui-message-warning warning">
<p>Encountered a <code>&quot;401 - Unauthorized&quot;</code> error while loading this page.</p>
</div></body></html>`;
