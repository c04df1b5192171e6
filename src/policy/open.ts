/** From the text of a file to its tree, with what keeps it from being one. */
import { textCutByComment } from './cut-by-comment.ts';
import { atOnce, type Portions } from '../portions.ts';
import type { Language } from './language.ts';
import { policyLanguage } from './policy-language.ts';
import type { LocatedComplaint, Tree } from './tree.ts';
import { parseYaml } from './yaml.ts';

export type Opened = {
  /** What places in `tree` and `wrong` are offsets in. */
  readonly source: string;
  /** Null: it cannot be read at all. */
  readonly tree: Tree | null;
  /** Leaves the rest of the tree usable, if there is one. */
  readonly wrong: readonly LocatedComplaint[];
};

/**
 * Opens a policy file. Never throws, and takes milliseconds whatever the text is.
 * @param text null: it is too large to have been read, or no text
 */
export const openPolicy = (text: string | null): Opened => atOnce(openingPolicy(text));

/** The texts that were opened last: each is asked about several times in a row. */
const opened: { readonly text: string; readonly made: Opened }[] = [];
const mostOpened = 12;

/** The same in portions. What was made is kept for who asks next. */
export function* openingPolicy(text: string | null): Portions<Opened> {
  if (text === null) return { source: '', tree: null, wrong: [unreadable(policyLanguage)] };
  const known = opened.find((each) => each.text === text);
  if (known !== undefined) return known.made;
  const made = yield* opening(text, policyLanguage);
  opened.unshift({ text, made });
  opened.length = Math.min(opened.length, mostOpened);
  return made;
}

/** As `openPolicy`, of a file in another language. */
export const openWritten = (text: string | null, language: Language): Opened =>
  text === null ? { source: '', tree: null, wrong: [unreadable(language)] } : atOnce(opening(text, language));

function* opening(text: string, language: Language): Portions<Opened> {
  if (text.length > language.longest)
    return { source: '', tree: null, wrong: [tooLong(text.length, language)] };
  // Columns are counted as editors do: without the byte order mark, and with one sign at the end of a line.
  const source = text.replace(/^\u{feff}/u, '').replaceAll(/\r\n?/g, '\n');
  const odd = stray(source);
  if (odd !== null) return { source, tree: null, wrong: [odd] };
  const grown = yield* parseYaml(source, language);
  if (grown.tree === null) return { source, tree: null, wrong: grown.wrong };
  return {
    source,
    tree: grown.tree,
    wrong: [...grown.wrong, ...textCutByComment(grown.tree, language.texts)],
  };
}

export const unreadable = ({ looks }: Language): LocatedComplaint => ({
  at: 0,
  message: 'The file is too large, or not text.',
  hint: looks,
});

function tooLong(length: number, { name, longest, shorten }: Language): LocatedComplaint {
  const most = `${name.slice(0, 1).toLowerCase()}${name.slice(1)} can have ${longest} at most`;
  return { at: 0, message: `The file has ${length} characters; ${most}.`, hint: shorten };
}

/** The first thing that has no business in a text file, or that makes it read otherwise than it is. */
function stray(text: string): LocatedComplaint | null {
  const conflict = /^<{7} /m.exec(text);
  if (conflict !== null) {
    const hint = 'Keep one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>.';
    return { at: conflict.index, message: 'A merge conflict is left in the file.', hint };
  }
  const found = /(?![\t\n])[\p{Cc}\p{Cs}\u{fffd}\u{feff}\u{202a}-\u{202e}\u{2066}-\u{2069}]/u.exec(text);
  if (found === null) return null;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0').toUpperCase();
  return {
    at: found.index,
    message: `An invisible or broken character stands here (U+${code}).`,
    hint: 'Delete it, and save the file as UTF-8.',
  };
}
