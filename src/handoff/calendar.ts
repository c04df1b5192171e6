/**
 * When a length of time ends that people spend working: days of a calendar, in its time zone, whatever the clocks there do.
 * Instants are milliseconds since the epoch.
 */
import { weekdays, type Calendar, type Span } from '../policy/index.ts';
import { createKept } from '../cache.ts';

/** What clocks on the wall show, as the instant at which clocks in UTC show it. */
type Wall = number;

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** Making a format takes long, and there are few time zones. */
const formats = createKept<Intl.DateTimeFormat>(100);

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

function wallOf(at: number, timezone: string): Wall {
  const parts = formatOf(timezone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((each) => each.type === type)?.value);
  const seconds = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return seconds + (((at % 1000) + 1000) % 1000);
}

/**
 * The instant at which clocks on the wall show something: the first, where clocks are put back and show it twice; where
 * they are put forward and never do, as much later as they are put forward.
 */
function instantOf(wall: Wall, timezone: string): number {
  const near = (at: number): number => wall - (wallOf(at, timezone) - at);
  // No time zone is a day away from UTC, so what is looked for lies between these two.
  const [before, after] = [near(wall - day), near(wall + day)];
  const shows = (at: number): boolean => wallOf(at, timezone) === wall;
  return shows(after) && !shows(before) ? after : before;
}

const startOfDay = (wall: Wall): Wall => Math.floor(wall / day) * day;

/** `YYYY-MM-DD`. */
const dateOf = (wall: Wall): string => new Date(wall).toISOString().slice(0, 10);

function isWorkday(wall: Wall, { workdays, holidays }: Calendar): boolean {
  const weekday = weekdays[(new Date(wall).getUTCDay() + 6) % 7];
  return weekday !== undefined && workdays.includes(weekday) && !holidays.includes(dateOf(wall));
}

/** The same time of day on the first working day from this one on. */
function toWorkday(wall: Wall, calendar: Calendar): Wall {
  let found = wall;
  while (!isWorkday(found, calendar)) found += day;
  return found;
}

function after(wall: Wall, count: number, calendar: Calendar): Wall {
  // What begins on a day without work begins with the next working day.
  let found = isWorkday(wall, calendar) ? wall : toWorkday(startOfDay(wall), calendar);
  for (let left = count; left > 0; left -= 1) found = toWorkday(found + day, calendar);
  return found;
}

/** This instant if it is on a working day, else the same time of day on the next one. */
export function onWorkday(at: number, calendar: Calendar): number {
  const wall = wallOf(at, calendar.timezone);
  const found = toWorkday(wall, calendar);
  return found === wall ? at : instantOf(found, calendar.timezone);
}

/** When a length of time that began at an instant is over; where that is no working day, on the next one. */
export function endOf({ count, unit }: Span, began: number, calendar: Calendar): number {
  const { timezone } = calendar;
  const wall = wallOf(began, timezone);
  switch (unit) {
    case 'hour':
      return onWorkday(began + count * hour, calendar);
    case 'day':
      return instantOf(toWorkday(wall + count * day, calendar), timezone);
    case 'week':
      return instantOf(toWorkday(wall + count * 7 * day, calendar), timezone);
    case 'working day':
      return instantOf(after(wall, count, calendar), timezone);
    default:
      return unit satisfies never;
  }
}

/**
 * When a day ends in a time zone.
 * @param date `YYYY-MM-DD`, a day that there is
 * @param timezone a name of the IANA time zone database
 */
export function endOfDay(date: string, timezone: string): number {
  return instantOf(Date.parse(date) + day, timezone);
}

/** When a day (`YYYY-MM-DD`) begins; where it is no working day, the next one that is. */
export function startOf(date: string, calendar: Calendar): number {
  return instantOf(toWorkday(Date.parse(date), calendar), calendar.timezone);
}

/** The day (`YYYY-MM-DD`) that it is in a time zone at an instant. */
export const dayAt = (at: number, timezone: string): string => dateOf(startOfDay(wallOf(at, timezone)));
