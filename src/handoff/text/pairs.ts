/** Signs that stand in pairs: what is between two of the same may be crossed out, or shown as a formula. */

/** How often a sign is in a text. `passed`: how many of these were read. */
export type Pair = { readonly timesIn: (text: string) => number; readonly all: number; passed: number };

/** Those that stand in a text more than once. */
export const pairsIn = (text: string): readonly Pair[] =>
  [struck, formulas]
    .map((timesIn) => ({ timesIn, all: timesIn(text), passed: 0 }))
    .filter(({ all }) => all > 1);

/** `~` and `~~`: a longer run is none, nor is one behind a backslash. */
const struck = (text: string): number =>
  countRuns(text, '~', (length, isEscaped) => (isEscaped || length > 2 ? 0 : 1));

/** `$$`; a backslash takes the sign behind it. */
const formulas = (text: string): number =>
  countRuns(text, '$', (length, isEscaped) => Math.floor((isEscaped ? length - 1 : length) / 2));

/** Adds up what each run of a sign counts. */
function countRuns(
  text: string,
  sign: string,
  countOf: (length: number, isEscaped: boolean) => number,
): number {
  let count = 0;
  for (let from = text.indexOf(sign); from >= 0;) {
    let to = from + 1;
    while (text[to] === sign) to += 1;
    count += countOf(to - from, text[from - 1] === '\\');
    from = text.indexOf(sign, to);
  }
  return count;
}
