/**
 * How issues here stood when what decides them in Jira was read last. One that cannot be seen any more (a permission was
 * lost, or it is gone) says nothing: without this, all that Jira allowed before would be undone here at once.
 */
import * as z from 'zod';

import type { DecidedInJira } from '../../../handoff/index.ts';
import type { Notebook } from '../../memory/index.ts';

type Decided = NonNullable<ReturnType<DecidedInJira['gates']['get']>>;

/** As much of a gate's verdict as anything rests on. */
const outline = z.object({
  gate: z.object({ name: z.string() }),
  status: z.enum([
    'preparing',
    'waiting',
    'satisfied',
    'stale',
    'returned',
    'questioned',
    'waived',
    'not applicable',
  ]),
  open: z.boolean(),
  closedSince: z.number().nullable(),
  holders: z.array(z.string()),
  ...Object.fromEntries(
    (
      ['openTimes', 'approvals', 'amendments', 'notCounted', 'questions', 'consents', 'criteria'] as const
    ).map((list) => [list, z.array(z.unknown())]),
  ),
});
const kept = z.object({
  site: z.string(),
  key: z.string(),
  url: z.string(),
  gates: z.array(z.tuple([z.string(), z.custom<Decided>((value) => outline.safeParse(value).success)])),
});

/** @param issue the id of the issue here */
const pageOf = (issue: string): string => `held ${issue}`;

export async function keepDecided(
  { pen, recent }: Notebook,
  issue: string,
  site: string,
  { key, url, gates }: DecidedInJira,
): Promise<void> {
  if (pen === null) return;
  const next: z.infer<typeof kept> = { site, key, url, gates: [...gates] };
  const before = await recent(pageOf(issue), kept);
  if (JSON.stringify(before) !== JSON.stringify(next)) await pen.keepRecent(pageOf(issue), next);
}

/** null: that issue of Jira did not decide it. */
export async function decidedBefore(
  { recent }: Pick<Notebook, 'recent'>,
  issue: string,
  site: string,
  key: string,
): Promise<DecidedInJira | null> {
  const before = await recent(pageOf(issue), kept);
  if (before === null || before.site !== site || before.key !== key) return null;
  return { key, url: before.url, gates: new Map(before.gates) };
}
