/**
 * A text's blocks, as GitHub Flavored Markdown has them, read in one pass over its lines: what it costs is in proportion
 * to the text, whatever stands in it. Where GitHub and the specification do not agree about what a line is, or nobody
 * means what is written, the rest of the text is left unread, and stands there word for word.
 * GitHub Flavored Markdown Spec, "Appendix: A parsing strategy".
 */
import { isPortion, newPace, type Portions } from '../../portions.ts';
import { begin, passQuote } from './begin.ts';
import type { Block } from './block.ts';
import { advance, cursorAt, indentOf, restOf, type Cursor } from './cursor.ts';
import {
  add,
  addHtml,
  addLine,
  blocksRead,
  close,
  hasRoom,
  leafOf,
  newReading,
  type Open,
  type OpenLeaf,
  type Reading,
} from './open.ts';
import { endsFence } from './starts.ts';

/** Reads a text whose lines end with `\n`, in portions. */
export function* blocksOf(source: string): Portions<readonly Block[]> {
  const reading = newReading();
  const pace = newPace();
  for (let from = 0; from < source.length;) {
    const end = source.indexOf('\n', from);
    const to = end < 0 ? source.length : end;
    if (!hasRoom(reading) || !readLine(reading, source.slice(from, to), from, to)) {
      close(reading, 0);
      add(reading, leafOf('unread', from, source.length, [source.slice(from)]));
      break;
    }
    from = to + 1;
    if (isPortion(pace)) yield;
  }
  return blocksRead(reading);
}

/** Reads one line; false: nobody can tell what it is. */
function readLine(reading: Reading, text: string, from: number, to: number): boolean {
  const { leaf, open, depth } = reading;
  if (text === '' && depth === 0 && leaf?.goesOn == null) {
    reading.leaf = null;
    return true;
  }
  const cursor = cursorAt(text);
  let matched = 0;
  for (; matched < depth; matched += 1) {
    const each = open[matched];
    if (each === undefined || !goesOn(each, cursor)) break;
  }
  const isWhole = matched === depth;
  if (isWhole && leaf?.goesOn != null && continues(reading, leaf, cursor, to)) return true;
  return begin(reading, cursor, { matched, isWhole, from, to });
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
