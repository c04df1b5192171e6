/** How many changes of each file the tests notice, held against what they noticed before. */

/** One changed piece of a file, and what came of it. */
export type Mutant = {
  readonly fileName: string;
  readonly status: string;
  readonly replacement: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
};

/** Percent, by file. `others`: for files that are not named. */
export type Floors = { readonly others: number; readonly files: Readonly<Record<string, number>> };

export type Score = { readonly noticed: number; readonly unnoticed: number };

const isNoticed = ({ status }: Mutant): boolean => status === 'Killed' || status === 'Timeout';
const isUnnoticed = ({ status }: Mutant): boolean => status === 'Survived' || status === 'NoCoverage';

/** By file, in the order of their names. What could not be tried counts for nothing. */
export function scoresOf(mutants: readonly Mutant[]): ReadonlyMap<string, Score> {
  const names = [...new Set(mutants.map(({ fileName }) => fileName))].toSorted();
  return new Map(
    names.map((name) => {
      const its = mutants.filter(({ fileName }) => fileName === name);
      return [name, { noticed: its.filter(isNoticed).length, unnoticed: its.filter(isUnnoticed).length }];
    }),
  );
}

/** The percentage of changes that are noticed, rounded down; a file in which nothing can be changed has all. */
const percentOf = ({ noticed, unnoticed }: Score): number =>
  noticed + unnoticed === 0 ? 100 : Math.floor((100 * noticed) / (noticed + unnoticed));

/** A line for each file with fewer than it has to have. */
export function tooLow(scores: ReadonlyMap<string, Score>, floors: Floors): readonly string[] {
  return [...scores].flatMap(([name, score]) => {
    const floor = floors.files[name] ?? floors.others;
    const percent = percentOf(score);
    return percent >= floor
      ? []
      : [`${name}: the tests notice ${percent} % of its changes, and had noticed ${floor} %.`];
  });
}

/** The floors with what is better now; none falls. */
export function floorsAfter(scores: ReadonlyMap<string, Score>, floors: Floors): Floors {
  const files = new Map(Object.entries(floors.files));
  for (const [name, score] of scores) files.set(name, Math.max(percentOf(score), files.get(name) ?? 0));
  return {
    ...floors,
    files: Object.fromEntries([...files].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Each change that nothing noticed, and each file's figures. */
export function reportOf(
  mutants: readonly Mutant[],
  scores: ReadonlyMap<string, Score>,
  read: (path: string) => string,
): string {
  const lines = mutants.filter(isUnnoticed).map(({ fileName, status, replacement, location }) => {
    const { start, end } = location;
    const was = (read(fileName).split('\n')[start.line - 1] ?? '')
      .slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined)
      .trim();
    const more = end.line === start.line ? '' : ' …';
    const is = replacement.replaceAll(/\s+/g, ' ').trim();
    const why = status === 'NoCoverage' ? ' (no test comes here)' : '';
    return `${fileName}:${start.line}:${start.column}: ${was}${more} → ${is === '' ? 'nothing' : is}${why}`;
  });
  const figures = [...scores].map(
    ([name, score]) =>
      `${String(percentOf(score)).padStart(3)} %  ${name}: ${score.noticed} noticed, ${score.unnoticed} not`,
  );
  return [...lines, ...(lines.length === 0 ? [] : ['']), ...figures].join('\n');
}
