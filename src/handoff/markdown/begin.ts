/** What a line begins, where it does not go on with code or HTML: containers, and then a leaf. */
import { advance, indentOf, restOf, skip, type Cursor } from './cursor.ts';
import { add, addHtml, addLine, close, enter, isOpen, leafOf, openOf, put, tip } from './open.ts';
import type { OpenLeaf, Reading } from './open.ts';
import {
  begins,
  blank,
  cellsIn,
  fenceIn,
  footnoteIn,
  headingIn,
  htmlIn,
  isDelimiterRow,
  isRule,
  markerIn,
  trimmed,
  underlineIn,
  type Marker,
} from './starts.ts';

/** A line, where it is in the source, and how many of the containers that were open go on with it. */
export type Line = {
  readonly matched: number;
  /** All of them do. */
  readonly isWhole: boolean;
  readonly from: number;
  readonly to: number;
};

/** Goes over the sign of a quote. */
export function passQuote(cursor: Cursor, columns: number): void {
  advance(cursor, columns);
  skip(cursor, 1);
  advance(cursor, 1);
}

/** Begins what a line begins; false: nobody can tell what it is. */
export function begin(reading: Reading, cursor: Cursor, line: Line): boolean {
  const { matched, isWhole, from, to } = line;
  const before = reading.leaf;
  const wasParagraph = before?.kind === 'paragraph' ? before : null;
  let isFresh = false;
  for (;;) {
    const { columns, next, isBlank } = indentOf(cursor);
    if (isBlank) {
      if (!isFresh) close(reading, matched);
      return true;
    }
    const paragraph = isFresh ? null : wasParagraph;
    const interrupted = isWhole ? paragraph : null;
    if (columns >= 4) {
      if (paragraph !== null) break;
      if (!isFresh) close(reading, matched);
      advance(cursor, 4);
      const code = leafOf('code', from, to, [restOf(cursor)]);
      code.goesOn = 'indented';
      add(reading, code);
      return true;
    }
    // Most lines begin with a letter, which begins nothing.
    if (!begins(cursor.text.charCodeAt(next))) break;
    const rest = cursor.text.slice(next);
    if (rest.startsWith('>')) {
      if (!isFresh) close(reading, matched);
      isFresh = true;
      passQuote(cursor, columns);
      const quote = openOf('quote', from);
      put(tip(reading), quote);
      if (!enter(reading, quote)) return false;
      continue;
    }
    const leaf = headingOrFence(rest, columns, line);
    if (leaf !== null) {
      if (!isFresh) close(reading, matched);
      add(reading, leaf);
      return true;
    }
    const html = htmlIn(rest);
    if (html === 'unsure') return false;
    if (html !== null && !(html.isWeak && interrupted !== null)) {
      if (!isFresh) close(reading, matched);
      const opened = leafOf('html', from, from, []);
      opened.goesOn = html;
      // GitHub lets HTML end a quote or a list here, the specification does not.
      opened.isDoubtful = html.isDoubtful || (html.isWeak && paragraph !== null && !isWhole);
      if (opened.isDoubtful && paragraph !== null) opened.info = 'interrupts';
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
      if (!isFresh) close(reading, matched);
      add(reading, leafOf('rule', from, to, []));
      reading.leaf = null;
      return true;
    }
    const note = footnoteIn(rest);
    if (note > 0) {
      if (!isFresh) close(reading, matched);
      isFresh = true;
      advance(cursor, columns);
      skip(cursor, note);
      advance(cursor, indentOf(cursor).columns);
      const footnote = openOf('footnote', from, { label: rest.slice(0, note), offset: 4 });
      put(tip(reading), footnote);
      if (!enter(reading, footnote)) return false;
      continue;
    }
    const marker = markerIn(rest);
    if (marker !== null) {
      const isOdd = marker.isEmpty || (marker.number ?? 1) !== 1;
      // Whether it still interrupts the paragraph, behind what did, is read in two ways.
      if (isFresh && isWhole && wasParagraph !== null && isOdd) return false;
      if (interrupted === null || !isOdd) {
        if (!isFresh) close(reading, matched);
        isFresh = true;
        if (!enterItem(reading, cursor, marker, from)) return false;
        continue;
      }
    }
    if (interrupted !== null && isDelimiterRow(rest)) {
      const begun = beginTable(reading, interrupted, rest, to);
      if (begun !== 'none') return begun === 'table';
    }
    break;
  }
  if (isFresh) addParagraph(reading, cursor, line);
  else addText(reading, cursor, line);
  return true;
}

/** A heading or the first line of a block of code, that a line is whatever came before it. */
function headingOrFence(rest: string, columns: number, { from, to }: Line): OpenLeaf | null {
  const heading = headingIn(rest);
  if (heading !== null) {
    const leaf = leafOf('heading', from, to, [heading.text]);
    leaf.depth = heading.depth;
    return leaf;
  }
  const fence = fenceIn(rest);
  if (fence === null) return null;
  const leaf = leafOf('code', from, to, []);
  leaf.info = fence.info;
  leaf.goesOn = fence;
  leaf.offset = columns;
  return leaf;
}

/** Adds a line that begins nothing to what it goes on with. */
function addText(reading: Reading, cursor: Cursor, line: Line): void {
  const { matched, isWhole, from, to } = line;
  const before = reading.leaf;
  const { next, columns } = indentOf(cursor);
  if (before?.kind === 'paragraph') {
    before.isLazy ||= !isWhole;
    before.isDeep = columns >= 4;
    // What follows a link's definition, or stands outside its quote or list, keeps its indentation on GitHub.
    const isKept = before.defines || before.isLabel || !isWhole;
    const text = isKept ? restOf(cursor) : cursor.text.slice(next);
    addLine(reading, before, text, to);
    readLabel(before, text, from);
  } else if (isWhole && before?.kind === 'table') {
    addLine(reading, before, cursor.text.slice(next), to);
  } else {
    close(reading, matched);
    addParagraph(reading, cursor, line);
  }
}

function addParagraph(reading: Reading, cursor: Cursor, { from, to }: Line): void {
  const text = cursor.text.slice(indentOf(cursor).next);
  const paragraph = leafOf('paragraph', from, to, [text]);
  paragraph.isLabel = text.startsWith('[');
  readLabel(paragraph, text, from);
  add(reading, paragraph);
}

function enterItem(
  reading: Reading,
  cursor: Cursor,
  { length, isEmpty, number, sort }: Marker,
  from: number,
): boolean {
  const { columns } = indentOf(cursor);
  const isFirst = blank(cursor.text, 0, cursor.at);
  advance(cursor, columns);
  skip(cursor, length);
  const after = indentOf(cursor).columns;
  const padding = isEmpty || after > 4 ? 1 : after;
  advance(cursor, padding);
  const item = openOf('item', from, { offset: columns + length + padding, isFirst });
  const within = tip(reading);
  const last = within.children[within.children.length - 1];
  if (last !== undefined && isOpen(last) && last.kind === 'list' && last.sort === sort) {
    put(last, item);
  } else {
    const list = openOf('list', from, { start: number, sort });
    put(list, item);
    put(within, list);
  }
  return enter(reading, item);
}

/** Notes a line of a paragraph, and whether a label before a colon ends in it. */
function readLabel(paragraph: OpenLeaf, line: string, from: number): void {
  if (paragraph.starts.length === 0) paragraph.starts = [from];
  else paragraph.starts.push(from);
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
  add(reading, leafOf('table', from, to, [head, trimmed(rest)]));
  return 'table';
}
