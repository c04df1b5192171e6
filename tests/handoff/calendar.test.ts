/** Working days in time zones whose clocks are put forward and back; the days are looked up by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dayAt, endOf, endOfDay, onWorkday, startOf } from '../../src/handoff/calendar.ts';
import { spanUnits, weekdays, type Calendar, type Span } from '../../src/policy/index.ts';
import { runs } from '../night.ts';

const usual: Calendar = {
  timezone: 'Europe/Berlin',
  workdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  holidays: ['2026-12-25', '2027-01-01'],
};

const span = (text: string): Span => {
  const [count = '', ...unit] = text.split(' ');
  const found = spanUnits.find((each) => each === unit.join(' ').replace(/s$/, ''));
  if (found === undefined) throw new Error(`"${text}" is no length of time.`);
  return { count: Number(count), unit: found };
};

describe('when a length of time is over', () => {
  // Instants with their offset from UTC, as clocks on the wall show them there.
  test.each([
    // Monday to Wednesday.
    ['2 working days', '2026-11-23T10:00+01:00', '2026-11-25T10:00+01:00'],
    // Friday to Monday.
    ['1 working day', '2026-11-27T17:30+01:00', '2026-11-30T17:30+01:00'],
    // It begins on Saturday, so it begins with Monday.
    ['1 working day', '2026-11-28T15:00+01:00', '2026-12-01T00:00+01:00'],
    // 25 December 2026 is a Friday and a holiday.
    ['2 working days', '2026-12-23T09:00+01:00', '2026-12-28T09:00+01:00'],
    ['1 working day', '2026-12-25T09:00+01:00', '2026-12-29T00:00+01:00'],
    // Over the night in which clocks are put back (25 October 2026) and forward (28 March 2027).
    ['1 working day', '2026-10-23T10:00+02:00', '2026-10-26T10:00+01:00'],
    ['1 working day', '2027-03-26T10:00+01:00', '2027-03-29T10:00+02:00'],
    ['1 week', '2026-10-20T10:00+02:00', '2026-10-27T10:00+01:00'],
    // Days are all days; where they end on a week-end, they end with the same time on Monday.
    ['3 days', '2026-11-23T10:00+01:00', '2026-11-26T10:00+01:00'],
    ['2 days', '2026-11-26T10:00+01:00', '2026-11-30T10:00+01:00'],
    ['36 hours', '2026-11-23T10:00+01:00', '2026-11-24T22:00+01:00'],
    ['36 hours', '2026-11-27T10:00+01:00', '2026-11-30T22:00+01:00'],
    ['1 week', '2026-12-18T08:00+01:00', '2026-12-28T08:00+01:00'],
    ['2 weeks', '2026-12-18T08:00+01:00', '2027-01-04T08:00+01:00'],
  ])('%s from %s', (length, began, ended) => {
    expect(new Date(endOf(span(length), Date.parse(began), usual)).toISOString()).toBe(
      new Date(ended).toISOString(),
    );
  });

  test.each([
    // Where the week has other days.
    ['Asia/Dubai', ['sun', 'mon', 'tue', 'wed', 'thu'], '2026-11-26T10:00+04:00', '2026-11-29T10:00+04:00'],
    // Behind UTC: Friday evening there is Saturday in UTC.
    ['America/Los_Angeles', usual.workdays, '2026-11-27T20:00-08:00', '2026-11-30T20:00-08:00'],
    // Ahead of UTC: Monday morning there is Sunday in UTC.
    ['Pacific/Auckland', usual.workdays, '2026-11-30T08:00+13:00', '2026-12-01T08:00+13:00'],
    // Clocks are put forward at two in the night: half past two is half past three.
    ['Europe/Berlin', weekdays, '2027-03-27T02:30+01:00', '2027-03-28T03:30+02:00'],
    // Clocks are put back at three in the night: half past two is shown twice, and meant is the first.
    ['Europe/Berlin', weekdays, '2026-10-24T02:30+02:00', '2026-10-25T02:30+02:00'],
    // By half an hour, at two in the night.
    ['Australia/Lord_Howe', weekdays, '2026-10-03T02:15+10:30', '2026-10-04T02:45+11:00'],
    // At midnight: that day begins at one.
    ['Africa/Cairo', weekdays, '2026-04-23T00:00+02:00', '2026-04-24T01:00+03:00'],
    // The same, begun on a day without work: what is over is the first instant of that day.
    ['Africa/Cairo', ['tue', 'thu', 'fri'], '2026-04-22T15:00+02:00', '2026-04-24T01:00+03:00'],
    // Midnight is shown twice: meant is the first.
    ['America/Havana', weekdays, '2026-10-31T00:00-04:00', '2026-11-01T00:00-04:00'],
    // Half an hour and three quarters of one ahead of UTC.
    ['Asia/Kolkata', usual.workdays, '2026-11-27T23:45+05:30', '2026-11-30T23:45+05:30'],
    ['Asia/Kathmandu', usual.workdays, '2026-11-27T00:15+05:45', '2026-11-30T00:15+05:45'],
    // A leap day.
    ['Europe/Berlin', weekdays, '2028-02-28T09:00+01:00', '2028-02-29T09:00+01:00'],
    // Where the 30th of December never was.
    ['Pacific/Apia', weekdays, '2011-12-29T10:00-10:00', '2011-12-31T10:00+14:00'],
    // A day that the policy names twice is one day a week.
    ['UTC', ['mon', 'mon'], '2026-11-23T10:00Z', '2026-11-30T10:00Z'],
  ] as const)('a working day in %s', (timezone, workdays, began, ended) => {
    const calendar = { timezone, workdays, holidays: [] };
    expect(new Date(endOf(span('1 working day'), Date.parse(began), calendar)).toISOString()).toBe(
      new Date(ended).toISOString(),
    );
  });

  test.each([
    ['2026-12-24', '2026-12-24T00:00+01:00'],
    ['2026-12-25', '2026-12-28T00:00+01:00'],
    ['2027-07-03', '2027-07-05T00:00+02:00'],
  ])('%s begins', (date, at) => expect(startOf(date, usual)).toBe(Date.parse(at)));

  test.each([
    ['2026-11-27T23:59:59+01:00', '2026-11-27T23:59:59+01:00'],
    ['2026-11-28T00:00:00+01:00', '2026-11-30T00:00:00+01:00'],
    ['2026-12-25T11:00:00+01:00', '2026-12-28T11:00:00+01:00'],
  ])('%s on a working day', (at, then) => expect(onWorkday(Date.parse(at), usual)).toBe(Date.parse(then)));
});

describe('where a day begins and ends', () => {
  test.each([
    ['2026-11-28', 'Europe/Berlin', '2026-11-29T00:00+01:00'],
    ['2026-12-31', 'America/Los_Angeles', '2027-01-01T00:00-08:00'],
    ['2026-11-28', 'Asia/Kolkata', '2026-11-29T00:00+05:30'],
    ['2026-11-28', 'Asia/Kathmandu', '2026-11-29T00:00+05:45'],
    ['2026-11-28', 'Pacific/Chatham', '2026-11-29T00:00+13:45'],
    ['2026-11-28', '+05:30', '2026-11-29T00:00+05:30'],
    // Days of 23 and 25 hours, and of half an hour more.
    ['2026-03-29', 'Europe/Berlin', '2026-03-30T00:00+02:00'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-26T00:00+01:00'],
    ['2026-04-05', 'Australia/Lord_Howe', '2026-04-06T00:00+10:30'],
    // The next day begins at one, or midnight is shown twice, or the last hour of this day is.
    ['2026-04-23', 'Africa/Cairo', '2026-04-24T01:00+03:00'],
    ['2026-03-28', 'Asia/Beirut', '2026-03-29T01:00+03:00'],
    ['2026-09-05', 'America/Santiago', '2026-09-06T01:00-03:00'],
    ['2026-10-31', 'America/Havana', '2026-11-01T00:00-04:00'],
    ['2026-04-04', 'America/Santiago', '2026-04-05T00:00-04:00'],
    // Half past eleven was followed by half past twelve.
    ['1919-03-30', 'America/Toronto', '1919-03-31T00:30-04:00'],
    // The day after this one never was; it has no length of its own.
    ['2011-12-29', 'Pacific/Apia', '2011-12-31T00:00+14:00'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-31T00:00+14:00'],
    ['2028-02-28', 'UTC', '2028-02-29T00:00Z'],
    ['2028-02-29', 'UTC', '2028-03-01T00:00Z'],
    ['2100-02-28', 'UTC', '2100-03-01T00:00Z'],
    // Years that Date takes for those of the last century.
    ['0000-12-31', 'UTC', '0001-01-01T00:00Z'],
    ['0050-06-30', 'UTC', '0050-07-01T00:00Z'],
    ['0099-12-31', 'UTC', '0100-01-01T00:00Z'],
    ['9999-12-31', 'UTC', '+010000-01-01T00:00:00Z'],
  ])('%s in %s ends at %s, and is the day until then', (date, timezone, ended) => {
    const end = endOfDay(date, timezone);
    expect(new Date(end).toISOString()).toBe(new Date(ended).toISOString());
    if (date !== '2011-12-30') expect(dayAt(end - 1, timezone)).toBe(date);
    expect(dayAt(end, timezone)).toBe(/^[^T]*/.exec(ended)?.[0]);
    if (date >= '9999') return;
    const next = new Date(Date.parse(date) + day).toISOString().slice(0, 10);
    expect(startOf(next, { timezone, workdays: weekdays, holidays: [] })).toBe(end);
  });

  test.each([
    ['2026-11-28T18:29:59.999Z', 'Asia/Kolkata', '2026-11-28'],
    ['2026-11-28T18:30:00Z', 'Asia/Kolkata', '2026-11-29'],
    ['2026-11-29T07:59:59Z', 'America/Los_Angeles', '2026-11-28'],
    ['2026-10-25T22:59:59Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T23:00:00Z', 'Europe/Berlin', '2026-10-26'],
    ['2026-04-23T21:59:59Z', 'Africa/Cairo', '2026-04-23'],
    ['2026-04-23T22:00:00Z', 'Africa/Cairo', '2026-04-24'],
    ['0050-06-30T12:00:00Z', 'UTC', '0050-06-30'],
  ])('%s in %s is on %s', (at, timezone, date) => expect(dayAt(Date.parse(at), timezone)).toBe(date));
});

const hour = 3_600_000;
const day = 24 * hour;
const anyInstant = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
const anySpan: fc.Arbitrary<Span> = fc.record({
  count: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom(...spanUnits),
});
const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const anyDate = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  timezone: anyZone,
  workdays: fc.array(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 8 }),
  holidays: fc.array(anyDate, { maxLength: 20 }),
});

const clocks = new Map<string, Intl.DateTimeFormat>();
/** Another way to ask what a clock on the wall shows: `2026-11-23 10:00:00`. */
function shown(at: number, { timezone: timeZone }: Calendar): string {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  clocks.set(timeZone, clock);
  return clock.format(at);
}
const dateIn = (at: number, calendar: Calendar): string => shown(at, calendar).slice(0, 10);
const timeIn = (at: number, calendar: Calendar): string => shown(at, calendar).slice(11);
function isWorking(date: string, { workdays, holidays }: Calendar): boolean {
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const name = names[new Date(date).getUTCDay()];
  return workdays.some((each) => each === name) && !holidays.includes(date);
}
/** Dates after the first, up to the last. */
function datesAfter(first: string, last: string): readonly string[] {
  const dates: string[] = [];
  for (let at = Date.parse(first) + day; at <= Date.parse(last); at += day)
    dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}

describe('in every time zone', () => {
  test('whatever begins when, it ends later, on a working day', () => {
    fc.assert(
      fc.property(anySpan, anyInstant, anyCalendar, (length, began, calendar) => {
        const ended = endOf(length, began, calendar);
        expect(ended).toBeGreaterThan(began);
        expect(isWorking(dateIn(ended, calendar), calendar)).toBe(true);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('working days are so many dates on which work is done, and end at the time of day they began', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), anyInstant, anyCalendar, (count, began, calendar) => {
        // A day that a time zone left out altogether counts as one.
        fc.pre(!['Pacific/Apia', 'Pacific/Fakaofo', 'Pacific/Kwajalein'].includes(calendar.timezone));
        const ended = endOf({ count, unit: 'working day' }, began, calendar);
        const [first, last] = [dateIn(began, calendar), dateIn(ended, calendar)];
        const dates = datesAfter(first, last).filter((date) => isWorking(date, calendar));
        const early = isWorking(first, calendar);
        expect(dates).toHaveLength(early ? count : count + 1);
        const time = early ? timeIn(began, calendar) : '00:00:00';
        // Where clocks never show it, it is as much later as they are put forward: no more than an hour and a half.
        if (timeIn(ended, calendar) !== time) {
          const later = Date.parse(`${last}T${timeIn(ended, calendar)}Z`) - Date.parse(`${last}T${time}Z`);
          expect(later).toBeGreaterThan(0);
          expect(later).toBeLessThanOrEqual(1.5 * hour);
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  test('one after the other, working days are as long as together, but for clocks that are put forward or back', () => {
    const counts = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(counts, counts, anyInstant, anyCalendar, (one, other, began, calendar) => {
        const unit = 'working day';
        const together = endOf({ count: one + other, unit }, began, calendar);
        const first = endOf({ count: one, unit }, began, calendar);
        const second = endOf({ count: other, unit }, first, calendar);
        expect(Math.abs(second - together)).toBeLessThanOrEqual(1.5 * hour);
        if (calendar.timezone === 'UTC') expect(second).toBe(together);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('a working day stays as it is, any other leads to the first one after it at the same time of day', () => {
    fc.assert(
      fc.property(anyInstant, anyCalendar, (at, calendar) => {
        const then = onWorkday(at, calendar);
        const [first, last] = [dateIn(at, calendar), dateIn(then, calendar)];
        if (isWorking(first, calendar)) expect(then).toBe(at);
        else {
          expect(then).toBeGreaterThan(at);
          expect(datesAfter(first, last).filter((date) => isWorking(date, calendar))).toEqual([last]);
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  test('many working days are as many dates on which work is done, holidays in a row or not', () => {
    const counts = fc.integer({ min: 1, max: 999 });
    const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 15 })), {
      maxLength: 4,
    });
    const began = Date.UTC(2026, 10, 28, 12);
    const dateAfter = (days: number): string => new Date(began + days * day).toISOString().slice(0, 10);
    fc.assert(
      fc.property(counts, anyCalendar, runs, (count, { workdays }, free) => {
        const holidays = free.flatMap(([from, days]) =>
          Array.from({ length: days }, (_, each) => dateAfter(from + each)),
        );
        const calendar: Calendar = { timezone: 'UTC', workdays, holidays };
        const last = dateIn(endOf({ count, unit: 'working day' }, began, calendar), calendar);
        const dates = datesAfter(dateAfter(0), last).filter((date) => isWorking(date, calendar));
        expect(dates).toHaveLength(isWorking(dateAfter(0), calendar) ? count : count + 1);
        expect(dates.at(-1)).toBe(last);
      }),
      { numRuns: 200 },
    );
  });

  test('days and weeks are so many dates later, at the same time of day wherever clocks show it', () => {
    const anyLength = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom('day', 'week'));
    fc.assert(
      fc.property(anyLength, anyInstant, anyZone, ([count, unit], began, timezone) => {
        const calendar: Calendar = { timezone, workdays: weekdays, holidays: [] };
        const ended = endOf({ count, unit }, began, calendar);
        const days = count * (unit === 'week' ? 7 : 1);
        const meant = new Date(Date.parse(dateIn(began, calendar)) + days * day).toISOString().slice(0, 10);
        if (timeIn(ended, calendar) === timeIn(began, calendar)) expect(dateIn(ended, calendar)).toBe(meant);
        // Clocks never showed it, an hour and a half around it: the way there is the shorter or the longer one.
        else expect(shown(ended - 1.5 * hour, calendar) < `${meant} ${timeIn(began, calendar)}`).toBe(true);
        expect(Math.abs(ended - began - days * day)).toBeLessThanOrEqual(26 * hour);
      }),
      { numRuns: 1000 },
    );
  });

  test('a day is over when clocks first show a later one', () => {
    fc.assert(
      fc.property(anyDate, anyZone, (date, timezone) => {
        const calendar: Calendar = { timezone, workdays: weekdays, holidays: [] };
        const end = endOfDay(date, timezone);
        expect(dateIn(end, calendar) > date).toBe(true);
        expect(dateIn(end - 1, calendar) <= date).toBe(true);
        expect(dayAt(end, timezone)).toBe(dateIn(end, calendar));
        expect(dayAt(end - 1, timezone)).toBe(dateIn(end - 1, calendar));
      }),
      { numRuns: 1000 },
    );
  });

  test('a working day begins when clocks first show it or a later one', () => {
    fc.assert(
      fc.property(anyDate, anyCalendar, (date, calendar) => {
        const begins = startOf(date, calendar);
        const first = dateIn(begins, calendar);
        expect(first >= date && isWorking(first, calendar)).toBe(true);
        expect(dateIn(begins - 1, calendar) < first).toBe(true);
        const before = new Date(Date.parse(date) - day).toISOString().slice(0, 10);
        expect(datesAfter(before, first).filter((each) => isWorking(each, calendar))).toEqual([first]);
      }),
      { numRuns: 1000 },
    );
  });
});
