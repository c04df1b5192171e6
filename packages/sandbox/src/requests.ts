/** The log of requests, and how much of the rate limit each account has left: for an hour of real time. */
import type { Clock } from './clock.ts';
import type { SeenRequest } from './faults.ts';

export type LoggedRequest = SeenRequest & {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
  /** Points of the rate limit. */
  readonly cost: number;
  /** The HTTP status; 0 where the connection was cut. GraphQL errors have status 200. */
  readonly status: number;
};

export type Budget = {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** When it begins anew, by the sandbox's clock: seconds since the epoch. */
  readonly reset: number;
};

/** Points an hour ("Rate limits for the REST API", "Rate limits and query limits for the GraphQL API"). */
const hourly = { core: 5000, graphql: 5000 } as const;
export type Resource = keyof typeof hourly;

export type Budgets = {
  /** Takes points from somebody's budget; null when it does not have that many. */
  spend(by: string, resource: Resource, points: number): Budget | null;
  look(by: string, resource: Resource): Budget;
};

export function createBudgets(clock: Clock): Budgets {
  const windows = new Map<string, { used: number; reset: number }>();
  function current(by: string, resource: Resource) {
    const key = `${resource} ${by}`;
    const known = windows.get(key);
    const now = Date.now();
    if (known !== undefined && known.reset > now) return known;
    const fresh = { used: 0, reset: now + 3_600_000 };
    windows.set(key, fresh);
    return fresh;
  }
  const show = (by: string, resource: Resource): Budget => {
    const { used, reset } = current(by, resource);
    const limit = hourly[resource];
    return {
      limit,
      used,
      remaining: limit - used,
      reset: Math.ceil((clock.now() + reset - Date.now()) / 1000),
    };
  };
  return {
    look: show,
    spend(by, resource, points) {
      const window = current(by, resource);
      if (window.used + points > hourly[resource]) return null;
      window.used += points;
      return show(by, resource);
    },
  };
}
