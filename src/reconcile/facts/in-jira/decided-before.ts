/**
 * How issues here stood when what decides them in Jira was read last. One that cannot be seen any more (a permission was
 * lost, or it is gone) says nothing: without this, all that Jira allowed before would be undone here at once.
 */
import type { Held } from '../../../handoff/index.ts';
import { recentStore, type Store } from '../../../store/index.ts';

type Kept = {
  readonly site: string;
  readonly key: string;
  readonly url: string;
  readonly gates: readonly (readonly [gate: string, verdict: unknown])[];
};

/** @param issue the id of the issue here */
const placeOf = (issue: string): string => `held ${issue}`;

export async function keepHeld(
  { db }: Pick<Store, 'db'>,
  issue: string,
  site: string,
  { key, url, gates }: Held,
  now: number,
): Promise<void> {
  const kept = recentStore<Kept>(db);
  const next: Kept = { site, key, url, gates: [...gates] };
  const before = await kept.recent(placeOf(issue));
  if (JSON.stringify(before) !== JSON.stringify(next)) await kept.keepRecent(placeOf(issue), next, now);
}

/** null: that issue of Jira did not decide it. */
export async function heldBefore(
  { db }: Pick<Store, 'db'>,
  issue: string,
  site: string,
  key: string,
): Promise<Held | null> {
  const before = await recentStore<Kept>(db).recent(placeOf(issue));
  if (before === null || before.site !== site || before.key !== key) return null;
  // Written here alone.
  return { key, url: before.url, gates: new Map(before.gates) as Held['gates'] };
}
