/** Instants as people read them in the time zone of their policy. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { timeZone } from '../../src/policy/names.ts';
import { dayAt, endOfDay } from '../../src/handoff/calendar.ts';
import { timeIn, weekdayIn } from '../../src/handoff/words/times.ts';
import { runs } from '../night.ts';

const now = Date.parse('2026-11-28T12:00:00Z');

describe('an instant for people', () => {
  test.each([
    ['2026-11-28T05:59:59Z', 'Europe/Berlin', '28 Nov, 06:59 CET'],
    ['2026-09-03T05:05:00Z', 'Europe/Berlin', '3 Sep, 07:05 CEST'],
    ['2026-11-28T00:00:00Z', 'UTC', '28 Nov, 00:00 UTC'],
    ['2026-11-28T05:59:00Z', 'Etc/UTC', '28 Nov, 05:59 UTC'],
    // Another year has its year, by the clocks there.
    ['2025-11-28T05:59:00Z', 'Europe/Berlin', '28 Nov 2025, 06:59 CET'],
    ['2025-12-31T23:30:00Z', 'Europe/Berlin', '1 Jan, 00:30 CET'],
    ['2027-01-01T04:59:00Z', 'America/New_York', '31 Dec, 23:59 EST'],
    ['2027-01-01T05:00:00Z', 'America/New_York', '1 Jan 2027, 00:00 EST'],
    // Short names come from the English of where the zone is.
    ['2026-07-01T12:00:00Z', 'America/Los_Angeles', '1 Jul, 05:00 PDT'],
    ['2026-07-01T12:00:00Z', 'Europe/London', '1 Jul, 13:00 BST'],
    ['2026-12-01T12:00:00Z', 'Europe/London', '1 Dec, 12:00 GMT'],
    ['2026-12-01T12:00:00Z', 'Australia/Sydney', '1 Dec, 23:00 AEDT'],
    ['2026-12-01T12:00:00Z', 'Pacific/Auckland', '2 Dec, 01:00 NZDT'],
    ['2026-12-01T12:00:00Z', 'Africa/Johannesburg', '1 Dec, 14:00 SAST'],
    ['2026-12-01T12:00:00Z', 'America/St_Johns', '1 Dec, 08:30 NST'],
    // Where English has none, or one that several countries use.
    ['2026-11-28T05:59:00Z', 'Asia/Kolkata', '28 Nov, 11:29 UTC+05:30'],
    ['2026-11-28T05:59:00Z', 'Asia/Kathmandu', '28 Nov, 11:44 UTC+05:45'],
    ['2026-11-28T05:59:00Z', 'America/Sao_Paulo', '28 Nov, 02:59 UTC-03:00'],
    ['2026-07-01T12:00:00Z', 'Europe/Dublin', '1 Jul, 13:00 UTC+01:00'],
    ['2026-11-28T05:59:00Z', 'Asia/Shanghai', '28 Nov, 13:59 UTC+08:00'],
    // Both hours of the night in which clocks are put back.
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '25 Oct, 02:30 CEST'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '25 Oct, 02:30 CET'],
    // A zone as policies may write it: in small letters, or as a distance.
    ['2026-11-28T05:59:00Z', 'europe/berlin', '28 Nov, 06:59 CET'],
    ['2026-11-28T05:59:00Z', '+05:30', '28 Nov, 11:29 UTC+05:30'],
    ['2026-02-28T23:59:00Z', 'Europe/Berlin', '1 Mar, 00:59 CET'],
    ['2024-02-28T23:59:00Z', 'Europe/Berlin', '29 Feb 2024, 00:59 CET'],
  ])('%s in %s is %s', (at, timezone, shown) =>
    expect(timeIn(Date.parse(at), { timezone, now })).toBe(shown),
  );

  test('to come, it has the day of the week', () =>
    expect(weekdayIn(Date.parse('2026-12-02T08:01:00Z'), { timezone: 'Europe/Berlin', now })).toBe(
      'Wednesday, 2 Dec, 09:01 CET',
    ));

  test('that is in no time zone is an error', () =>
    expect(() => timeIn(now, { timezone: 'Mars/Olympus', now })).toThrow(RangeError));

  test('reads the same way in every time zone, and names the minute that clocks show there', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const instants = fc.integer({ min: Date.UTC(2008, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(instants, zones, (at, timezone) => {
        const shown = timeIn(at, { timezone, now });
        expect(shown).toMatch(/^\d{1,2} [A-Z][a-z]{2}( \d{4})?, \d\d:\d\d ([A-Z]{2,5}|UTC[+-]\d\d:\d\d)$/);
        const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, timeStyle: 'short' }).format(at);
        expect(shown).toContain(`, ${clock} `);
      }),
      { numRuns: runs(1000) },
    );
  });

  test('is told in every time zone that a policy may name, in which days begin and end too', () => {
    const offset = fc
      .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 61 }))
      .map(
        ([sign, hours, rest]) => `${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`,
      );
    const abbreviation = fc.string({
      unit: fc.constantFrom(...Array.from('ABCDEGHIJMNPRSTUZ')),
      minLength: 3,
      maxLength: 4,
    });
    const alias = fc.constantFrom('US/Eastern', 'Zulu', 'EST5EDT', 'Etc/GMT+5', 'GMT+0', '+0530', '+05');
    const place = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const written = fc.oneof(
      place,
      place.map((name) => name.toLowerCase()),
      offset,
      abbreviation,
      alias,
    );
    const taken = new Set<string>();
    fc.assert(
      fc.property(written, (timezone) => {
        if (timeZone(timezone) !== null) return;
        taken.add(timezone);
        expect(timeIn(now, { timezone, now })).toMatch(/^2[789] Nov, /);
        expect(dayAt(now, timezone)).toMatch(/^2026-11-2[789]$/);
        expect(endOfDay('2026-11-28', timezone)).toBeGreaterThan(Date.parse('2026-11-28T00:00Z'));
      }),
      { numRuns: 1000 },
    );
    expect(taken.size).toBeGreaterThan(300);
  });
});
