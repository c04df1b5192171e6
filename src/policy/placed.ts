/** Complaints with offsets as problems with lines and columns. */
import type { Problem } from './problem.ts';
import { lineAndColumnOf, type LocatedComplaint } from './tree.ts';

/** Complaints as problems, in the order of the file, each once. */
export function placed(wrong: readonly LocatedComplaint[], source: string, file: string): readonly Problem[] {
  const place = lineAndColumnOf(source);
  const once = new Map<string, LocatedComplaint>();
  for (const each of wrong) once.set(`${each.at} ${each.message}`, each);
  return [...once.values()]
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, message, hint, elsewhere }) => ({
      file,
      ...place(at),
      message,
      hint,
      ...(elsewhere === undefined ? {} : { elsewhere }),
    }));
}
