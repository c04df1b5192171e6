/** What keeps Jira from answering, as work that is to be tried later. */
import { TryLater } from '../../tracker.ts';
import { JiraLimited, JiraRefused, JiraUnreadable } from './failures.ts';

/** Jira cannot be reached, asked to be left alone, or does not take our token. The message names no issue's words and no secret. */
export class JiraAway extends TryLater {}

/** Milliseconds after which something is tried again that mends itself only when somebody mends it. */
const mended = 5 * 60_000;

/**
 * @param now milliseconds since the epoch
 * @throws JiraAway; TryLater where Jira answers, and not with what is needed
 */
export async function orLater<T>(site: string, now: () => number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw laterOf(site, now(), error);
  }
}

function laterOf(site: string, now: number, error: unknown): unknown {
  if (error instanceof TryLater) {
    const { message, until, scope } = error;
    // A wait that is longer than any of our own is as good as an outage.
    const isShort = error instanceof JiraLimited && (until ?? 0) - now <= mended;
    return new JiraAway(message, {
      ...(until === null ? {} : { until }),
      scope: isShort ? 'item' : scope,
      cause: error,
    });
  }
  if (error instanceof JiraRefused && error.what === 'token') {
    // What is to be done about it is for whoever runs Baton: the log says it.
    const words = `Jira (${site}) does not take Baton's token: the operator of Baton finds what to do in its log`;
    return new JiraAway(words, { until: error.until ?? now + mended, scope: 'site', cause: error });
  }
  if (error instanceof JiraRefused || error instanceof JiraUnreadable)
    return new TryLater(error.message, { until: now + mended, cause: error });
  return error;
}

/** Why Jira gave no answer, and what to do, in sentences for the person who asks; null: something else is wrong. */
export function whyNoJira(error: unknown): string | null {
  if (error instanceof JiraRefused || error instanceof JiraUnreadable) return error.message;
  if (!(error instanceof TryLater)) return null;
  // What is refused stays so until somebody sees to it.
  const { cause } = error;
  if (cause instanceof JiraRefused || cause instanceof JiraUnreadable) return cause.message;
  return error instanceof JiraAway
    ? `${error.message.replace(/\.$/, '')}. Ask again in a few minutes.`
    : null;
}
