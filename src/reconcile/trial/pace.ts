/**
 * How much of an installation's rate limit trials may use: a share of each hour. While little is left, they are paced as all
 * that can wait (`github/client/pace.ts`).
 */
import { z } from 'zod';

import type { Reads } from '../../github/index.ts';
import type { Store } from '../../store/index.ts';
import { stored } from '../../stored.ts';

type Budget = NonNullable<ReturnType<Reads['budget']>>;

/** Points that trials of an installation used since an instant (milliseconds since the epoch). */
const spent = stored(1, z.object({ since: z.number(), points: z.number() }));
export type Spent = NonNullable<ReturnType<typeof spent.read>>;

const hour = 3_600_000;
/** GitHub's smallest limit of an hour. */
const smallestLimit = 5000;

/** `points`: how many may be used now. `until`: none may be before. */
export type Allowance =
  | { readonly kind: 'points'; readonly points: number }
  | { readonly kind: 'later'; readonly until: number };

/** @param share of the limit of an hour that trials may use */
export function allowance(
  budget: Budget | null,
  before: Spent | null,
  share: number,
  now: number,
): Allowance {
  if (before === null || before.since + hour <= now) return { kind: 'points', points: most(budget, share) };
  const left = most(budget, share) - before.points;
  return left > 0 ? { kind: 'points', points: left } : { kind: 'later', until: before.since + hour };
}

const most = (budget: Budget | null, share: number): number =>
  Math.max(1, Math.floor((budget?.limit ?? smallestLimit) * share));

/** What is known to be used; with what is used now. */
export function spend(before: Spent | null, points: number, now: number): Spent {
  if (before === null || before.since + hour <= now) return { since: now, points };
  return { since: before.since, points: before.points + points };
}

const markOf = (installation: number): string => `trials ${installation}`;

export async function readSpent(store: Pick<Store, 'mark'>, installation: number): Promise<Spent | null> {
  return spent.read(await store.mark(markOf(installation)));
}

/** Two trials at once may count what one of them used only: it is a share, and GitHub has the limit. */
export async function keepSpent(
  store: Pick<Store, 'setMark'>,
  installation: number,
  used: Spent,
): Promise<void> {
  await store.setMark(markOf(installation), spent.write(used));
}
