/** What a policy came to on a repository's past, added up, and how people and programs read it. */
import type * as page from './page.ts';

export { type Simulated, simulateOutput, type Sums, surpriseShape } from './shape.ts';
export { reasonIn, surprisesOf, worstFirst } from './surprises.ts';
export { add, noTotals, sumsOf, totalsShape, weeksIn } from './totals.ts';

type Pages = typeof page;

/** Loads what draws pages; who prints text alone does without. */
export async function simulationPages(): Promise<Pages> {
  return import('./page.ts');
}
