/** From the text of a file to what it says, or to everything that is wrong with it. */
import type * as z from 'zod';

import { explain } from './explain.ts';
import type { Language, Path } from './language.ts';
import { openWritten } from './open.ts';
import { placed } from './placed.ts';
import type { Complaint, Problem } from './problem.ts';
import { find, lineAndColumnOf, plain } from './tree.ts';

/** A complaint and the part of the file that it is about. */
export type ComplaintAt = Complaint & { readonly path: Path };

export type Written<T> =
  | {
      readonly kind: 'read';
      readonly value: T;
      /** Where a part stands; of what is not there, where what it would be in does. */
      readonly placeOf: (path: Path) => Pick<Problem, 'line' | 'column'>;
      /** Complaints as problems, in the order of the file. */
      readonly problemsOf: (complaints: readonly ComplaintAt[]) => readonly Problem[];
    }
  /** At least one, in the order of the file. */
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Reads a file. Never throws, and takes milliseconds whatever the text is.
 * @param text null: it is too large to have been read, or no text
 * @param file its path, for the problems
 */
export function readWritten<S extends z.ZodType>(
  text: string | null,
  file: string,
  { language, schema }: { readonly language: Language; readonly schema: S },
): Written<z.output<S>> {
  const { source, tree, wrong } = openWritten(text, language);
  if (tree === null) return { kind: 'problems', problems: placed(wrong, source, file) };
  const parsed = schema.safeParse(plain(tree));
  const all = [...wrong, ...explain(parsed.error?.issues ?? [], tree, language)];
  if (!parsed.success || all.length > 0) return { kind: 'problems', problems: placed(all, source, file) };
  const place = lineAndColumnOf(source);
  const atOf = (path: Path): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const found = find(tree, path.slice(0, length));
      if (found !== null)
        return length < path.length || found.value.kind !== 'scalar' ? found.keyAt : found.value.at;
    }
    return tree.at;
  };
  return {
    kind: 'read',
    value: parsed.data,
    placeOf: (path) => place(atOf(path)),
    problemsOf: (complaints) =>
      placed(
        complaints.map(({ path, message, hint }) => ({ at: atOf(path), message, hint })),
        source,
        file,
      ),
  };
}
