/** Reading an issue of Jira, or what was read of it last, where the policy says that it counts while Jira cannot be reached. */
import * as z from 'zod';

import type { Observed } from '../../../handoff/index.ts';
import { JiraAway, partsOf } from '../../../jira/index.ts';
import type { JiraReader } from './reader.ts';

export type Read =
  /** `isOld`: it is what was read before, because Jira cannot be reached. */
  | { readonly kind: 'found'; readonly issue: Observed; readonly isOld: boolean }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreached' };

/** Milliseconds after which something is looked at again that was judged although Jira could not be reached. */
const unreachedAgain = 2 * 60_000;

/** When to look again, where some of it was judged although Jira could not be reached; null: all was read. */
export const againAfter = (read: readonly Read[], now: number): number | null =>
  read.some((one) => one.kind === 'unreached' || (one.kind === 'found' && one.isOld))
    ? now + unreachedAgain
    : null;

/** What was read of an issue last. */
type Old = { readonly issue: Observed | null };

/** As much of it as anything rests on. */
const outline = z.object({
  history: z.object({
    item: z.object({ tracker: z.literal('jira'), id: z.string() }),
    author: z.object({ login: z.string() }),
    moments: z.array(
      z.object({ id: z.string(), at: z.number(), kind: z.string(), by: z.object({ login: z.string() }) }),
    ),
  }),
  displayed: z.object({ state: z.enum(['open', 'closed']) }),
});
export const oldShape: z.ZodType<Old> = z.object({
  issue: z.custom<Observed>((value) => outline.safeParse(value).success).nullable(),
});

/** @param key of the issue. @throws {TryLater} */
export async function readIssue(
  { notebook, place: { repository }, part, view }: JiraReader,
  key: string,
): Promise<Read> {
  const isAllowed = view.projects.includes(partsOf(key).project);
  if (!isAllowed) return { kind: 'missing' };
  const { pen } = notebook;
  // What one repository may show of it is not for another one, and not for a policy that shows less.
  const page = `jira ${part.site} ${key} ${part.showTitles ? 'shown' : 'hidden'} ${repository.id}`;
  try {
    const issue = await view.reads.observe(key);
    if (issue === null) {
      // What is gone does not come back because Jira cannot be reached.
      if (pen !== null && (await notebook.recent(page, oldShape)) !== null)
        await pen.keepRecent(page, { issue } satisfies Old);
      return { kind: 'missing' };
    }
    if (part.onUnavailable === 'cached') await pen?.keepRecent(page, { issue } satisfies Old);
    return { kind: 'found', issue, isOld: false };
  } catch (error) {
    if (!isOutage(error) || part.onUnavailable === 'block') throw error;
    if (part.onUnavailable === 'allow') return { kind: 'unreached' };
    const { issue } = { issue: null, ...(await notebook.recent(page, oldShape)) };
    if (issue === null) throw error;
    return { kind: 'found', issue, isOld: true };
  }
}

/** One issue that cannot be read is no outage: whoever makes one unreadable opens nothing. */
export const isOutage = (error: unknown): boolean => error instanceof JiraAway && error.scope === 'site';
