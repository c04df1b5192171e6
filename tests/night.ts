/**
 * What is played for each commit, and what only at night: `npm run test:night` runs vitest in its mode `night`, and plays all
 * of it. No check is for the night alone; the night has more cases for the same ones.
 */
const isNight = process.env['MODE'] === 'night';

/** How many cases a property plays, of those that it plays at night. The first ones are the same. */
export const runs = (atNight: number): number => (isNight ? atNight : Math.ceil(atNight / 5));
