/**
 * How issues here stood when what decides them in Jira was read last. One that cannot be seen any more (a permission was
 * lost, or it is gone) says nothing: without this, all that Jira allowed before would be undone here at once.
 */
import type { DecidedInJira } from '../../../handoff/index.ts';
import type { Notebook } from '../../memory/index.ts';

type Kept = {
  readonly site: string;
  readonly key: string;
  readonly url: string;
  readonly gates: readonly (readonly [gate: string, verdict: unknown])[];
};

/** @param issue the id of the issue here */
const pageOf = (issue: string): string => `held ${issue}`;

export async function keepDecided(
  { pen, recent }: Notebook,
  issue: string,
  site: string,
  { key, url, gates }: DecidedInJira,
): Promise<void> {
  if (pen === null) return;
  const next: Kept = { site, key, url, gates: [...gates] };
  const before = await recent<Kept>(pageOf(issue));
  if (JSON.stringify(before) !== JSON.stringify(next)) await pen.keepRecent(pageOf(issue), next);
}

/** null: that issue of Jira did not decide it. */
export async function decidedBefore(
  { recent }: Pick<Notebook, 'recent'>,
  issue: string,
  site: string,
  key: string,
): Promise<DecidedInJira | null> {
  const before = await recent<Kept>(pageOf(issue));
  if (before === null || before.site !== site || before.key !== key) return null;
  // Written here alone.
  return { key, url: before.url, gates: new Map(before.gates) as DecidedInJira['gates'] };
}
