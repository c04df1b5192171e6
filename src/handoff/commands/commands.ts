/** Commands in comments: what they are, where they may stand, and what they were given. */
import {
  folded,
  lineAt,
  hasOddEmphasis,
  isMisleading,
  nameIn,
  withoutEnding,
  withPlainSpaces,
  readLines,
  type LineDoubt,
  type VisibleLine,
  memoizedPortions,
  sourceOf,
} from '../text/index.ts';
import { mayHoldCommand } from './may-hold.ts';
import type { Portions } from '../../portions.ts';
import { sameText } from '../../same-text.ts';

export const verbs = [
  'approve',
  'accept',
  'return',
  'request',
  'question',
  'answer',
  'viable',
  'not-viable',
  'revoke',
  'waive',
  'snooze',
  'why',
  'help',
] as const;
export type Verb = (typeof verbs)[number];

/**
 * Why a command is not read: how its line stands, `signs` in it that turn or hide text, a box before it, signs of Markdown that
 * are shown as they are, or `many` other commands before it.
 */
export type Doubt = LineDoubt | 'signs' | 'box' | 'markup' | 'many';

export type Command = {
  readonly verb: Verb;
  readonly words: string;
  /** Why it is answered and not done; absent: it is read. */
  readonly doubt?: Doubt;
  /** Whom it is said to, where it begins with a name: without `@` and `[bot]`, in lower case. */
  readonly to?: string;
  /** Only a `/` at the start of a plain line made a command once: what else is read now was silent then. */
  readonly isWider?: true;
  /** Of a waiver that counted once: whatever it says of an end was read as part of its reason, and is. */
  readonly isEndless?: true;
};

/** Words against a gate: they are kept, so that deleting the comment does not lift them. */
const against: ReadonlySet<Verb> = new Set(['return', 'revoke', 'question', 'not-viable']);

export const isAgainst = (verb: Verb): boolean => against.has(verb);

/** Commands whose text decides nothing: people quote all sorts of writing in it. */
const decidesNothing: ReadonlySet<Verb> = new Set(['return', 'question', 'answer', 'not-viable']);
/** Commands that take a text: it is kept as it was written. */
const takesText: ReadonlySet<Verb> = new Set([...decidesNothing, 'waive']);
const mayBeAsked: ReadonlySet<Verb> = new Set(['why', 'help']);

/** A line that was a command always. */
const plainLine = /^ {0,3}\/([a-z][a-z-]{0,20})(?![^ \t])/i;
const mention = /^@([a-z0-9][a-z0-9-]{0,38})(?:\[bot\])?[,:]? +(?=[*_]{0,3}[/\uFF0F])/i;
const emphasis = /^(\*{1,3}|_{1,3})(?=[^\s*_])/;
const box = /^\[[ xX]\] +/;

/** What Baton is called where nobody renamed it. */
const own = 'baton';

/**
 * The commands in a comment, in order. A command stands on a line of its own as somebody sees it who reads the comment on
 * GitHub, outside quotes and code. Other words after a slash are somebody else's and are left out.
 * @param me what else Baton is called there: a command that begins with the name of anybody else is not said to it
 */
export function commandsIn(text: string, me = own): readonly Command[] {
  // Most comments have none, and need no reading.
  if (!mayHoldCommand(text)) return [];
  return everyCommandIn(text).filter(({ to }) => to === undefined || to === own || to === me);
}

/** A slash, but in `</` and `/>`: no command begins with these. */
const slash = /(?<!<)[/\uFF0F](?!>)/;

/** Nobody means more of them in one comment. */
export const mostCommands = 100;

/** Reads the commands in a comment, so that `commandsIn` finds them read. */
export function* readCommands(text: string): Portions<void> {
  if (mayHoldCommand(text)) yield* everyCommandIn.ahead(text);
}

const everyCommandIn = memoizedPortions(16_000_000, function* (text: string): Portions<readonly Command[]> {
  const source = sourceOf(text);
  const found: Command[] = [];
  let [count, isHelped] = [0, false];
  yield* readLines(source, {
    isWanted: (line) => count <= mostCommands && slash.test(line),
    take(line) {
      const command = commandOn(line, source);
      if (command === null || count > mostCommands) return;
      count += 1;
      if (count > mostCommands) found.push({ ...command, doubt: 'many' });
      // One answer to `/help` is enough.
      else if (command.verb !== 'help' || !isHelped) found.push(command);
      isHelped ||= command.verb === 'help';
    },
  });
  return found;
});

/** What may stand before a command, and its slash. */
const mayBegin = /^[/\uFF0F[@*_•+\d-]/;

/** The longest name, and what may stand behind one. */
const longestName = 20;

function commandOn({ text, doubt, from, isHtml }: VisibleLine, all: string): Command | null {
  const spaced = withPlainSpaces(text).trim();
  if (!mayBegin.test(spaced)) return null;
  // There a list would be none, and is meant as one.
  const listed = isHtml ? spaced.replace(/^(?:[-*+•]|\d{1,9}[.)]) +/, '') : spaced;
  const { line, to, isBoxed, isMarked } = unwrapped(listed);
  if (!line.startsWith('/') && !line.startsWith('\uFF0F')) return null;
  const space = line.indexOf(' ');
  const end = space < 0 ? line.length : space;
  if (end > longestName) return null;
  const verb = verbNamed(folded(line.slice(1, end)).toLowerCase());
  if (verb === undefined) return null;
  const rest = line.slice(end).trim();
  const source = from === null ? '' : lineAt(all, from);
  const plain = plainLine.exec(source);
  const isPlain = sameText(plain?.[1] ?? '', verb);
  // A text that decides nothing is kept with what GitHub leaves out of it.
  const kept = isPlain && decidesNothing.has(verb) ? source.slice(plain?.[0].length ?? 0).trim() : rest;
  const words = takesText.has(verb) ? kept : withoutEnding(folded(rest));
  const isShown = (isHtml && (isMarked || listed !== spaced)) || (isMarked && hasOddEmphasis(text));
  const deciding = decidesNothing.has(verb) ? spaced.slice(0, spaced.length - rest.length) : spaced;
  const why = doubt ?? (isMisleading(deciding) ? 'signs' : isBoxed ? 'box' : isShown ? 'markup' : null);
  if (why === null && to === null && isPlain) return { verb, words };
  return {
    verb,
    words,
    ...(why === null ? {} : { doubt: why }),
    ...(to === null ? {} : { to }),
    ...(isPlain ? {} : { isWider: true }),
  };
}

const named: ReadonlyMap<string, Verb> = new Map([
  ...verbs.map((verb): [string, Verb] => [verb, verb]),
  ...[...mayBeAsked].map((verb): [string, Verb] => [`${verb}?`, verb]),
]);

const verbNamed = (name: string): Verb | undefined =>
  named.get(name) ?? named.get(name.replace(/[.,:;!…。、]{1,5}$/, ''));

/** A line without what may stand around a command: a box, somebody's name, signs of emphasis. */
export function unwrapped(line: string): {
  readonly line: string;
  readonly to: string | null;
  readonly isBoxed: boolean;
  readonly isMarked: boolean;
} {
  if (line.startsWith('/')) return { line, to: null, isBoxed: false, isMarked: false };
  const unboxed = line.replace(box, '');
  const bare = withoutEmphasis(unboxed);
  const [whole = '', to = null] = mention.exec(bare) ?? [];
  const rest = bare.slice(whole.length);
  const plain = withoutEmphasis(rest);
  return {
    line: plain,
    to: to?.toLowerCase() ?? null,
    isBoxed: unboxed !== line,
    isMarked: bare !== unboxed || plain !== rest,
  };
}

/** `**…**` and `_…_`, where both ends stand in the line. */
function withoutEmphasis(line: string): string {
  const signs = emphasis.exec(line)?.[1];
  if (signs === undefined) return line;
  const end = line.indexOf(signs, signs.length);
  if (end < 0 || /\s/.test(line[end - 1] ?? ' ')) return line;
  return line.slice(signs.length, end) + line.slice(end + signs.length);
}

/** The name of a gate in a word, whatever stands around it. */
export const gateIn = (word: string): string => nameIn(word).toLowerCase();
