/** Instants on pages: as the policy's clock has them, and for programs; scripts add the reader's own clock. */
import { durationText } from '../../durations.ts';
import { timeInZone } from '../../handoff/index.ts';
import { html, type Html } from '../../pages/index.ts';

/** By whose clock, and what time it is (milliseconds since the epoch). */
export type PageClock = { readonly timezone: string; readonly now: number };

/** `28 Nov, 06:59 CET`. */
export const instant = (at: number, clock: PageClock): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${timeInZone(at, clock)}</time>`;

/** `3 d 4 h`, with the instant since when. */
export const since = (at: number, { now }: PageClock): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${durationText(Math.max(1, now - at))}</time>`;
