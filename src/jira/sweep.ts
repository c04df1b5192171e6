/**
 * The sweep of a site: which issues changed lately, and which are gone, so that webhooks that were lost, or that Jira never
 * sends, are made good.
 */
import { randomUUID } from 'node:crypto';

import type { Logger } from 'pino';
import * as z from 'zod';

import type { Want } from '../inbox/index.ts';
import { itemShape, keyOf, last, wantOf } from '../items.ts';
import { stored } from '../stored.ts';
import { namedStore, seenStore, type Database, type MarkStore, type SeenStore } from '../store/index.ts';
import type { Item } from '../tracker.ts';
import { JiraRejected } from './client/index.ts';
import { sawName } from './read/index.ts';
import { selfMark, sweepMark } from './receive/index.ts';
import type { JiraFound } from './shapes.ts';
import type { JiraSweeper } from './ports.ts';

/** What the inbox holds of Jira. */
export type JiraWork = { readonly kind: 'jira-sweep'; readonly site: string };

/** In a group of its own: what a site asks to wait for holds back nothing of GitHub. */
export function wishToSweep(site: string): Want<JiraWork> {
  const group = `jira ${site}`;
  return { key: `${group} sweep`, group, item: { kind: 'jira-sweep', site }, priority: last };
}

export type SweepParts = {
  readonly sweeper: JiraSweeper;
  readonly store: Pick<MarkStore, 'mark' | 'setMark'> & { readonly db: Database };
  readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  /** Those of these items that are open, as far as that is known: nothing of the others can stay green. */
  readonly open: (items: readonly Item[]) => Promise<readonly Item[]>;
  readonly log: Pick<Logger, 'warn'>;
};

const swept = stored(
  1,
  z.object({
    /** How far it came, by Jira's clock, and when the issues changed that are read again. */
    at: z.number(),
    seen: z.record(z.string(), z.number()),
    /** Ids of named issues that could not be seen, and after which id the next sweep asks; '': from the first on. */
    gone: z.array(z.string()).default([]),
    after: z.string().default(''),
  }),
);
type Swept = NonNullable<ReturnType<typeof swept.read>>;

/**
 * When an issue had changed last as the looks at an item saw it, by `sawName` and the item's key: a sweep passes over what
 * webhooks led to already.
 */
export const seenInJiraStore = (db: Database, now: () => number): SeenStore<number> =>
  seenStore(db, z.number(), now);

/** How many rows of named issues one sweep reads: it asks Jira ten times for them at most. */
const mostNamed = 1000;

/** Jira's index is behind by seconds, at worst by minutes: so many milliseconds are read again. */
const overlap = 3 * 60_000;

/**
 * Sweeps a site: what changed since the last sweep is looked at, wherever it is named. The first sweep finds where to
 * begin.
 * @throws {TryLater}
 */
export async function sweepJira({ sweeper, store, want, open, log }: SweepParts): Promise<void> {
  const { site } = sweeper;
  const self = await sweeper.self();
  if ((await store.mark(selfMark(site))) !== self) await store.setMark(selfMark(site), self);
  const known = await store.mark(sweepMark(site));
  const before = swept.read(known) ?? { at: await sweeper.time(), seen: {}, gone: [], after: '' };
  const found = await changedSince(sweeper, before.at - overlap, log);
  const fresh = found.filter(({ id, updated }) => before.seen[id] !== updated);
  const { turned, gone, after: next } = await goneNow(before, sweeper, store.db, open);
  const items = await unseen(store.db, site, fresh, turned);
  // With a cause of its own, as a webhook has one: what changed in Jira may matter to more than the check.
  const cause = `jira ${site} sweep ${randomUUID()}`;
  await want(items.map((item) => wantOf(item, { priority: last, cause })));
  const at = Math.max(before.at, ...found.map(({ updated }) => updated));
  const again = found.filter(({ updated }) => updated >= at - overlap);
  const seen = Object.fromEntries(again.map(({ id, updated }) => [id, updated]));
  const after: Swept = { at, seen, gone, after: next };
  const content = swept.write(after);
  if (content !== known) await store.setMark(sweepMark(site), content);
}

/** What names an issue that changed, and was not looked at since; and what names one that came to be gone, or came back. */
async function unseen(
  db: Database,
  site: string,
  fresh: readonly JiraFound[],
  turned: readonly string[],
): Promise<readonly Item[]> {
  const named = namedStore(db, itemShape);
  const seen = seenInJiraStore(db, Date.now);
  const found = new Map<string, Item>();
  if (turned.length > 0) for (const item of await named.namingAny(site, turned)) found.set(keyOf(item), item);
  for (const { id, key, updated } of fresh)
    for (const item of await named.namingAny(site, [id, key]))
      if ((await seen.seen(sawName(site, id), keyOf(item))) !== updated) found.set(keyOf(item), item);
  return [...found.values()];
}

/**
 * Asks for what open items name, by id: an issue that was deleted, hidden, or moved to where Baton may not look is among
 * the changes of no project.
 * @returns `turned`: those that came to be gone, or came back
 */
async function goneNow(
  { gone: before, after }: Swept,
  sweeper: JiraSweeper,
  db: Database,
  open: SweepParts['open'],
): Promise<Pick<Swept, 'gone' | 'after'> & { readonly turned: readonly string[] }> {
  const { issues, next } = await namedStore(db, itemShape).namedById(sweeper.site, after, mostNamed);
  const stillOpen = new Set((await open([...issues.values()].flat())).map(keyOf));
  const asked = [...issues].flatMap(([id, items]) =>
    items.some((item) => stillOpen.has(keyOf(item))) ? [id] : [],
  );
  const found = asked.length === 0 ? [] : await sweeper.gone(asked);
  const turned = asked.filter((id) => before.includes(id) !== found.includes(id));
  // Those that nothing open names any more are forgotten where they would have been asked for.
  const others = before.filter((id) => id <= after || (next !== null && id > next));
  return { turned, gone: [...others, ...found], after: next ?? '' };
}

/** One project that our account may not see any more must not hide the others. */
async function changedSince(
  sweeper: JiraSweeper,
  since: number,
  log: SweepParts['log'],
): Promise<readonly JiraFound[]> {
  const { site, projects } = sweeper;
  try {
    return await sweeper.changedSince(since, projects);
  } catch (error) {
    if (!(error instanceof JiraRejected)) throw error;
  }
  const found: JiraFound[] = [];
  for (const project of projects) {
    try {
      found.push(...(await sweeper.changedSince(since, [project])));
    } catch (error) {
      if (!(error instanceof JiraRejected)) throw error;
      log.warn(
        { site, project, status: error.status },
        'Jira shows us nothing of a project: is its key right, and may our account see it?',
      );
    }
  }
  return found;
}
