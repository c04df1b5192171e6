/** Instants as people read them: by the clocks of the policy's time zone, whose short name stands beside them. */
import { createLruCache } from '../../lru-cache.ts';

/** Whose clocks tell the time. */
export type Clock = {
  /** A name of the IANA time zone database, as the policy has it in `reminders.calendar.timezone`. */
  readonly timezone: string;
  /** Milliseconds since the epoch; an instant of the same year needs no year. */
  readonly now: number;
};

type Shown = {
  readonly weekday: string;
  readonly day: string;
  readonly year: string;
  readonly time: string;
  readonly zone: string;
};

/** Every English names other zones in short. Those of India and Ireland are left out: "IST" is Israel's time too. */
const locales = ['en-US', 'en-GB', 'en-CA', 'en-AU', 'en-NZ', 'en-ZA'];

/** Making a format takes long, and there are few time zones. */
const formats = createLruCache<readonly Intl.DateTimeFormat[]>(100);
/** A card names the same instants in every evaluation. */
const minutes = createLruCache<Shown>(5000);
const minute = 60_000;

/**
 * An instant in as few characters as say it: `28 Nov, 06:59 CET`, and in another year `28 Nov 2025, 06:59 CET`. Where
 * English has no short name for the zone, its distance from UTC: `28 Nov, 11:29 UTC+05:30`. Safe in Markdown.
 * @param at milliseconds since the epoch
 * @throws RangeError where there is no such time zone
 */
export function timeIn(at: number, { timezone, now }: Clock): string {
  const { day, year, time, zone } = shownAt(at, timezone);
  const date = year === shownAt(now, timezone).year ? day : `${day} ${year}`;
  return `${date}, ${time} ${zone}`;
}

/** The same with the day of the week, for an instant that is still to come: `Wednesday, 4 Mar, 09:01 CET`. */
export const weekdayIn = (at: number, clock: Clock): string =>
  `${shownAt(at, clock.timezone).weekday}, ${timeIn(at, clock)}`;

function shownAt(at: number, timezone: string): Shown {
  const from = Math.floor(at / minute) * minute;
  const key = `${timezone} ${from}`;
  const known = minutes.get(key);
  if (known !== undefined) return known;
  const all = formatsOf(timezone);
  const parts = new Map(all[0]?.formatToParts(from).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const shown = {
    weekday: part('weekday'),
    day: `${part('day')} ${part('month')}`,
    year: part('year'),
    time: `${part('hour')}:${part('minute')}`,
    zone: zoneOf(all, from),
  };
  minutes.set(key, shown);
  return shown;
}

function formatsOf(timeZone: string): readonly Intl.DateTimeFormat[] {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = locales.map(
    (locale) =>
      new Intl.DateTimeFormat(locale, {
        timeZone,
        calendar: 'gregory',
        numberingSystem: 'latn',
        hourCycle: 'h23',
        weekday: 'long',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        timeZoneName: 'short',
      }),
  );
  formats.set(timeZone, made);
  return made;
}

/** The first short name that one of the locales has at that instant. */
function zoneOf(all: readonly Intl.DateTimeFormat[], at: number): string {
  let distance = '';
  for (const format of all) {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (!/\d/.test(name)) return name;
    distance ||= name;
  }
  const [, sign = '+', hours = '', rest = '00'] = /^GMT([+-])(\d+)(?::(\d\d))?/.exec(distance) ?? [];
  return `UTC${sign}${hours.padStart(2, '0')}:${rest}`;
}
