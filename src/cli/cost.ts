/** What a reading costs, before it begins. */
import { minute } from '../durations.ts';

/** Milliseconds that GitHub takes for twenty histories, about. */
const aRequest = 2000;

type Cost = {
  /** `3 issues`: what is read. */
  readonly what: string;
  readonly requests: number;
  /** What is left of the hourly limit; null: GitHub did not say, or has none. */
  readonly budget: { readonly limit: number; readonly remaining: number; readonly until: number } | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export function costOf({ what: items, requests, budget, now }: Cost): string {
  const minutes = Math.max(1, Math.round((requests * aRequest) / minute));
  const time = minutes === 1 ? 'about a minute' : `about ${minutes} minutes`;
  const what = `${items} to read: about ${requests} requests`;
  if (budget === null) return `${what}, ${time}. Long histories take more.`;
  const { limit, remaining, until } = budget;
  const share = Math.max(0.1, Math.round((1000 * requests) / limit) / 10);
  const rest =
    remaining >= requests ? '' : ` Of these ${remaining} are left until ${clock(until)} UTC: it waits then.`;
  const inHours = until > now ? ` (${remaining} of ${limit} are left)` : '';
  return `${what}, ${share} % of your hourly limit${inHours}, ${time}. Long histories take more.${rest}`;
}

const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
