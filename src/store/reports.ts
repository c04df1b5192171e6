/**
 * What was counted of repositories for the board, and who counts now: of several processes one does, and the others see how
 * far it is. No loss when it is lost.
 */
import type * as z from 'zod';

import { createLruCache } from '../lru-cache.ts';
import { stored } from '../stored.ts';
import type { Database } from './tables.ts';

/** How it stands with a repository. Instants are in milliseconds since the epoch. */
export type ReportStanding<Told> = {
  /** What was told last; null: nothing that this version understands. */
  readonly told: Told | null;
  /** Until when a process says that it counts; what is over says that none does. */
  readonly heldUntil: number;
  readonly begunAt: number;
  /** It is not begun again before. */
  readonly nextAt: number;
  /** When what is kept was counted; null: nothing is. */
  readonly countedAt: number | null;
};

export type ReportStore<Told, Report> = {
  /** null: nobody asked yet. */
  reportStanding(repository: string): Promise<ReportStanding<Told> | null>;
  /** What was counted at that time; null: it is not there any more. */
  keptReport(repository: string, countedAt: number): Promise<Report | null>;
  /** Takes it, where nobody has it and it may be begun. @returns whether it did */
  beginReport(
    repository: string,
    by: string,
    at: { readonly now: number; readonly until: number; readonly told: Told },
  ): Promise<boolean>;
  /** Tells how far it is, and has it for longer. @returns false: somebody else has it by now */
  tellReport(repository: string, by: string, told: Told, until: number): Promise<boolean>;
  /** Gives it back. `counted`: what it came to; absent: what was kept before stays. */
  endReport(
    repository: string,
    by: string,
    end: {
      readonly told: Told;
      readonly nextAt: number;
      readonly counted?: { readonly report: Report; readonly at: number };
    },
  ): Promise<void>;
};

/** What was read last is not taken apart again: so many, and so many bytes. */
const mostReadings = 50;
const mostBytes = 24_000_000;

/** @param shapes what is told, and what is kept: what does not fit counts as not there */
export function reportStore<Told, Report>(
  db: Database,
  shapes: { readonly told: z.ZodType<Told>; readonly report: z.ZodType<Report> },
): ReportStore<Told, Report> {
  const tellings = stored(1, shapes.told);
  const reports = stored(1, shapes.report);
  const readings = createLruCache<{ readonly countedAt: number; readonly report: Report | null }>(
    mostReadings,
    mostBytes,
  );
  return {
    async reportStanding(repository) {
      const row = await db
        .selectFrom('reports')
        .select(['told', 'held_until', 'begun_at', 'next_at', 'counted_at'])
        .where('repository', '=', repository)
        .executeTakeFirst();
      return row === undefined
        ? null
        : {
            told: tellings.read(row.told),
            heldUntil: row.held_until,
            begunAt: row.begun_at,
            nextAt: row.next_at,
            countedAt: row.counted_at,
          };
    },
    async keptReport(repository, countedAt) {
      const known = readings.get(repository);
      if (known?.countedAt === countedAt) return known.report;
      const row = await db
        .selectFrom('reports')
        .select('content')
        .where('repository', '=', repository)
        .where('counted_at', '=', countedAt)
        .executeTakeFirst();
      const report = reports.read(row?.content ?? null);
      readings.set(repository, { countedAt, report });
      return report;
    },
    async beginReport(repository, by, { now, until, told }) {
      const begun = { told: tellings.write(told), held_by: by, held_until: until, begun_at: now };
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('reports')
        .values({ repository, ...begun, next_at: 0, content: null, counted_at: null })
        .onConflict((conflict) =>
          conflict
            .column('repository')
            .doUpdateSet(begun)
            .where('reports.held_until', '<=', now)
            .where('reports.next_at', '<=', now),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows !== 0n;
    },
    async tellReport(repository, by, told, until) {
      const { numUpdatedRows } = await db
        .updateTable('reports')
        .set({ told: tellings.write(told), held_until: until })
        .where('repository', '=', repository)
        .where('held_by', '=', by)
        .executeTakeFirst();
      return numUpdatedRows !== 0n;
    },
    async endReport(repository, by, { told, nextAt, counted }) {
      await db
        .updateTable('reports')
        .set({
          told: tellings.write(told),
          held_by: null,
          held_until: 0,
          next_at: nextAt,
          ...(counted === undefined
            ? {}
            : { content: reports.write(counted.report), counted_at: counted.at }),
        })
        .where('repository', '=', repository)
        .where('held_by', '=', by)
        .execute();
    },
  };
}

/** Forgets what nobody asked for since an instant. */
export async function pruneReports(db: Database, before: number): Promise<void> {
  await db.deleteFrom('reports').where('begun_at', '<', before).where('held_until', '<', before).execute();
}
