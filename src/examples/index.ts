/** Examples of a policy: stories that a team writes beside it, and what Baton is to make of them. */
import type { Problem } from '../policy/index.ts';
import { readWritten } from '../policy/index.ts';
import { checkExamples } from './check.ts';
import type { Example, Expectation } from './example.ts';
import { examplesLanguage } from './language.ts';
import { play, type Outcome } from './play.ts';
import { file as schema } from './schema.ts';
import type { Played } from './tracker.ts';

export { examplesSchema } from './schema.ts';
export type { Standing } from './standing.ts';
export { play };
export type { Example, Outcome };
export { castOf, rehearsalOf, watch, type Cast, type Watched } from './watch.ts';

export type ExamplesRead =
  | {
      readonly kind: 'examples';
      readonly examples: readonly Example[];
      /** Where an example, or what it expects, stands in the file. */
      readonly placeOf: (of: Example | Expectation) => Pick<Problem, 'line' | 'column'>;
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Reads examples of a policy. Never throws.
 * @param text null: it is too large to have been read, or no text
 * @param path of the file, for the problems
 */
export function readExamples(text: string | null, path: string, policy: Played['policy']): ExamplesRead {
  const read = readWritten(text, path, { language: examplesLanguage, schema });
  if (read.kind === 'problems') return read;
  const checked = checkExamples(read.value, policy, read.problemsOf);
  if (checked.kind === 'problems') return checked;
  return { ...checked, placeOf: (of) => read.placeOf('steps' in of ? [...of.path, 'name'] : of.path) };
}
