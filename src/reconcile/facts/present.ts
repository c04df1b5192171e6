/** What time it is on the tracker, whose clock may not be ours. */
import type { Turn } from '../../inbox/index.ts';

/**
 * The time by which ages of moments are told: how long ago a command was said, or something was undone. Where an event
 * led to the look, something happened just now, so it is the time of the latest moment; else what the tracker's last answer
 * told. Both in milliseconds since the epoch.
 * @param latest when anything last happened on what is looked at
 * @param now what time the tracker's answers tell
 */
export function presentOf({ causes }: Pick<Turn, 'causes'>, latest: readonly number[], now: number): number {
  const last = Math.max(...latest);
  if (!Number.isFinite(last)) return now;
  return causes.length > 0 ? last : Math.max(last, now);
}
