/** To whom something is shown, and where from. */
import type { JsonObject } from '../../json.ts';
import type { Site } from '../model/index.ts';

export type View = {
  readonly site: Site;
  /** Version 3 shows long texts as ADF, version 2 as wiki text. */
  readonly api: '2' | '3';
  /** What `self` links begin with: the site, or the gateway. */
  readonly base: string;
  /** Times are told in it. */
  readonly timeZone: string;
};

export const self = (view: View, path: string): string => `${view.base}/rest/api/${view.api}${path}`;

const formats = new Map<string, Intl.DateTimeFormat>();

/** As Jira writes a time: `2019-02-15T19:11:18.321-0800`, in somebody's time zone. */
export function stamp(at: number, timeZone: string): string {
  const offset = offsetOf(at, timeZone);
  const local = new Date(at + offset * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

/** Minutes that a time zone is ahead of UTC, at a time. */
export function offsetOf(at: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours, minutes] = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Pictures in the four sizes that Jira names. */
export function avatars(address: (size: string) => string): JsonObject {
  return {
    '48x48': address('xlarge'),
    '24x24': address('small'),
    '16x16': address('xsmall'),
    '32x32': address('medium'),
  };
}
