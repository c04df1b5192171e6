/** An instant, as people write it on a command line. */
import { day, hour } from '../durations.ts';
import { SettingError } from '../setting-error.ts';

const units = { h: hour, d: day } as const;
const date = /^\d{4}-\d{2}-\d{2}$/;
const exact = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const ago = /^(\d{1,5})([hd])$/;

/**
 * @param text a day (its beginning in UTC), an instant with its zone, or how long ago: `90d`, `12h`
 * @param option what it was given for, with the command: `baton export: --since`
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch
 * @throws SettingError
 */
export function instantIn(text: string, option: string, now: number): number {
  const [, many, unit] = ago.exec(text) ?? [];
  if (many !== undefined) return now - Number(many) * units[unit === 'h' ? 'h' : 'd'];
  const at = date.test(text) || exact.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 2026-02-30 for a day in March.
  const isThere = new Date(Date.parse(`${text.slice(0, 10)}T00:00Z`) || 0)
    .toISOString()
    .startsWith(text.slice(0, 10));
  if (!Number.isNaN(at) && isThere) return at;
  throw new SettingError(
    `${option} must be a day such as 2026-11-01, an instant such as 2026-11-01T09:00Z, or how long ago: 90d.`,
  );
}
