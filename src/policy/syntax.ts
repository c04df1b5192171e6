/** What the YAML parser found, in plain words. */
import type { ErrorCode } from 'yaml';
import type { Language } from './language.ts';
import { shown } from './problem.ts';
import type { LocatedComplaint } from './tree.ts';

type Words = readonly [message: string, hint: string | null];

const indentation = 'Lines that belong together begin in the same column; use two spaces for each level.';

const words: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: ['A tab stands where spaces are needed.', 'Indent with spaces: two for each level.'],
  BAD_INDENT: [
    'This line is indented differently from those it belongs with.',
    `${indentation} If a bracket or a quotation mark was opened above, close it.`,
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'There is a second key on this line.',
    'Put each key on a line of its own, or put text that holds ": " in quotes.',
  ],
  MULTILINE_IMPLICIT_KEY: ['A key goes on over several lines.', 'Is a colon, or a quotation mark, missing?'],
  MISSING_CHAR: [
    'Something is missing here: a closing bracket or quotation mark, a comma, a colon or a space.',
    'Compare the line with its neighbours.',
  ],
  UNEXPECTED_TOKEN: [
    'This sign makes no sense here.',
    'Look for a missing comma or quotation mark before it; text with [ ] { } , # or ": " in it needs quotes.',
  ],
  MULTIPLE_DOCS: ['A second document begins here, after ---.', null],
  BAD_DQ_ESCAPE: [
    'A backslash in double quotes begins a code, and this is none.',
    'Write two backslashes, or use single quotes.',
  ],
  KEY_OVER_1024_CHARS: ['A key is longer than 1024 characters.', 'Is a colon missing, or a quotation mark?'],
  RESOURCE_EXHAUSTION: ['Lists and keys are nested too deep here.', 'Look for brackets that are not closed.'],
  BAD_DIRECTIVE: ['A line that begins with % is an instruction for YAML.', 'Delete it.'],
  NON_STRING_KEY: [
    'A list or a group of keys stands where a key is expected.',
    'Put text with [ or { in quotes.',
  ],
  BAD_COLLECTION_TYPE: ['A list and keys are mixed here.', indentation],
  BAD_PROP_ORDER: [
    'Signs that YAML reserves (& or !) stand here.',
    'Put text that begins with & or ! in quotes.',
  ],
};

const startOfList: Words = ['A list with - cannot begin here.', 'Begin it on a line of its own.'];
const unknown: Words = ['This is no valid YAML.', 'Compare the line with the examples in the documentation.'];

/**
 * The complaint for a parser's error, and whether the rest of the file can be read in spite of it.
 * Null: another check says it better.
 */
export function explainSyntax(
  code: ErrorCode,
  at: number,
  text: string,
  language: Language,
): { readonly complaint: LocatedComplaint; readonly usable: boolean } | null {
  // Tags, anchors and aliases are refused where they stand, by what they are.
  if (code === 'TAG_RESOLVE_FAILED' || code === 'BAD_ALIAS') return null;
  const sign = text.slice(at, at + 1);
  if (code === 'BAD_SCALAR_START') {
    const [word = sign] = /^[^\s,\]}]*/.exec(text.slice(at, at + 100)) ?? [];
    const message = `Text that begins with ${shown(sign)} must be in quotes.`;
    return { complaint: { at, message, hint: `Write "${shown(word)}".` }, usable: true };
  }
  // `[dependabot[bot]]`
  if (code === 'MISSING_CHAR' && (sign === '[' || sign === '{') && /\w/.test(text.slice(at - 1, at))) {
    const message = `Between brackets, text that holds ${sign} must be in quotes.`;
    return { complaint: { at, message, hint: 'Write "dependabot[bot]", for example.' }, usable: false };
  }
  const [message, hint] = (text.startsWith('- ', at) ? startOfList : words[code]) ?? unknown;
  const told = code === 'MULTIPLE_DOCS' ? `${language.name} is one document: delete the line.` : hint;
  return { complaint: { at, message, hint: told }, usable: false };
}
