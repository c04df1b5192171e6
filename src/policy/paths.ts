/** The paths of `exempt.paths`: a small part of glob, so that no pattern takes a matcher long. */
import picomatch from 'picomatch';
import { line, type NameCheck } from './names.ts';
import { quoted, type Complaint } from './problem.ts';

/**
 * A test for paths: true where one of the globs matches. `*` stays within a folder, `**` does not; case
 * counts, and names that begin with a dot are names like others.
 */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  return globs.length === 0
    ? () => false
    : picomatch([...globs], { dot: true, noextglob: true, regex: false });
}

/**
 * Allowed are `*`, `**`, `?` and `{a,b}`, as often as a person needs them. picomatch passes parentheses on
 * to the regular expression (`(a+)+b` took 7 seconds on one path), and many stars in a row backtrack.
 */
export const glob: NameCheck = (text) => {
  const plain = line('A path', 200)(text);
  if (plain !== null) return plain;
  const complaint = (hint: string): Complaint => ({
    message: `The path ${quoted(text)} cannot be used.`,
    hint,
  });
  if (text.startsWith('!')) return complaint('Exclusions with ! are not supported.');
  if (/^(?:\.{0,2}\/)|\.\./.test(text)) {
    return complaint('Write paths as seen from the root of the repository, like docs/**.');
  }
  if (text.endsWith('/')) return complaint(`For everything in the folder, write "${text}**".`);
  if (/[()[\]|\\]/.test(text)) return complaint('Use *, **, ? and {a,b}; write ? for any other sign.');
  const braces = text.match(/\{[^{}]*\}/g) ?? [];
  if (text.replaceAll(/\{[^{}]*\}/g, '').match(/[{}]/) !== null) return complaint('A brace has no partner.');
  if (braces.some((brace) => !brace.includes(','))) return complaint('Braces hold choices, like {md,txt}.');
  const stars = (part: string): number => part.match(/\*+/g)?.length ?? 0;
  if (stars(text) > 4 || braces.length > 2 || text.split('/').some((part) => stars(part) > 2)) {
    return complaint('Use at most four stars, two of them in one name, and two {…}; or write several paths.');
  }
  return null;
};
