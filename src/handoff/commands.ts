/** Commands in comments: what they are, where they may stand, and what they were given. */
import { parseMarkdown, rangeOf, remembering, walk, type Range } from './text.ts';

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
] as const;
export type Verb = (typeof verbs)[number];

export type Command = { readonly verb: Verb; readonly words: string };

/** Words against a gate: they are kept, so that deleting the comment does not lift them. */
const against: ReadonlySet<Verb> = new Set(['return', 'revoke', 'question', 'not-viable']);

export const isAgainst = (verb: Verb): boolean => against.has(verb);

/** Lines end as Markdown's do: the line and paragraph separators of Unicode end none. */
const line = /(?<![^\n]) {0,3}\/([a-z][a-z-]*)(?![^ \t\n])([^\n]*)/gi;

/** The ranges in which nothing is said in one's own voice: quotes, code, HTML. */
function quoted(source: string): readonly Range[] {
  const ranges: Range[] = [];
  walk(parseMarkdown(source), (node) => {
    if (
      node.type === 'blockquote' ||
      node.type === 'code' ||
      node.type === 'inlineCode' ||
      node.type === 'html'
    ) {
      ranges.push(rangeOf(node));
      return false;
    }
    return true;
  });
  return ranges;
}

/**
 * The commands in a comment, in order. A command stands at the start of a line (at most three spaces before it),
 * outside quotes, code and HTML comments. Other words after a slash are somebody else's and are left out.
 */
export const commandsIn = remembering(1000, read);

function read(text: string): readonly Command[] {
  const source = text.replaceAll(/\r\n?/g, '\n');
  const found: Command[] = [];
  let outside: readonly Range[] | null = null;
  for (const match of source.matchAll(line)) {
    const verb = verbs.find((each) => each === match[1]?.toLowerCase());
    if (verb === undefined) continue;
    outside ??= quoted(source);
    const at = match.index + match[0].indexOf('/');
    if (outside.some(([from, to]) => at >= from && at < to)) continue;
    found.push({ verb, words: (match[2] ?? '').trim() });
  }
  return found;
}
