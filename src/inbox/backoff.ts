/** How long to wait after a look that failed: twice as long each time, up to a limit, never all at once. */
export type Backoff = { readonly first: number; readonly most: number };

/**
 * Milliseconds to wait after `tries` vain tries.
 * @param random from 0 to 1; spreads what failed together over the second half of the wait
 */
export function backoff({ first, most }: Backoff, tries: number, random: number): number {
  const whole = Math.min(most, first * 2 ** Math.min(tries, 30));
  return Math.round(whole * (0.5 + random / 2));
}
