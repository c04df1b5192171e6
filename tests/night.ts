/**
 * What is played for each commit, and what only at night: `npm run test:night` runs vitest in its mode `night`, and plays all
 * of it. The night has more cases for the same checks.
 */
const isNight = process.env['MODE'] === 'night';

/**
 * How many cases a property plays, of those that it plays at night. The first ones are the same.
 * @param part which part of them for each commit, where a fifth would take seconds: a tenth is 10
 */
export const runs = (atNight: number, part = 5): number => (isNight ? atNight : Math.ceil(atNight / part));

/**
 * Of the cases of a table, those that are played for each commit: one of so many, beginning with the one named; all of
 * them at night. Whoever begins with another one in each row plays every column.
 */
export const oneOf = <T>(many: number, cases: readonly T[], first = 0): readonly T[] =>
  isNight ? cases : cases.filter((_, index) => index % many === first % many);

type Flavour = 'cloud' | 'data-center';

/**
 * Jira's flavours for stories in which both are asked the same and answer the same: one of them for each commit, both at
 * night. Where requests or texts differ, a story names both.
 */
export const flavours = (forEachCommit: Flavour): readonly Flavour[] =>
  isNight ? ['cloud', 'data-center'] : [forEachCommit];
