/** Words that the text and the page of a report share. */
import type { Counts } from '../figures/index.ts';

/** In English, every month has three letters here alone. */
const partsAt = (at: number, timeZone: string): ReadonlyMap<string, string> =>
  new Map(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );

/** `3 Nov 2026`, by the clocks of a time zone. @param at milliseconds since the epoch */
export function dayIn(at: number, timeZone: string): string {
  const parts = partsAt(at, timeZone);
  return ['day', 'month', 'year'].map((part) => parts.get(part)).join(' ');
}

/** `3 Nov 2026, 14:05` */
export function minuteIn(at: number, timeZone: string): string {
  const parts = partsAt(at, timeZone);
  return `${dayIn(at, timeZone)}, ${parts.get('hour')}:${parts.get('minute')}`;
}

/** Whom it waits for, as a sentence goes on. */
export const peopleOf = (roles: readonly string[]): string =>
  roles.length === 0 ? 'for nobody that the policy names,' : `for ${roles.join(' and ')},`;

/** What is counted at a gate, in the order in which it is shown. */
export function eventsOf(
  counts: Counts | null,
): readonly { readonly title: string; readonly count: number }[] {
  return [
    { title: 'approved', count: counts?.approved ?? 0 },
    { title: 'sent back', count: counts?.sentBack ?? 0 },
    { title: 'questions', count: counts?.questions ?? 0 },
    { title: 'changed', count: counts?.changed ?? 0 },
    { title: 'waived', count: counts?.waived ?? 0 },
    { title: 'bypassed', count: counts?.bypassed ?? 0 },
  ];
}
