/** What keeps a site from being asked: a limit, or a token that it does not take. */
import { TryLater } from '../tracker.ts';
import { JiraRefused } from './failures.ts';

/** Between two tries of a token that was refused: first, and at most (milliseconds). */
const first = 60_000;
const most = 3_600_000;
/** After a limit that does not say how long: first, and at most. */
const firstPause = 5000;
const mostPause = 300_000;

export type Hold = {
  /** Called before each request. @throws TryLater, JiraRefused when the site is not to be asked now */
  readonly check: () => void;
  /** The site took the token. */
  readonly worked: () => void;
  /** @returns until when nothing is asked */
  readonly limited: (until: number | null) => number;
  /** @returns what to throw */
  readonly refused: (why: string) => JiraRefused;
};

/**
 * @param tell told of a refused token, once until it works again
 */
export function createHold(site: string, now: () => number, tell: (error: JiraRefused) => void): Hold {
  let pausedUntil = 0;
  let pause = firstPause;
  let refusal: { readonly error: JiraRefused; readonly wait: number } | null = null;
  const refuse = (why: string, wait: number): JiraRefused => {
    const error = new JiraRefused(site, 'token', why, now() + wait);
    refusal = { error, wait };
    return error;
  };
  return {
    check() {
      if (now() < pausedUntil) {
        throw new TryLater(`Jira (${site}) asked us to wait.`, { until: pausedUntil, scope: 'site' });
      }
      if (refusal === null) return;
      if (now() < (refusal.error.until ?? 0)) throw refusal.error;
      // This request tries again; until it is answered the others wait as if it had failed.
      refuse(refusal.error.message, Math.min(refusal.wait * 2, most));
    },
    worked() {
      refusal = null;
      pause = firstPause;
    },
    limited(until) {
      const end = until ?? now() + pause;
      if (until === null) pause = Math.min(pause * 2, mostPause);
      pausedUntil = Math.max(pausedUntil, end);
      return pausedUntil;
    },
    refused(why) {
      // One of several that were under way: the first has been told of.
      if (refusal !== null) return refusal.error;
      const error = refuse(why, first);
      tell(error);
      return error;
    },
  };
}
