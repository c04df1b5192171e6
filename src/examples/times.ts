/** Time in an example: when it begins, and how it passes. Instants are milliseconds since the epoch. */
// Not the entry that prefers the engine's own Temporal where there is one: what decides is what the tests ran.
import { Temporal } from 'temporal-polyfill/implementation';

import { endOf } from '../handoff/index.ts';
import { isDay, spanOf, weekdays, type Calendar } from '../policy/index.ts';
import type { Passing } from './example.ts';

/** A Monday. */
const usualStart = '2026-01-05 09:00';

/** Null: the text is no day, or no time. */
export function startOf(text: string | null, timeZone: string): number | null {
  const [, day, time = '09:00'] =
    /^(\d{4}-\d\d-\d\d)(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d))?$/.exec(text ?? usualStart) ?? [];
  if (day === undefined || !isDay(day)) return null;
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).epochMilliseconds;
}

/** Null: the text is no length of time. */
export function passingOf(text: string): Passing | null {
  const minutes = /^([1-9]\d{0,3}) minutes?$/.exec(text)?.[1];
  return minutes === undefined ? spanOf(text) : { count: Number(minutes), unit: 'minute' };
}

/** When it is over. Working days are those of the calendar; days and weeks are all of them. */
export function afterPassing(passing: Passing, now: number, calendar: Calendar): number {
  if (passing.unit === 'minute') return now + passing.count * 60_000;
  const everyDay = { ...calendar, workdays: weekdays, holidays: [] };
  const { count, unit } = passing;
  return endOf({ count, unit }, now, unit === 'working day' ? calendar : everyDay);
}

/** What clocks on the wall show: `2026-01-05 09:00`. */
export function clockAt(at: number, timeZone: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return wall.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}
