/** GitHub's rate limits: whoever met one asks for nothing until it ends; what was not sent yet is not sent any more. */
import { createLruCache } from '../../lru-cache.ts';
import { TryLater } from '../../tracker.ts';

/** A limit as an answer tells of it: until when (milliseconds since the epoch); null: it does not say. */
export type Limit = { readonly until: number | null };

export type Limits = {
  /**
   * To be asked right before each request.
   * @param who an installation; 0 is the App itself, which also asks for tokens
   * @param what the request, in a few words
   * @throws {TryLater} while a limit holds
   */
  readonly check: (who: number, what: string) => void;
  /** Notes that a request met a limit; gives back what to throw. */
  readonly met: (who: number, limit: Limit, what: string) => TryLater;
  /** Takes over a limit that was met before this process began. */
  readonly pause: (who: number, until: number) => void;
};

/** GitHub: "wait for at least one minute"; when it goes on, "an exponentially increasing amount of time". */
const first = 60_000;
const most = 3_600_000;

/** `wait`: how long the pause was, where GitHub did not say; 0: it did. */
type Pause = { readonly until: number; readonly wait: number };

/**
 * Source: GitHub, "Rate limits for the REST API", "Exceeding the rate limit".
 * @param now milliseconds since the epoch
 * @param onMet told of each limit, so that others who ask in the same name know
 */
export function createLimits(now: () => number, onMet: (who: number, until: number) => void): Limits {
  /** By who: one that is lost is met again. */
  const pauses = createLruCache<Pause>(20_000);

  /** How long to wait where GitHub does not say: a limit that is met soon after the last one is the same one still. */
  function waitAfter(last: Pause | undefined): number {
    const isSame = last !== undefined && now() - last.until < last.wait;
    return isSame ? Math.min(last.wait * 2, most) : first;
  }

  const later = (until: number, what: string): TryLater =>
    new TryLater(`GitHub's rate limit: ${what}`, { until, scope: 'installation' });

  return {
    check(who, what) {
      const until = pauses.get(String(who))?.until ?? 0;
      if (now() < until) throw later(until, `${what} was not sent`);
    },
    met(who, limit, what) {
      const last = pauses.get(String(who));
      // Several requests under way meet the same limit.
      if (last !== undefined && now() < last.until && (limit.until ?? 0) <= last.until)
        return later(last.until, what);
      const wait = limit.until === null ? waitAfter(last) : 0;
      const until = limit.until ?? now() + wait;
      pauses.set(String(who), { until, wait });
      onMet(who, until);
      return later(until, what);
    },
    pause(who, until) {
      pauses.set(String(who), { until, wait: 0 });
    },
  };
}
