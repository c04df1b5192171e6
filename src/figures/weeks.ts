/** Weeks, from Monday to Sunday, by the clocks of a time zone. */
import { Temporal } from 'temporal-polyfill/implementation';

/** From its first instant to the one after its last, in milliseconds since the epoch. */
export type Week = {
  /** Its Monday: `2026-11-02`. */
  readonly monday: string;
  readonly from: number;
  readonly until: number;
};

/**
 * The weeks of which a time has a part, oldest first.
 * @param from milliseconds since the epoch. @param until the first instant after it
 * @param timeZone a name of the IANA time zone database
 */
export function weeksOf(from: number, until: number, timeZone: string): readonly Week[] {
  if (until <= from) return [];
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone).toPlainDate();
  let monday = first.subtract({ days: first.dayOfWeek - 1 });
  const begins = (date: Temporal.PlainDate): number => date.toZonedDateTime({ timeZone }).epochMilliseconds;
  const weeks: Week[] = [];
  for (let begun = begins(monday); begun < until;) {
    const next = monday.add({ days: 7 });
    const end = begins(next);
    weeks.push({ monday: monday.toString(), from: begun, until: end });
    monday = next;
    begun = end;
  }
  return weeks;
}
