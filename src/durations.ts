/** How long something takes, and how people say it. */

/** Milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/**
 * In two units at most: `12 min`, `5 h 20 min`, `3 d 4 h`, and from three weeks on in days alone.
 * @param milliseconds not negative; what is below a minute is `< 1 min`, and nothing at all `0 min`
 */
export function durationText(milliseconds: number): string {
  if (milliseconds <= 0) return '0 min';
  if (milliseconds < minute) return '< 1 min';
  const minutes = Math.round(milliseconds / minute);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return together(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(milliseconds / hour);
  if (hours < 21 * 24) return together(Math.floor(hours / 24), 'd', hours % 24, 'h');
  return `${Math.round(milliseconds / day)} d`;
}

const together = (large: number, unit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
