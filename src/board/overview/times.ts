/** How long something takes, and since when it does, as a card says it. */
import { day, hour, minute } from '../../durations.ts';
import { html, type Html } from '../../pages/index.ts';

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** In the largest unit that is full: `3 days`. */
export function spanText(milliseconds: number): string {
  if (milliseconds < minute) return 'a moment';
  if (milliseconds < hour) return counted(Math.floor(milliseconds / minute), 'minute');
  if (milliseconds < 2 * day) return counted(Math.floor(milliseconds / hour), 'hour');
  return counted(Math.floor(milliseconds / day), 'day');
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `28 Nov`, with its year where that is not the year of `now`. */
function dateText(at: number, now: number): string {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  const text = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  return year === new Date(now).getUTCFullYear() ? text : `${text} ${year}`;
}

const exactly = (at: number): string => {
  const time = new Date(at).toISOString().slice(11, 16);
  return `${dateText(at, 0)}, ${time} UTC`;
};

/** A day, which tells the time of day to whoever asks for it. */
export const dateOf = (at: number, now: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}" title="${exactly(at)}">${dateText(at, now)}</time>`;
