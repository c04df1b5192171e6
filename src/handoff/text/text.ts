/**
 * What a spec says, apart from how it is written down: approvals are bound to this. White space that does not show, ticked
 * boxes and HTML comments are no part of it; an issue form's `_No response_` is empty. Whatever else is different is an
 * edit, also where nobody would see a difference: two texts that GitHub shows differently never say the same.
 */
import { hashOf } from '../../hash.ts';
import { createLruCache } from '../../lru-cache.ts';
import { atOnce, isPortion, newPace, type Pace, type Portions } from '../../portions.ts';
import {
  blocksOf,
  createHtmlReader,
  spansIn,
  type Block,
  type Container,
  type HtmlReader,
  type Leaf,
} from '../markdown/index.ts';

/** With `\n` at the end of each line. */
export const sourceOf = (text: string): string =>
  text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;

/** A text that is read from its beginning: its blocks, and what is known of its HTML up to there. */
export type Reader = { readonly html: HtmlReader; readonly blocks: readonly Block[] };

export function* read(text: string): Portions<Reader> {
  const html = createHtmlReader();
  // Readers do not agree about what else is white space.
  if (/[^\P{Cc}\t\n\r]/u.test(text)) html.keep();
  return { html, blocks: yield* blocksOf(sourceOf(text)) };
}

const noResponse = /^_No response_$/;
/** Whether that is a box depends on the white space behind it. */
const emptyBox = /^\[[ xX]\]\s*$/;
const oddBox = /^\[\s+\]/;
const box = /^\[[ xX]\](?=[ \t]+[^ \t])/;

/** What a paragraph or a heading says: without comments, and with single spaces where more would not show. */
function* words(text: string, html: HtmlReader): Portions<string> {
  const isLined = lined.test(text);
  const pace = newPace();
  const kept: string[] = [];
  const spans: string[] = [];
  let [at, plain, isShortened, isDoubted] = [0, '', false, false];
  function* flush(): Portions<void> {
    kept.push(html.isSpaced() ? plain : yield* tidy(plain, isLined));
    plain = '';
  }
  for (const { from, to, kind, name } of yield* spansIn(text)) {
    if (isPortion(pace)) yield;
    plain += text.slice(at, from);
    if (kind === 'tag') html.tag(name, text[from + 1] === '/');
    if (kind === 'doubt' && !isDoubted) yield* html.maybe(text.slice(from));
    isDoubted ||= kind === 'doubt';
    at = to;
    if (kind === 'comment' && !html.isKept() && isNothing(text, from, to)) {
      isShortened = true;
      continue;
    }
    yield* flush();
    kept.push(text.slice(from, to));
    spans.push(text.slice(from, to));
  }
  plain += text.slice(at);
  yield* flush();
  const all = kept.join('');
  // Without its comments, what was words would be a tag or code.
  if (isShortened && !(yield* isRead(all, spans))) return text;
  if (html.isSpaced() || /\\\s+$/.test(all)) return all;
  return withoutEnds(all);
}

/** True where a text has these spans and no other. */
function* isRead(text: string, spans: readonly string[]): Portions<boolean> {
  const read = yield* spansIn(text);
  return (
    read.length === spans.length && read.every(({ from, to }, index) => text.slice(from, to) === spans[index])
  );
}

/** Without spaces and new lines at its ends; what else is white space shows. */
const withoutEnds = (text: string): string => text.replaceAll(/^[ \n]+|(?<![ \n])[ \n]+$/g, '');

/** Signs that may begin something else than words. */
const special = /[[\]<>`\\@&]|:\/\/|www\./;

/** True for a comment that what is around it looks the same without: between spaces, or within a plain word. */
function isNothing(text: string, from: number, to: number): boolean {
  if (/[|\n]/.test(text.slice(from, to))) return false;
  const [before, after] = [text.slice(Math.max(0, from - 50), from), text.slice(to, to + 50)];
  if (/(?:^|\s)$/.test(before) && /^(?:\s|$)/.test(after)) return true;
  const joined = `${/\S*$/.exec(before)?.[0]}${/^\S*/.exec(after)?.[0]}`;
  return /^\p{L}{1,40}$/u.test(joined) && !/^[a-f]{7,}$/i.test(joined);
}

/** Where a new line is more than white space: an alert begins, formulas stand, a backslash breaks the line. */
const lined = /^\[!|\$|\\[ \t]*\n/;

/** With single spaces, also for new lines but where these count; then with none at the ends of lines. */
function* tidy(text: string, isLined: boolean): Portions<string> {
  if (!isLined) return text.replaceAll(/[ \t\n]+/g, ' ');
  return yield* withTidyLines(text.replaceAll(/[ \t]+/g, ' '));
}

/** Without a space at the ends of lines, but beside a backslash that breaks one. */
function* withTidyLines(text: string): Portions<string> {
  if (!/ \n|\n /.test(text)) return text;
  const lines = text.split('\n');
  const pace = newPace();
  let isBroken = false;
  for (const [index, whole] of lines.entries()) {
    if (isPortion(pace)) yield;
    const isIn = index > 0 && whole.startsWith(' ');
    const kept = isIn && isBroken ? ' ' : '';
    const line = isIn ? whole.slice(1) : whole;
    isBroken = line.endsWith('\\') || line.endsWith('\\ ');
    const isOut = line.endsWith(' ') && !isBroken && index < lines.length - 1;
    lines[index] = kept + (isOut ? line.slice(0, -1) : line);
  }
  return lines.join('\n');
}

/** What words without signs say. */
function* plainWords(text: string, html: HtmlReader): Portions<string> {
  if (html.isSpaced()) return text;
  return withoutEnds(yield* tidy(text, lined.test(text))).normalize('NFC');
}

/** What a leaf says; empty: nothing. `isLast`: no text follows it. */
export function* leafText(leaf: Leaf, html: HtmlReader, isLast = false): Portions<string> {
  switch (leaf.kind) {
    case 'paragraph': {
      const text = leaf.lines.join('\n');
      if (leaf.defines) {
        yield* html.maybe(text);
        return text;
      }
      if (emptyBox.test(text) || (oddBox.test(text) && !box.test(text))) return text;
      const said = special.test(text)
        ? yield* html.element(words(text, html))
        : yield* plainWords(text, html);
      return said.length < 100 && noResponse.test(said) ? '' : said;
    }
    case 'heading': {
      const text = leaf.lines.join('\n');
      return special.test(text) ? yield* html.element(words(text, html)) : yield* plainWords(text, html);
    }
    case 'html': {
      if (leaf.isDoubtful) html.keep();
      const text = leaf.lines.join('\n');
      const said = html.isLost() ? text : yield* html.block(text, isLast);
      // Where comments were alone in their lines, nothing is left of these.
      return html.isSpaced()
        ? said
        : said.replaceAll(/\n[ \t]*(?=\n|$)/g, '').replace(/^[ \t]*\n|^[ \t]+$/, '');
    }
    case 'table':
      yield* html.maybe(leaf.lines.join('\n'));
      return yield* rows(leaf.lines);
    case 'code':
      return leaf.lines.map((line) => `${line}\n`).join('');
    case 'unread':
    case 'rule':
      return leaf.lines.join('\n');
    default:
      return leaf.kind satisfies never;
  }
}

/** Blocks and what is in them, in the order of the text. */
export function* everyBlock(blocks: readonly Block[]): Generator<Block> {
  const open = [blocks.values()];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const { done, value } = last.next();
    if (done === true) {
      open.pop();
      continue;
    }
    yield value;
    if ('children' in value) open.push(value.children.values());
  }
}

/** Reads the HTML of blocks, for what comes after them. */
export function* readHtml(blocks: readonly Block[], html: HtmlReader): Portions<void> {
  const pace = newPace();
  for (const block of everyBlock(blocks)) {
    if ('children' in block) {
      if (block.kind === 'footnote') html.keep();
    } else if (block.isDoubtful || block.lines.some((line) => line.includes('<')))
      yield* leafText(block, html);
    if (isPortion(pace)) yield;
  }
}

function* rows(lines: readonly string[]): Portions<string> {
  const found: string[] = [];
  const pace = newPace();
  for (const [index, line] of lines.entries()) {
    if (isPortion(pace)) yield;
    found.push(rowText(line, index === 1));
  }
  return found.join('\n');
}

/** A row of a table, however its cells are lined up. Comments count: cells are cut first. */
function rowText(line: string, isDashes: boolean): string {
  if (/[`\\<]/.test(line)) return line;
  const row = line
    .replaceAll('\t', ' ')
    .split('|')
    .map((cell) => cell.trim().replaceAll(/ +/g, ' '))
    .join('|');
  return isDashes ? row.replaceAll(/-+/g, '-') : row;
}

type Saying = { readonly html: HtmlReader; readonly pace: Pace; readonly said: string[] };

/** Each block that says something, as what it is. Two lists are equal exactly where two texts say the same. */
function* sayAll(blocks: readonly Block[], saying: Saying, isEnd: boolean): Portions<void> {
  const { html, pace, said } = saying;
  for (const [index, block] of blocks.entries()) {
    if (isPortion(pace)) yield;
    if (!('children' in block)) {
      const text = yield* leafText(block, html, isEnd && index === blocks.length - 1);
      if (text === '' && ['paragraph', 'html'].includes(block.kind)) continue;
      said.push(JSON.stringify([block.kind, block.depth, block.info, text]));
      continue;
    }
    // A footnote is shown below everything else, so what its HTML does to the text after it is not known.
    if (block.kind === 'footnote') html.keep();
    const isBoxed = block.kind === 'item' && hasBox(block);
    said.push(JSON.stringify([block.kind, block.start, block.label, isBoxed]));
    yield* sayAll(block.kind === 'item' ? unticked(block) : block.children, saying, false);
    said.push(')');
  }
}

/** The paragraph of an item that begins with a box; null: none does. In quotes GitHub does not show any. */
function boxed({ from, isFirst, children: [first] }: Container): Leaf | null {
  if (!isFirst || first?.kind !== 'paragraph' || first.from !== from) return null;
  return box.test(first.lines[0] ?? '') ? first : null;
}

/** True when an item of a list has a box to tick. */
export const hasBox = (item: Container): boolean => boxed(item) !== null;

/** The blocks of an item, with an empty box, or none, where it has one. */
export function unticked(item: Container, instead = '[ ]'): readonly Block[] {
  const first = boxed(item);
  if (first === null) return item.children;
  const [line = '', ...lines] = first.lines;
  return [{ ...first, lines: [line.replace(box, instead), ...lines] }, ...item.children.slice(1)];
}

/** What blocks say, for comparing. */
export function* meaningOfBlocks(
  blocks: readonly Block[],
  html: HtmlReader,
  isWhole = false,
): Portions<string> {
  const said: string[] = [];
  yield* sayAll(blocks, { html, said, pace: newPace() }, isWhole);
  return said.join('\n');
}

/** What a text says, for comparing: equal exactly where two texts say the same. */
export const meaningOf = (text: string): string => atOnce(meaningIn(text));

function* meaningIn(text: string): Portions<string> {
  const { blocks, html } = yield* read(text);
  return hashOf(`${yield* meaningOfBlocks(blocks, html, true)}\n${inDoubt(text, blocks)}`);
}

/** What is left of a text from where readers of Markdown do not agree about it, word for word; only ticks are left out. */
export function inDoubt(text: string, blocks: readonly Block[]): string {
  const from = doubtIn(blocks);
  if (from === null) return '';
  return sourceOf(text)
    .slice(from)
    .replaceAll(/^([ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+)\[[xX]\](?=[ \t])/gm, '$1[ ]');
}

function doubtIn(blocks: readonly Block[]): number | null {
  for (const block of blocks) {
    if ('children' in block) {
      const within = doubtIn(block.children);
      if (within !== null) return within;
    } else if (block.isDoubtful) return block.from;
  }
  return null;
}

/** Megabytes, as text is counted: two bytes a character. */
const mega = 1_000_000;
const meaning = memoizedPortions(16 * mega, meaningIn);

/**
 * Keeps what was made of texts: the same bodies are compared at every look. The texts themselves are not kept.
 * @param most bytes
 * @param make what it is asked about is text, in lists or not
 */
export function memoized<Asked extends readonly (string | readonly string[])[], T>(
  most: number,
  make: (...asked: Asked) => T,
): (...asked: Asked) => T {
  const kept = createLruCache<{ readonly made: T }>(Number.POSITIVE_INFINITY, most);
  return (...asked) => {
    const key = keyOfAsked(asked);
    const known = kept.get(key);
    if (known !== undefined) return known.made;
    const made = make(...asked);
    kept.set(key, { made });
    return made;
  };
}

/** The same of what is made in portions. `ahead` makes it and keeps it, so that it is there when it is asked for. */
export function memoizedPortions<Asked extends readonly (string | readonly string[])[], T>(
  most: number,
  make: (...asked: Asked) => Portions<T>,
): ((...asked: Asked) => T) & { readonly ahead: (...asked: Asked) => Portions<T> } {
  const kept = createLruCache<{ readonly made: T }>(Number.POSITIVE_INFINITY, most);
  function* ahead(...asked: Asked): Portions<T> {
    const key = keyOfAsked(asked);
    const known = kept.get(key);
    if (known !== undefined) return known.made;
    const made = yield* make(...asked);
    kept.set(key, { made });
    return made;
  }
  return Object.assign((...asked: Asked) => atOnce(ahead(...asked)), { ahead });
}

/** The text whose hash was made last: everything that is asked of a text is asked of it in a row. */
let [lastText, lastHash] = ['', hashOf('')];

/** Characters: what is no longer stands for itself. */
const shortest = 43;

/** Stands for what is asked: by the hash of the first text, which may be long, and that of the rest. */
function keyOfAsked([first, ...rest]: readonly (string | readonly string[])[]): string {
  // No hash begins so.
  if (typeof first === 'string' && first.length <= shortest && rest.length === 0) return `=${first}`;
  if (typeof first !== 'string') return hashOf(JSON.stringify([first, ...rest]));
  if (first !== lastText) {
    // Halves of characters would all be hashed as the same sign, so they are written out.
    lastHash = first.isWellFormed() ? hashOf(first) : `!${hashOf(JSON.stringify(first))}`;
    lastText = first;
  }
  if (rest.length === 0) return lastHash;
  const more = JSON.stringify(rest);
  // No hash begins with a bracket.
  return `${lastHash} ${more.length <= 60 ? more : hashOf(more)}`;
}

/** Reads what a body says, so that `specText` finds it read. */
export const readSpec = (body: string): Portions<unknown> => meaning.ahead(body);

/** The spec text of a title and a body, for comparing: two specs say the same exactly if these strings are equal. */
export function specText(title: string, body: string): string {
  return `${title.replaceAll(/\s+/g, ' ').trim().normalize('NFC')}\n${meaning(body)}`;
}
