/** Commands in comments: what they are, where they may stand, and what they were given. */
import { spansOf, type Block, type Leaf } from './markdown/index.ts';
import { read, readHtml, remembering, sourceOf } from './text.ts';

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

export type Command = {
  readonly verb: Verb;
  readonly words: string;
  /** Of a waiver that counted once: whatever it says of an end was read as part of its reason, and is. */
  readonly isEndless?: true;
};

/** Words against a gate: they are kept, so that deleting the comment does not lift them. */
const against: ReadonlySet<Verb> = new Set(['return', 'revoke', 'question', 'not-viable']);

export const isAgainst = (verb: Verb): boolean => against.has(verb);

/** Lines end as Markdown's do: the line and paragraph separators of Unicode end none. */
const line = /(?<![^\n]) {0,3}\/([a-z][a-z-]{0,20})(?![^ \t\n])([^\n]*)/gi;

/** Where in a source the lines begin that are said in one's own voice: not in quotes, code or HTML, and shown. */
function spokenLines(source: string): ReadonlySet<number> {
  const found = new Set<number>();
  const { blocks, html } = read(source);
  const visit = (each: readonly Block[], isQuoted: boolean): void => {
    for (const block of each) {
      if ('children' in block) {
        visit(block.children, isQuoted || block.kind === 'quote' || block.kind === 'footnote');
      } else {
        const isHeard = !isQuoted && block.kind === 'paragraph' && !html.isQuoting();
        if (isHeard) for (const start of shownLines(block)) found.add(start);
        readHtml([block], html);
      }
    }
  };
  visit(blocks, false);
  return found;
}

const definition = /^\[[^[\]]*\]:[ \t]*[^ \t]+[ \t]*$/;

/** Where the lines of a paragraph begin that are text. */
function shownLines({ lines, starts, defines }: Leaf): readonly number[] {
  const defined = defines ? lines.findIndex((each) => !definition.test(each)) : 0;
  // What follows a definition may be the title of its link, and what looks like one may be none.
  if (defined < 0 || /^["'([]/.test(defines ? (lines[defined] ?? '') : '')) return [];
  const text = lines.slice(defined).join('\n');
  const spans = spansOf(text).filter(({ kind }) => kind !== 'link');
  const found: number[] = [];
  let [at, next] = [0, 0];
  for (const [index, each] of lines.slice(defined).entries()) {
    while ((spans[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    if ((spans[next]?.from ?? Number.POSITIVE_INFINITY) >= at) found.push(starts[defined + index] ?? 0);
    at += each.length + 1;
  }
  return found;
}

const mayHold = /(?:^|[\r\n]) {0,3}\/[a-z]/i;

/**
 * The commands in a comment, in order. A command stands at the start of a line (at most three spaces before it),
 * outside quotes, code and HTML comments. Other words after a slash are somebody else's and are left out.
 */
export function commandsIn(text: string): readonly Command[] {
  // Most comments have none, and need no reading.
  return mayHold.test(text) ? remembered(text) : [];
}

const remembered = remembering(4_000_000, (text): readonly Command[] => {
  const source = sourceOf(text);
  const found = candidates(source);
  const spoken = found.length === 0 ? new Set<number>() : spokenLines(source);
  return found.filter(({ at }) => spoken.has(at)).map(({ verb, words }) => ({ verb, words }));
});

/** Lines that would be commands, wherever they stand. */
function candidates(source: string): readonly (Command & { readonly at: number })[] {
  return Array.from(source.matchAll(line)).flatMap((match) => {
    const verb = verbs.find((each) => each === match[1]?.toLowerCase());
    return verb === undefined ? [] : [{ verb, words: (match[2] ?? '').trim(), at: match.index }];
  });
}
