/** Counts of repositories, in the embedded database and in PostgreSQL alike. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';

import { openStore, pruneReports, reportStore, type ReportStore, type Store } from '../../src/store/index.ts';
import { describePostgres } from '../postgres.ts';

describe('reports', () => keepsReports(async () => ':memory:'));
describePostgres('reports in PostgreSQL', keepsReports);

function keepsReports(newPlace: () => Promise<string>): void {
  let store: Store;
  let reports: ReportStore<string, readonly number[]>;
  const shapes = { told: z.string(), report: z.array(z.number()).readonly() };
  beforeEach(async () => {
    store = await openStore(await newPlace());
    reports = reportStore(store.db, shapes);
  });
  afterEach(async () => store.close());

  test('one process counts, until it gives it back or its time is over', async () => {
    expect(await reports.reportStanding('R_1')).toBeNull();
    const begin = (by: string, now: number) =>
      reports.beginReport('R_1', by, { now, until: now + 100, told: `by ${by}` });
    expect(await Promise.all([begin('a', 10), begin('b', 10)])).toEqual([true, false]);
    expect(await reports.reportStanding('R_1')).toEqual({
      told: 'by a',
      heldUntil: 110,
      begunAt: 10,
      nextAt: 0,
      countedAt: null,
    });
    expect(await reports.tellReport('R_1', 'a', 'half', 150)).toBe(true);
    expect(await begin('b', 149)).toBe(false);
    expect(await begin('b', 150)).toBe(true);
    // Whoever was slow has it no more, and ends nothing.
    expect(await reports.tellReport('R_1', 'a', 'whole', 400)).toBe(false);
    await reports.endReport('R_1', 'a', { told: 'done', nextAt: 500, counted: { report: [1], at: 300 } });
    expect(await reports.reportStanding('R_1')).toMatchObject({ told: 'by b', countedAt: null });
  });

  test('what was counted stays while it is counted anew, which is not before its time', async () => {
    await reports.beginReport('R_1', 'a', { now: 10, until: 100, told: 'begun' });
    await reports.endReport('R_1', 'a', { told: 'done', nextAt: 500, counted: { report: [1, 2], at: 20 } });
    expect(await reports.reportStanding('R_1')).toMatchObject({ told: 'done', heldUntil: 0, countedAt: 20 });
    const again = { now: 499, until: 600, told: 'again' };
    expect(await reports.beginReport('R_1', 'b', again)).toBe(false);
    expect(await reports.beginReport('R_1', 'b', { ...again, now: 500 })).toBe(true);
    expect(await reports.keptReport('R_1', 20)).toEqual([1, 2]);
    expect(await reports.keptReport('R_1', 21)).toBeNull();
    await reports.endReport('R_1', 'b', { told: 'failed', nextAt: 700 });
    expect(await reportStore(store.db, shapes).keptReport('R_1', 20)).toEqual([1, 2]);
  });

  test('what nobody asks for is forgotten', async () => {
    await reports.beginReport('R_1', 'a', { now: 10, until: 100, told: 'begun' });
    await reports.beginReport('R_2', 'a', { now: 10, until: 900, told: 'begun' });
    await pruneReports(store.db, 500);
    expect(await reports.reportStanding('R_1')).toBeNull();
    expect(await reports.reportStanding('R_2')).not.toBeNull();
  });
}
