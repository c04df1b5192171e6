/** Runs parts of the bench, compares what they measured with the goals, and says which are missed. */
import { errorMessageOf } from '../../src/error-message.ts';
import { compare, misfits, type Figures, type Row } from './compare.ts';
import type { Goals } from './goals.ts';

/** Prints what it measures as it goes, and gives back the figures that have goals. */
export type Part = () => Figures | Promise<Figures>;

export type Outcome = {
  readonly rows: readonly Row[];
  /** What kept a figure from being compared, in a sentence each. */
  readonly errors: readonly string[];
  /** What the process ends with: 1 where a goal is missed, or a figure couldn't be compared. */
  readonly code: 0 | 1;
};

/**
 * Runs the parts, one after the other. A part with a goal that is missed by less than what its samples differ by runs once
 * more, and then all samples together decide.
 */
export async function runParts(parts: Readonly<Record<string, Part>>, goals: Goals): Promise<Outcome> {
  const rows: Row[] = [];
  const errors: string[] = [];
  for (const [part, run] of Object.entries(parts)) {
    try {
      const first = await run();
      const wrong = misfits(part, goals[part] ?? [], first);
      errors.push(...wrong);
      const compared = rowsOf(part, goals, first);
      const unsure = compared.filter(({ result }) => result === 'unsure');
      if (unsure.length === 0) {
        rows.push(...compared);
        continue;
      }
      console.log(
        `\n${part}: unsure of ${unsure.map(({ goal }) => `"${goal.figure}"`).join(', ')}; measured once more`,
      );
      rows.push(...rowsOf(part, goals, joined(first, await run())));
    } catch (error) {
      errors.push(`${part}: ${errorMessageOf(error)}`);
      console.error(error);
    }
  }
  const kept = errors.length === 0 && rows.every(({ result }) => result !== 'missed' && result !== 'unsure');
  return { rows, errors, code: kept ? 0 : 1 };
}

function rowsOf(part: string, goals: Goals, figures: Figures): readonly Row[] {
  return (goals[part] ?? []).flatMap((goal) => {
    const samples = figures[goal.figure];
    if (samples === undefined || (!('leftOut' in samples) && samples.length === 0)) return [];
    return [compare(part, goal, samples)];
  });
}

function joined(first: Figures, second: Figures): Figures {
  return Object.fromEntries(
    Object.entries(first).map(([figure, samples]) => {
      const more = second[figure];
      return [
        figure,
        'leftOut' in samples || more === undefined || 'leftOut' in more ? samples : [...samples, ...more],
      ];
    }),
  );
}
