/**
 * A text's blocks, as GitHub Flavored Markdown has them, read in one pass over its lines: what it costs is in proportion
 * to the text, whatever stands in it. Where GitHub and the specification do not agree about what a line is, or nobody
 * means what is written, the rest of the text is left unread, and stands there word for word.
 * GitHub Flavored Markdown Spec, "Appendix: A parsing strategy".
 */
import { advance, cursorAt, indentOf, restOf, skip, type Cursor } from './cursor.ts';
import {
  cellsIn,
  endsFence,
  fenceIn,
  footnoteIn,
  headingIn,
  htmlIn,
  isDelimiterRow,
  isRule,
  markerIn,
  trimmed,
  underlineIn,
  type Fence,
  type HtmlEnd,
  type Marker,
} from './starts.ts';
import { textKey } from '../../same-text.ts';

/** Where a block's lines are in the source: from the beginning of its first to the end of its last. */
type SourceRange = { readonly from: number; readonly to: number };
export type Leaf = SourceRange & {
  readonly kind: 'heading' | 'paragraph' | 'table' | 'code' | 'html' | 'rule' | 'unread';
  /** Of headings: their rank. */
  readonly depth: number;
  /** Of code: the language and what follows it. Of HTML of which readers disagree: whether it ends a paragraph. */
  readonly info: string;
  readonly lines: readonly string[];
  /** Of paragraphs: where in the source each of its lines begins, with what comes before its text. */
  readonly starts: readonly number[];
  /** Of paragraphs: whether it begins with the definition of a link, as far as one can see without reading it. */
  readonly defines: boolean;
  /** Of HTML: whether all readers agree that it begins here. */
  readonly isDoubtful: boolean;
};
export type Container = SourceRange & {
  readonly kind: 'quote' | 'list' | 'item' | 'footnote';
  /** Of lists that are numbered: the first number; null: it is not. Of footnotes: nothing. */
  readonly start: number | null;
  readonly label: string;
  /** Of items: whether nothing but white space stands before them in their line. */
  readonly isFirst: boolean;
  readonly children: readonly Block[];
};
export type Block = Leaf | Container;

type Open = { -readonly [Key in keyof Omit<Container, 'children'>]: Container[Key] } & {
  readonly children: Made[];
  /** Of items: the columns that their text is in. */
  readonly offset: number;
  /** Of lists: the sign of their items. */
  readonly sort: string;
};
type OpenLeaf = { -readonly [Key in keyof Omit<Leaf, 'lines' | 'starts'>]: Leaf[Key] } & {
  readonly lines: string[];
  readonly starts: number[];
  /** Whether a definition's label is still open in it. */
  isLabel: boolean;
  /** How a block of code or HTML goes on. */
  readonly goesOn: Fence | { readonly end: HtmlEnd } | 'indented' | null;
  /** Columns that a block of code is in. */
  readonly offset: number;
  /** A line of it is there without the signs of the quote or list that it is in. */
  isLazy: boolean;
  /** Its last line is in as far as code. */
  isDeep: boolean;
};
type Made = Open | OpenLeaf;

type Reading = {
  readonly root: Open;
  /** The quotes, items and footnotes that are open, from the outermost. */
  open: Open[];
  leaf: OpenLeaf | null;
};

/** What is nested deeper was not meant by anybody. */
const deepest = 16;

const container = (kind: Open['kind'], from: number, more: Partial<Open> = {}): Open => ({
  kind,
  from,
  to: from,
  start: null,
  label: '',
  isFirst: false,
  children: [],
  offset: 0,
  sort: '',
  ...more,
});

const isOpen = (made: Made): made is Open => 'children' in made;

/** Reads a text whose lines end with `\n`. */
export function blocksOf(source: string): readonly Block[] {
  const root = container('quote', 0);
  const reading: Reading = { root, open: [], leaf: null };
  for (let from = 0; from < source.length;) {
    const end = source.indexOf('\n', from);
    const to = end < 0 ? source.length : end;
    if (!readLine(reading, source.slice(from, to), from, to)) {
      close(reading, 0);
      const rest = source.slice(from);
      add(reading, leafOf('unread', from, { to: source.length, lines: [rest] }));
      break;
    }
    from = to + 1;
  }
  return root.children;
}

function leafOf(kind: Leaf['kind'], from: number, more: Partial<OpenLeaf>): OpenLeaf {
  return {
    kind,
    from,
    to: from,
    depth: 0,
    info: '',
    lines: [],
    starts: [],
    defines: false,
    isDoubtful: false,
    isLabel: false,
    goesOn: null,
    offset: 0,
    isLazy: false,
    isDeep: false,
    ...more,
  };
}

const tip = ({ root, open }: Reading): Open => open.at(-1) ?? root;

/** Ends the containers beyond so many, and the leaf. */
function close(reading: Reading, many: number): void {
  reading.open.length = Math.min(many, reading.open.length);
  reading.leaf = null;
}

function add(reading: Reading, leaf: OpenLeaf): void {
  tip(reading).children.push(leaf);
  for (const each of reading.open) each.to = leaf.to;
  reading.leaf = leaf;
}

function addLine(reading: Reading, leaf: OpenLeaf, line: string, to: number): void {
  leaf.lines.push(line);
  leaf.to = to;
  for (const each of reading.open) each.to = to;
}

/** Whether a container goes on with a line; if so, its signs are passed over. */
function goesOn(open: Open, cursor: Cursor): boolean {
  const { columns, next, isBlank } = indentOf(cursor);
  if (open.kind === 'quote') {
    if (columns > 3 || cursor.text[next] !== '>') return false;
    passQuote(cursor, columns);
    return true;
  }
  if (isBlank) {
    advance(cursor, columns);
    return open.kind === 'footnote' || open.children.length > 0;
  }
  if (columns < open.offset) return false;
  advance(cursor, open.offset);
  return true;
}

function passQuote(cursor: Cursor, columns: number): void {
  advance(cursor, columns);
  skip(cursor, 1);
  advance(cursor, 1);
}

/** Reads one line; false: nobody can tell what it is. */
function readLine(reading: Reading, text: string, from: number, to: number): boolean {
  const cursor = cursorAt(text);
  let matched = 0;
  for (const open of reading.open) {
    if (!goesOn(open, cursor)) break;
    matched += 1;
  }
  const isWhole = matched === reading.open.length;
  const { leaf } = reading;
  if (isWhole && leaf?.goesOn != null && continues(reading, leaf, cursor, to)) return true;
  return begin(reading, cursor, { matched, isWhole, from, to });
}

/** Goes on with a block of code or HTML; false: it is over, and the line is something else. */
function continues(reading: Reading, leaf: OpenLeaf, cursor: Cursor, to: number): boolean {
  const { columns, next, isBlank } = indentOf(cursor);
  if (leaf.goesOn === null) return false;
  if (leaf.goesOn === 'indented') {
    if (columns < 4 && !isBlank) {
      reading.leaf = null;
      return false;
    }
    advance(cursor, 4);
    leaf.lines.push(restOf(cursor));
    if (!isBlank) leaf.to = to;
    return true;
  }
  if ('sign' in leaf.goesOn) {
    if (columns < 4 && endsFence(cursor.text.slice(next), leaf.goesOn)) {
      leaf.to = to;
      reading.leaf = null;
      return true;
    }
    advance(cursor, Math.min(columns, leaf.offset));
    addLine(reading, leaf, restOf(cursor), to);
    return true;
  }
  if (leaf.goesOn.end === null && isBlank) {
    reading.leaf = null;
    return false;
  }
  addHtml(reading, leaf, restOf(cursor), to);
  return true;
}

function addHtml(reading: Reading, leaf: OpenLeaf, line: string, to: number): void {
  addLine(reading, leaf, line, to);
  const { goesOn } = leaf;
  const end = goesOn !== null && typeof goesOn === 'object' && 'end' in goesOn ? goesOn.end : null;
  if (end?.some((each) => textKey(line).includes(textKey(each))) === true) reading.leaf = null;
}

type Line = {
  readonly matched: number;
  readonly isWhole: boolean;
  readonly from: number;
  readonly to: number;
};

/** Begins what a line begins: containers, and then a leaf. */
function begin(reading: Reading, cursor: Cursor, { matched, isWhole, from, to }: Line): boolean {
  const before = reading.leaf;
  let isFresh = false;
  const mayInterrupt = isWhole && before?.kind === 'paragraph';
  const startAt = (many: number): void => {
    if (!isFresh) close(reading, many);
    isFresh = true;
    reading.leaf = null;
  };
  for (;;) {
    const { columns, next, isBlank } = indentOf(cursor);
    if (isBlank) {
      if (!isFresh) close(reading, matched);
      return true;
    }
    const paragraph = !isFresh && before?.kind === 'paragraph' ? before : null;
    const isLazy = paragraph !== null && !isWhole;
    const interrupted = isLazy ? null : paragraph;
    if (columns >= 4) {
      if (paragraph !== null) break;
      startAt(matched);
      advance(cursor, 4);
      add(reading, leafOf('code', from, { to, goesOn: 'indented', lines: [restOf(cursor)] }));
      return true;
    }
    const rest = cursor.text.slice(next);
    if (rest.startsWith('>')) {
      startAt(matched);
      passQuote(cursor, columns);
      if (!enter(reading, container('quote', from))) return false;
      continue;
    }
    const leaf = leafIn(rest, columns, from, to);
    if (leaf !== null) {
      startAt(matched);
      add(reading, leaf);
      return true;
    }
    const html = htmlIn(rest);
    if (html === 'unsure') return false;
    if (html !== null && !(html.isWeak && interrupted !== null)) {
      startAt(matched);
      // GitHub lets HTML end a quote or a list here, the specification does not.
      const isDoubtful = html.isDoubtful || (html.isWeak && isLazy);
      const info = isDoubtful && paragraph !== null ? 'interrupts' : '';
      const opened = leafOf('html', from, { goesOn: { end: html.end }, isDoubtful, info });
      add(reading, opened);
      addHtml(reading, opened, restOf(cursor), to);
      return true;
    }
    const rank = interrupted === null ? null : underlineIn(rest);
    if (interrupted !== null && rank !== null) {
      // Where all of it defines links, GitHub sees no heading.
      if (interrupted.defines || interrupted.isLabel) return false;
      interrupted.kind = 'heading';
      interrupted.depth = rank;
      interrupted.to = to;
      reading.leaf = null;
      return true;
    }
    if (isRule(rest)) {
      startAt(matched);
      add(reading, leafOf('rule', from, { to }));
      reading.leaf = null;
      return true;
    }
    const note = footnoteIn(rest);
    if (note > 0) {
      startAt(matched);
      const label = rest.slice(0, note);
      advance(cursor, columns);
      skip(cursor, note);
      advance(cursor, indentOf(cursor).columns);
      if (!enter(reading, container('footnote', from, { label, offset: 4 }))) return false;
      continue;
    }
    const marker = markerIn(rest);
    if (marker !== null) {
      const isOdd = marker.isEmpty || (marker.number ?? 1) !== 1;
      // Whether it still interrupts the paragraph, behind what did, is read in two ways.
      if (isFresh && mayInterrupt && isOdd) return false;
      if (interrupted === null || !isOdd) {
        startAt(matched);
        if (!enterItem(reading, cursor, { ...marker, columns, from })) return false;
        continue;
      }
    }
    if (interrupted !== null && isDelimiterRow(rest)) {
      const begun = beginTable(reading, interrupted, rest, to);
      if (begun !== 'none') return begun === 'table';
    }
    break;
  }
  const { next, columns } = indentOf(cursor);
  if (!isFresh && before?.kind === 'paragraph') {
    before.isLazy ||= !isWhole;
    before.isDeep = columns >= 4;
    // What follows a link's definition, or stands outside its quote or list, keeps its indentation on GitHub.
    const isKept = before.defines || before.isLabel || !isWhole;
    const line = isKept ? restOf(cursor) : cursor.text.slice(next);
    addLine(reading, before, line, to);
    readLabel(before, line, from);
  } else if (!isFresh && isWhole && before?.kind === 'table') {
    addLine(reading, before, cursor.text.slice(next), to);
  } else {
    startAt(matched);
    const line = cursor.text.slice(next);
    const made = leafOf('paragraph', from, { to, lines: [line], isLabel: line.startsWith('[') });
    readLabel(made, line, from);
    add(reading, made);
  }
  return true;
}

/** A heading or the first line of a block of code, that a line is whatever came before it. */
function leafIn(rest: string, columns: number, from: number, to: number): OpenLeaf | null {
  const heading = headingIn(rest);
  if (heading !== null) return leafOf('heading', from, { to, depth: heading.depth, lines: [heading.text] });
  const fence = fenceIn(rest);
  return fence === null
    ? null
    : leafOf('code', from, { to, info: fence.info, goesOn: fence, offset: columns });
}

function enter(reading: Reading, made: Open): boolean {
  tip(reading).children.push(made);
  reading.open.push(made);
  return reading.open.length <= deepest;
}

/** `columns`: how far its marker is indented. */
type ItemStart = Marker & { readonly columns: number; readonly from: number };

function enterItem(reading: Reading, cursor: Cursor, { columns, from, ...marker }: ItemStart): boolean {
  const isFirst = trimmed(cursor.text.slice(0, cursor.at)) === '';
  advance(cursor, columns);
  skip(cursor, marker.length);
  const after = indentOf(cursor).columns;
  const padding = marker.isEmpty || after > 4 ? 1 : after;
  advance(cursor, padding);
  const item = container('item', from, { offset: columns + marker.length + padding, isFirst });
  const last = tip(reading).children.at(-1);
  if (last !== undefined && isOpen(last) && last.kind === 'list' && last.sort === marker.sort) {
    last.children.push(item);
  } else {
    const list = container('list', from, { start: marker.number, sort: marker.sort, children: [item] });
    tip(reading).children.push(list);
  }
  reading.open.push(item);
  return reading.open.length <= deepest;
}

/** Notes a line of a paragraph, and whether a label before a colon ends in it. */
function readLabel(paragraph: OpenLeaf, line: string, from: number): void {
  paragraph.starts.push(from);
  if (!paragraph.isLabel) return;
  const end = line.indexOf(']');
  // What is escaped in a label is for others to tell.
  const isEscaped = line.slice(0, end < 0 ? undefined : end).includes('\\');
  paragraph.defines ||= isEscaped || (end >= 0 && line[end + 1] === ':');
  paragraph.isLabel = end < 0 && !isEscaped;
}

/** A table begins with the last line of a paragraph and the row of dashes below it. */
function beginTable(
  reading: Reading,
  paragraph: OpenLeaf,
  rest: string,
  to: number,
): 'table' | 'none' | 'unsure' {
  const head = paragraph.lines.at(-1) ?? '';
  const cells = cellsIn(head);
  if (cells === null) return 'unsure';
  if (cells !== cellsIn(rest)) return 'none';
  const { isLazy, isDeep, defines, isLabel } = paragraph;
  if (isLazy || isDeep || defines || isLabel) return 'unsure';
  paragraph.lines.pop();
  if (paragraph.lines.length === 0) tip(reading).children.pop();
  const from = paragraph.lines.length === 0 ? paragraph.from : paragraph.to - head.length;
  add(reading, leafOf('table', from, { to, lines: [head, trimmed(rest)] }));
  return 'table';
}
