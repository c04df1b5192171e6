/** The lines of a text, put together sign by sign: what of each is shown, and how it stands. */
import type { Portions } from '../../portions.ts';
import type { HtmlReader } from '../markdown/index.ts';
import { withPlainSpaces } from './plain.ts';

/**
 * Why it is not certain that a line is said. `quoted`: it stands right below a quote, and is shown as a part of it. `joined`:
 * it is shown in one line with what is around it. `unclear`: nobody can tell what is shown.
 */
export type LineDoubt = 'quoted' | 'heading' | 'joined' | 'unclear';

export type VisibleLine = {
  readonly text: string;
  /** null: it is said. */
  readonly doubt: LineDoubt | null;
  /** Where in the source the line is that it begins, with everything before it; null: it begins within one, or within HTML. */
  readonly from: number | null;
  /** It is written in HTML, where signs of Markdown are shown as they are. */
  readonly isHtml: boolean;
};

/** Tags that begin a new line. */
export const breaking: ReadonlySet<string> = new Set(
  `address article aside blockquote br center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li
  main nav ol p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Attributes that may hide what is in an element, or turn it round. */
const odd = /\s(?:hidden|style|dir)(?=[\s=/>])/i;

/** Which lines are asked for. */
export type Asked = {
  /** Told from their text. What it says of lines it says of the text that they are in: none that is asked for is in it. */
  readonly isWanted: (text: string) => boolean;
  readonly take: (line: VisibleLine) => void;
};

export type Reading = {
  readonly source: string;
  readonly html: HtmlReader;
  asked: Asked;
  /** The line that is open: its text, whether that is white space alone, and the rest as of a line that is read. */
  text: string;
  isBlank: boolean;
  doubt: LineDoubt | null;
  isSaid: boolean;
  from: number | null;
  isHtml: boolean;
  /** In HTML: nothing was shown yet of the source's line. */
  isAtStart: boolean;
  /** Nothing that follows is shown: a comment does not end. */
  isHidden: boolean;
  /** Nobody can tell what follows: of anything, or of what is read just now. */
  isOdd: boolean;
  isOddHere: boolean;
  /** How many headings are open. */
  heads: number;
};

/** A line, as it is shown. */
export function push({ asked }: Reading, line: VisibleLine): void {
  if (asked.isWanted(line.text)) asked.take(line);
}

/** Ends a line, and begins another; `next`: where in the source it is. */
export function end(reading: Reading, next: number | null): void {
  const { doubt, from, isHtml } = reading;
  if (reading.isSaid && !reading.isBlank) push(reading, { text: reading.text.trim(), doubt, from, isHtml });
  fresh(reading, next);
}

export function fresh(reading: Reading, from: number | null): void {
  reading.text = '';
  reading.isBlank = true;
  reading.doubt = null;
  reading.isSaid = true;
  reading.from = from;
}

/** Adds to a line what is shown in it; how its first sign stands is how it stands. */
export function say(reading: Reading, text: string): void {
  if (reading.isBlank && withPlainSpaces(text).trim() !== '') {
    const { html } = reading;
    const isLost = reading.isOdd || reading.isOddHere || html.isLost() || html.isUnsure();
    const isPassedOver = (html.isApart() && !html.isUnsure()) || (html.isQuoting() && !isLost);
    reading.isBlank = false;
    reading.isSaid = !reading.isHidden && !isPassedOver;
    reading.doubt ??= isLost ? 'unclear' : reading.heads > 0 ? 'heading' : null;
  }
  reading.text += text;
}

export function tag(reading: Reading, whole: string, name: string): void {
  const isClosing = whole[1] === '/';
  if (whole.length > name.length + 4 && odd.test(whole)) reading.isOdd = true;
  if (breaking.has(name)) end(reading, null);
  reading.html.tag(name, isClosing);
  if (reading.isOdd || reading.isOddHere || reading.html.isLost() || reading.html.isUnsure())
    reading.doubt ??= 'unclear';
  const by = isClosing ? -1 : 1;
  if (headings.has(name)) reading.heads = Math.max(0, reading.heads + by);
}

/** Reads something; `isOdd`: nobody can tell what is shown of it. */
export function* doubtfully(reading: Reading, isOdd: boolean, read: Portions<void>): Portions<void> {
  const before = reading.isOddHere;
  reading.isOddHere ||= isOdd;
  yield* read;
  reading.isOddHere = before;
}
