/**
 * Which issues wait for whom, and of which roles a repository has a digest instead of reminders. Each look at an issue
 * keeps it, so that nobody has to read all issues to count them; losing it, the looks fill it again.
 */
import * as z from 'zod';

import { stored } from '../stored.ts';
import type { Database } from './tables.ts';

/** A gate of an issue that waits for its roles. Instants are milliseconds since the epoch. */
export type Waits = {
  readonly roles: readonly string[];
  /** When they are to be reminded. */
  readonly due: number;
  readonly title: string;
  /** The gate's title. */
  readonly gate: string;
  /** Since when it waits. */
  readonly since: number;
  /** When somebody else is told; null: nobody is. */
  readonly escalation: number | null;
};

/** `seen`: when it was first kept with this `due`. */
export type KeptWaits = { readonly waits: Waits; readonly seen: number };

const waits = z.object({
  roles: z.array(z.string()),
  due: z.number(),
  title: z.string(),
  gate: z.string(),
  since: z.number(),
  escalation: z.number().nullable(),
});
/** An older Baton kept one gate of an issue, as an object. */
const storedWaits = stored<readonly KeptWaits[] | Waits>(
  1,
  z.union([z.array(z.object({ waits, seen: z.number() })), waits]),
);

export type WaitingStore = {
  /** Whom an issue waits for, gate by gate; empty: nobody. */
  waiting(repository: string, issue: number): Promise<readonly KeptWaits[]>;
  /** Replaces what was kept; nothing: it waits for nobody any more. `item`: the inbox's key of the issue. */
  keepWaiting(
    repository: string,
    item: string,
    kept: { readonly issue: number; readonly all: readonly KeptWaits[] },
  ): Promise<void>;
  /** It is not there any more. Gives back whether it was kept. */
  forgetGone(item: string): Promise<boolean>;
  /** The numbers of all issues of a repository that are kept. */
  waitingIssues(repository: string): Promise<readonly number[]>;
  /** Nobody waits in the repository any more, and it has no digest. */
  forgetAllWaiting(repository: string): Promise<void>;
  /** How many issues wait for a role and are due. */
  countDue(repository: string, role: string, now: number): Promise<number>;
  /** What of a role is due, in the order of the issues' numbers. */
  dueFor(
    repository: string,
    role: string,
    now: number,
  ): Promise<readonly (KeptWaits & { readonly issue: number })[]>;
  /** When the last of those that are due was first seen; null: none is due. */
  lastDueSeen(repository: string, now: number): Promise<number | null>;
  /** The roles that have a digest, in the order of their names. */
  digests(repository: string): Promise<readonly string[]>;
  openDigest(repository: string, role: string): Promise<void>;
  /** Ends the digest of a role, unless an issue is due. */
  closeDigest(repository: string, role: string, now: number): Promise<void>;
};

export function waitingStore(db: Database): WaitingStore {
  return {
    async waiting(repository, issue) {
      const row = await db
        .selectFrom('waiting')
        .select(['issue', 'content', 'seen_at'])
        .where('repository', '=', repository)
        .where('issue', '=', issue)
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? [] : keptOf(row);
    },
    async keepWaiting(repository, item, { issue, all }) {
      const content = storedWaits.write(all);
      // One row a role, by what of it is due first: so issues are counted, and not gates.
      const first = new Map<string, KeptWaits>();
      for (const kept of all.toSorted((one, other) => one.waits.due - other.waits.due))
        for (const role of kept.waits.roles) if (!first.has(role)) first.set(role, kept);
      const rows = [...first].map(
        ([
          role,
          {
            waits: { due },
            seen: seen_at,
          },
        ]) => ({
          repository,
          role,
          issue,
          item,
          due,
          seen_at,
          content,
        }),
      );
      await db.transaction().execute(async (tx) => {
        await tx
          .deleteFrom('waiting')
          .where('repository', '=', repository)
          .where('issue', '=', issue)
          .execute();
        if (rows.length > 0) await tx.insertInto('waiting').values(rows).execute();
      });
    },
    async forgetGone(item) {
      const { numDeletedRows } = await db.deleteFrom('waiting').where('item', '=', item).executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async waitingIssues(repository) {
      const rows = await db
        .selectFrom('waiting')
        .select('issue')
        .distinct()
        .where('repository', '=', repository)
        .orderBy('issue')
        .execute();
      return rows.map(({ issue }) => issue);
    },
    async forgetAllWaiting(repository) {
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('waiting').where('repository', '=', repository).execute();
        await tx.deleteFrom('digests').where('repository', '=', repository).execute();
      });
    },
    async countDue(repository, role, now) {
      const { count } = await db
        .selectFrom('waiting')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('repository', '=', repository)
        .where('role', '=', role)
        .where('due', '<=', now)
        .executeTakeFirstOrThrow();
      return count;
    },
    async dueFor(repository, role, now) {
      const rows = await db
        .selectFrom('waiting')
        .select(['issue', 'content', 'seen_at'])
        .where('repository', '=', repository)
        .where('role', '=', role)
        .where('due', '<=', now)
        .orderBy('issue')
        .execute();
      return rows.flatMap((row) =>
        keptOf(row)
          .filter(({ waits }) => waits.due <= now && waits.roles.includes(role))
          .map((kept) => ({ issue: row.issue, ...kept })),
      );
    },
    async lastDueSeen(repository, now) {
      const { seen } = await db
        .selectFrom('waiting')
        .select(({ fn }) => fn.max('seen_at').as('seen'))
        .where('repository', '=', repository)
        .where('due', '<=', now)
        .executeTakeFirstOrThrow();
      return seen;
    },
    async digests(repository) {
      const rows = await db
        .selectFrom('digests')
        .select('role')
        .where('repository', '=', repository)
        .execute();
      return rows.map(({ role }) => role).toSorted();
    },
    async openDigest(repository, role) {
      await db
        .insertInto('digests')
        .values({ repository, role })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async closeDigest(repository, role, now) {
      await db
        .deleteFrom('digests')
        .where('repository', '=', repository)
        .where('role', '=', role)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('waiting')
                .select('issue')
                .where('repository', '=', repository)
                .where('role', '=', role)
                .where('due', '<=', now),
            ),
          ),
        )
        .execute();
    },
  };
}

function keptOf(row: { content: string; seen_at: number }): readonly KeptWaits[] {
  const content = storedWaits.read(row.content) ?? [];
  return 'due' in content ? [{ waits: content, seen: row.seen_at }] : content;
}
