/**
 * When a length of time ends that people spend working: days of a calendar, in its time zone, whatever the clocks there do.
 * Instants are milliseconds since the epoch. Where clocks are put back and show a time twice, the first is meant; where
 * they are put forward and never show it, it is as much later as they are put forward (Temporal: "compatible").
 */
// Not the entry that prefers the engine's own Temporal where there is one: what decides is what the tests ran.
import { Temporal } from 'temporal-polyfill/implementation';

import { weekdays, type Calendar, type Span } from '../policy/index.ts';

type PlainDate = Temporal.PlainDate;

const hour = 60 * 60 * 1000;

/** What clocks on the wall show. */
const wallOf = (at: number, timezone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);

/** When they show a time on a day; without a time, when that day begins. */
const instantOf = (date: PlainDate, plainTime: Temporal.PlainTime | undefined, timeZone: string): number =>
  date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;

/** @param dayOfWeek from 1, Monday, to 7 */
function isOneOf(workdays: Calendar['workdays'], dayOfWeek: number): boolean {
  const weekday = weekdays[dayOfWeek - 1];
  return weekday !== undefined && workdays.includes(weekday);
}

const isWorkday = (date: PlainDate, { workdays, holidays }: Calendar): boolean =>
  isOneOf(workdays, date.dayOfWeek) && !(holidays.length > 0 && holidays.includes(date.toString()));

/** The first working day from this one on. */
function toWorkday(date: PlainDate, calendar: Calendar): PlainDate {
  let found = date;
  while (!isWorkday(found, calendar)) found = found.add({ days: 1 });
  return found;
}

/** This instant if it is on a working day, else the same time of day on the next one. */
export function onWorkday(at: number, calendar: Calendar): number {
  const wall = wallOf(at, calendar.timezone);
  const date = wall.toPlainDate();
  const found = toWorkday(date, calendar);
  return found.equals(date) ? at : instantOf(found, wall.toPlainTime(), calendar.timezone);
}

/** When a length of time that began at an instant is over; where that is no working day, on the next one. */
export function endOf({ count, unit }: Span, began: number, calendar: Calendar): number {
  if (unit === 'hour') return onWorkday(began + count * hour, calendar);
  const wall = wallOf(began, calendar.timezone);
  const [date, time] = [wall.toPlainDate(), wall.toPlainTime()];
  const over = (found: PlainDate): number => instantOf(toWorkday(found, calendar), time, calendar.timezone);
  switch (unit) {
    case 'day':
      return over(date.add({ days: count }));
    case 'week':
      return over(date.add({ weeks: count }));
    case 'working day': {
      // What begins on a day without work begins with the next working day.
      const first = toWorkday(date, calendar);
      const last = workdaysAfter(first, count, calendar);
      return instantOf(last, first.equals(date) ? time : undefined, calendar.timezone);
    }
    default:
      return unit satisfies never;
  }
}

/**
 * So many working days after one of them: as if there were no holidays, then as many more as holidays were on the way.
 * Day by day, a long time would take long.
 */
function workdaysAfter(date: PlainDate, count: number, { workdays, holidays }: Calendar): PlainDate {
  let found = date;
  for (let left = count; left > 0;) {
    const next = weekdaysAfter(found, left, workdays);
    const [from, to] = [found.toString(), next.toString()];
    left = [...new Set(holidays)].filter(
      (day) => from < day && day <= to && isOneOf(workdays, Temporal.PlainDate.from(day).dayOfWeek),
    ).length;
    found = next;
  }
  return found;
}

/** The same without holidays: whole weeks, then the rest of one. */
function weekdaysAfter(date: PlainDate, count: number, workdays: Calendar['workdays']): PlainDate {
  const aWeek = new Set(workdays).size;
  let days = 7 * Math.floor(count / aWeek);
  for (let left = count % aWeek; left > 0;) {
    days += 1;
    if (isOneOf(workdays, ((date.dayOfWeek - 1 + days) % 7) + 1)) left -= 1;
  }
  return date.add({ days });
}

/**
 * When a day ends in a time zone.
 * @param date `YYYY-MM-DD`, a day that there is
 * @param timezone a name of the IANA time zone database
 */
export const endOfDay = (date: string, timezone: string): number =>
  instantOf(Temporal.PlainDate.from(date).add({ days: 1 }), undefined, timezone);

/** When a day (`YYYY-MM-DD`) begins; where it is no working day, the next one that is. */
export const startOf = (date: string, calendar: Calendar): number =>
  instantOf(toWorkday(Temporal.PlainDate.from(date), calendar), undefined, calendar.timezone);

/** The day (`YYYY-MM-DD`) that it is in a time zone at an instant. */
export const dayAt = (at: number, timezone: string): string => wallOf(at, timezone).toPlainDate().toString();
