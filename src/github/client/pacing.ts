/** What is known of the rate limits of each installation, and who waits so that they reach for those who are more urgent. */
import { Paced } from '../../tracker.ts';
import { isLive, urgencies, type Urgency } from '../../urgency.ts';
import { contentWait, lately, usualContent } from './content.ts';
import { leftFor, refilled, waitOf, type Bucket, type Budget } from './pace.ts';

/** GitHub counts the requests of each of its APIs for itself. */
export type Api = 'graphql' | 'rest';
const apis = ['graphql', 'rest'] as const;

export type Pacing = {
  /** Notes what an answer says of a limit. @param who an installation; 0 is the App itself */
  readonly told: (who: number, api: Api, budget: Budget) => void;
  /**
   * To be asked right before a request that a look can do without for now.
   * @param what the request, in a few words
   * @throws {Paced} where what is left is kept for others
   */
  readonly check: (who: number, api: Api, urgency: Urgency, what: string) => void;
  /**
   * To be called right before a request that creates content is sent; it is counted.
   * @throws {Paced} where what is left of these is kept for others
   */
  readonly create: (who: number, urgency: Urgency, what: string) => void;
  /** Notes that a request is sent. */
  readonly spend: (who: number, api: Api, urgency: Urgency) => void;
  /** Until when nothing so urgent is begun (milliseconds since the epoch); null: it may be. */
  readonly waitOf: (who: number, urgency: Urgency) => number | null;
  /** What GitHub said last of an API's limit; null: nothing yet. */
  readonly budget: (who: number, api: Api) => Budget | null;
  /** Of each installation, what it said last of GraphQL's. */
  readonly budgets: () => ReadonlyMap<number, Budget>;
  /** How many requests are left for each urgency, of the API that has less left; null: nothing is known. */
  readonly left: (who: number) => Readonly<Record<Urgency, number>> | null;
  readonly forget: (who: number) => void;
};

type Known = { budget: Budget; readonly buckets: Map<Urgency, Bucket> };

/**
 * @param now milliseconds since the epoch
 * @param contentAnHour how many requests that create content GitHub takes
 */
export function createPacing(now: () => number, contentAnHour = usualContent): Pacing {
  const known: Readonly<Record<Api, Map<number, Known>>> = { graphql: new Map(), rest: new Map() };

  /** When content was created within the last hour, by installation. */
  const created = new Map<number, readonly number[]>();

  /** What rounds, or sweeps, may begin with now. */
  function bucketOf({ budget, buckets }: Known, urgency: Urgency): Bucket | null {
    if (isLive(urgency)) return null;
    const paced = urgency === 'round' ? 'round' : 'sweep';
    const bucket = refilled(buckets.get(urgency) ?? null, budget, paced, now());
    buckets.set(urgency, bucket);
    return bucket;
  }

  return {
    told(who, api, budget) {
      const before = known[api].get(who);
      if (before === undefined) known[api].set(who, { budget, buckets: new Map() });
      else before.budget = budget;
    },
    check(who, api, urgency, what) {
      const budget = known[api].get(who)?.budget ?? null;
      // What it began with is what a look may go on with, as long as nothing is taken from others.
      const until = waitOf(budget, null, urgency, now());
      if (until !== null)
        throw new Paced(urgency, `${what} was not sent: the rest of the limit is kept`, until);
    },
    create(who, urgency, what) {
      const sent = lately(created.get(who) ?? [], now());
      // Where GitHub tells of no limit, there is none.
      const until =
        known.graphql.has(who) || known.rest.has(who) ? contentWait(sent, urgency, contentAnHour) : null;
      if (until !== null)
        throw new Paced(urgency, `${what} was not sent: what may still be created is kept`, until);
      created.set(who, [...sent, now()]);
    },
    spend(who, api, urgency) {
      const of = known[api].get(who);
      if (of === undefined) return;
      const bucket = bucketOf(of, urgency);
      if (bucket !== null) of.buckets.set(urgency, { ...bucket, tokens: bucket.tokens - 1 });
    },
    waitOf(who, urgency) {
      const waits = apis.flatMap((api) => {
        const of = known[api].get(who);
        return of === undefined ? [] : (waitOf(of.budget, bucketOf(of, urgency), urgency, now()) ?? []);
      });
      return waits.length === 0 ? null : Math.max(...waits);
    },
    budget: (who, api) => known[api].get(who)?.budget ?? null,
    budgets: () => new Map([...known.graphql].map(([who, { budget }]) => [who, budget])),
    left(who) {
      const budgets = apis.flatMap((api) => known[api].get(who)?.budget ?? []);
      if (budgets.length === 0) return null;
      const of = (urgency: Urgency): number =>
        Math.min(...budgets.map((budget) => leftFor(budget, urgency, now())));
      return Object.fromEntries(urgencies.map((urgency) => [urgency, of(urgency)])) as Record<
        Urgency,
        number
      >;
    },
    forget(who) {
      for (const api of apis) known[api].delete(who);
      created.delete(who);
    },
  };
}
