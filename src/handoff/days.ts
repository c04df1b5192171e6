/** Days of the calendar in a time zone. */

const day = 86_400_000;

/** How far ahead of UTC a time zone is at an instant, in milliseconds. */
function offsetAt(instant: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((each) => each.type === type)?.value ?? 0);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(instant / 1000) * 1000;
}

/**
 * When a day ends in a time zone (milliseconds since the epoch).
 * @param text `YYYY-MM-DD`, a day that there is
 * @param timezone a name of the IANA time zone database
 */
export function endOfDay(text: string, timezone: string): number {
  const local = Date.parse(`${text}T00:00:00Z`) + day;
  // The clock may be changed in between: what the first guess finds is looked at once more.
  const guess = local - offsetAt(local, timezone);
  return local - offsetAt(guess, timezone);
}
