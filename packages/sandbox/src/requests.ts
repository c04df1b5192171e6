/** The log of requests, and how much of the rate limit each account has left in its hour. */
import { reachOf } from './actions/index.ts';
import type { SeenRequest } from './faults.ts';
import type { Installation, World } from './model/index.ts';
import { Refusal } from './refusal.ts';
import { nameOf, type Viewer } from './viewer.ts';

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

export type Resource = 'core' | 'graphql';

/** Points an hour, of an installation and of everybody else alike. */
const usual = 5000;
const hour = 3_600_000;

/**
 * "Rate limits for the REST API", "Rate limits and query limits for the GraphQL API": an installation with more than 20
 * repositories, or in an organization with more than 20 people, has 50 points more for each of them, up to 12,500. (Those
 * on GitHub Enterprise Cloud have more; the sandbox plays none.)
 */
function limitOf(world: World, installation: Installation): number {
  const { account } = installation;
  const growth = (count: number): number => (count > 20 ? count * 50 : 0);
  const people = account.kind === 'Organization' ? account.members.size : 1;
  return Math.min(12_500, usual + growth(reachOf(world, installation).length) + growth(people));
}

export type Budgets = {
  /** Takes points from somebody's budget; null when it does not have that many. */
  spend(who: Viewer | Refusal, resource: Resource, points: number): Budget | null;
  look(who: Viewer | Refusal, resource: Resource): Budget;
  /** From now on an installation has so many points left until its hour is over. */
  leave(installation: Installation, resource: Resource, left: number): void;
};

/** @param hourly instead of GitHub's limit for an installation, as an administrator of a server may set it */
export function createBudgets(world: World, hourly: (() => number) | null): Budgets {
  const { clock } = world;
  const windows = new Map<string, { used: number; reset: number }>();
  const limitOfOne = (installation: Installation): number =>
    hourly === null ? limitOf(world, installation) : hourly();
  function limitFor(who: Viewer | Refusal): number {
    return who instanceof Refusal || who.kind !== 'installation' ? usual : limitOfOne(who.installation);
  }
  const keyOf = (who: Viewer | Refusal): string => {
    // Each installation has its own, and so has the App itself.
    if (who instanceof Refusal) return 'unknown';
    return who.kind === 'installation' ? `installation ${who.installation.id}` : nameOf(who);
  };
  function current(by: string, resource: Resource) {
    const key = `${resource} ${by}`;
    const known = windows.get(key);
    const now = clock.now();
    if (known !== undefined && known.reset > now) return known;
    const fresh = { used: 0, reset: now + hour };
    windows.set(key, fresh);
    return fresh;
  }
  const look = (who: Viewer | Refusal, resource: Resource): Budget => {
    const { used, reset } = current(keyOf(who), resource);
    const limit = limitFor(who);
    return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(reset / 1000) };
  };
  return {
    look,
    spend(who, resource, points) {
      const window = current(keyOf(who), resource);
      if (window.used + points > limitFor(who)) return null;
      window.used += points;
      return look(who, resource);
    },
    leave(installation, resource, left) {
      current(`installation ${installation.id}`, resource).used = limitOfOne(installation) - left;
    },
  };
}
