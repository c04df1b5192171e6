/**
 * The changelog of an issue on Cloud, of which just the end is read where the rest is known: it only grows, oldest first.
 * Atlassian: "Get changelogs". `expand=changelog` gives the newest alone there.
 */
import { isDeepStrictEqual } from 'node:util';

import * as z from 'zod';

import { changeOf } from './answers.ts';
import { JiraUnreadable } from './failures.ts';
import type { Requests } from './requests.ts';
import type { JiraChange } from '../shapes.ts';

/** What was read of changelogs, in the order of Jira's list; issues are named by id, since they may be moved. */
export type ChangeKeeper = {
  /** Empty: nothing is known. */
  readonly read: (issue: string) => Promise<readonly JiraChange[]>;
  /** @param from how many of them were known before, and are the same */
  readonly keep: (issue: string, changes: readonly JiraChange[], from: number) => Promise<void>;
};

const perPage = 100;
/** So many of those that are known are read again, to see that they are still what and where they were. */
const overlap = 50;

/**
 * All changes of an issue, in the order of Jira's list: one request more for each hundred that are not known.
 * @param issue its id
 * @returns null: there is no such issue, or the account may not see it
 * @throws JiraUnreadable rather than give back a part of them
 */
export async function readChangelog(
  { ask }: Pick<Requests, 'ask'>,
  issue: string,
  keeper: ChangeKeeper,
): Promise<readonly JiraChange[] | null> {
  /** Those from a place on, to the end. null: there is no such issue. */
  async function readFrom(start: number): Promise<readonly JiraChange[] | null> {
    const found: JiraChange[] = [];
    for (;;) {
      const startAt = start + found.length;
      const page = await ask(
        {
          path: ['issue', issue, 'changelog'],
          query: { startAt, maxResults: perPage },
          needs: 'the project permission "Browse projects" (scopes: read:jira-work)',
        },
        changePage,
      );
      if (page === null) return null;
      if (page.startAt !== startAt) throw truncated(issue);
      found.push(...page.values);
      const { total = null, isLast = null } = page;
      const isWhole = total === null ? isLast === true : start + found.length >= total;
      if (isWhole && isLast !== false) return found;
      if (isLast === true || page.values.length === 0) throw truncated(issue);
    }
  }

  const known = await keeper.read(issue);
  if (known.length > 0) {
    const start = Math.max(0, known.length - overlap);
    const end = await readFrom(start);
    if (end === null) return null;
    const before = known.slice(start);
    // One that is gone from the middle, or came into it, moves all that follow.
    if (isDeepStrictEqual(end.slice(0, before.length), before)) {
      const all = end.length === before.length ? known : [...known.slice(0, start), ...end];
      if (all !== known) await keeper.keep(issue, all, known.length);
      return all;
    }
  }
  const all = await readFrom(0);
  if (all !== null) await keeper.keep(issue, all, 0);
  return all;
}

const truncated = (issue: string): JiraUnreadable =>
  new JiraUnreadable(`Jira gave only a part of what happened on ${issue.slice(0, 60)}.`);

const changePage = z.object({
  startAt: z.int().nonnegative(),
  total: z.int().nonnegative().nullish(),
  isLast: z.boolean().nullish(),
  values: z.array(changeOf('cloud')),
});

/** Nothing is kept. */
export const keepingNothing: ChangeKeeper = { read: async () => [], keep: async () => {} };
