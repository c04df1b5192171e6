/** What keeps a site from being asked: a limit, a token that it does not take, or that it cannot be reached. */
import { TryLater } from '../../tracker.ts';
import { JiraLimited, JiraRefused } from './failures.ts';

/** Between two tries of a token that was refused: first, and at most (milliseconds). */
const first = 60_000;
const most = 3_600_000;
/** After a limit that does not say how long, and after failures: first, and at most. */
const firstPause = 5000;
const mostPause = 300_000;
/** One failure is none of the site's; so many, with nothing in between that worked, are. */
const fewFailures = 3;
/** How long the others wait while one request finds out whether it works again. */
const halfOpenFor = 20_000;

export type CircuitBreaker = {
  /** Called before each request. @throws TryLater, JiraRefused when the site is not to be asked now */
  readonly check: () => void;
  /** The site answered, and took the token. */
  readonly worked: () => void;
  /** @returns until when nothing is asked */
  readonly limited: (until: number | null, because: 'too-much' | 'busy') => number;
  /** True when one more failure makes it the site's. */
  readonly suspects: () => boolean;
  /** The site answers, whatever it says: what failed is not the site's failure. */
  readonly answered: () => void;
  /** The site did not answer, or not as it does when it is well. @returns what to throw */
  readonly failed: (why: string) => TryLater;
  /** @returns what to throw */
  readonly refused: (why: string) => JiraRefused;
};

/** What is wrong, until when nothing is asked, and how long that is each time. */
type Wrong<What> = {
  readonly what: What;
  readonly until: number;
  readonly wait: number;
  /** One request is finding out whether it is still so. */
  readonly isHalfOpen: boolean;
};

/**
 * @param tell told of a refused token, once until it works again
 */
export function createCircuitBreaker(
  site: string,
  now: () => number,
  tell: (error: JiraRefused) => void,
): CircuitBreaker {
  let pausedUntil = 0;
  let isLimited = false;
  let pause = firstPause;
  let failures = 0;
  let away: Wrong<null> | null = null;
  let refusal: Wrong<string> | null = null;

  /** Still wrong: after it was tried it is waited for twice as long. Of several requests that were under way, one counts. */
  function still<T>(wrong: Wrong<T>, longest: number): Wrong<T> {
    if (!wrong.isHalfOpen) return wrong;
    const wait = Math.min(wrong.wait * 2, longest);
    return { ...wrong, wait, until: now() + wait, isHalfOpen: false };
  }
  const tried = <T>(wrong: Wrong<T>): Wrong<T> => ({
    ...wrong,
    until: now() + halfOpenFor,
    isHalfOpen: true,
  });
  const refusedBecause = ({ what, until }: Wrong<string>): JiraRefused =>
    new JiraRefused(site, 'token', what, until);

  return {
    check() {
      if (now() < pausedUntil) {
        const Wait = isLimited ? JiraLimited : TryLater;
        throw new Wait(`Jira (${site}) asked us to wait.`, { until: pausedUntil, scope: 'site' });
      }
      if (away !== null && now() < away.until) throw cannotBeReached(site, away.until);
      if (refusal !== null && now() < refusal.until) throw refusedBecause(refusal);
      // This request tries again.
      if (away !== null) away = tried(away);
      if (refusal !== null) refusal = tried(refusal);
    },
    worked() {
      refusal = null;
      away = null;
      failures = 0;
      pause = firstPause;
    },
    limited(until, because) {
      isLimited = because === 'too-much';
      const end = until ?? now() + pause;
      if (until === null) pause = Math.min(pause * 2, mostPause);
      pausedUntil = Math.max(pausedUntil, end);
      return pausedUntil;
    },
    suspects: () => failures + 1 >= fewFailures,
    answered() {
      away = null;
      failures = 0;
    },
    failed(why) {
      failures += 1;
      if (failures < fewFailures) return new TryLater(why);
      away =
        away === null
          ? { what: null, until: now() + firstPause, wait: firstPause, isHalfOpen: false }
          : still(away, mostPause);
      return cannotBeReached(site, away.until);
    },
    refused(why) {
      if (refusal !== null) return refusedBecause((refusal = still(refusal, most)));
      refusal = { what: why, until: now() + first, wait: first, isHalfOpen: false };
      const error = refusedBecause(refusal);
      tell(error);
      return error;
    },
  };
}

/** The same words as long as it lasts: they are shown, and each change would be written. */
function cannotBeReached(site: string, until: number): TryLater {
  return new TryLater(`Jira (${site}) cannot be reached.`, { until, scope: 'site' });
}
