/**
 * HTML in Markdown, as a browser reads it once all of the text was rendered: where comments are, and from where on
 * nobody can tell. HTML Standard, "Tokenization".
 */

import { isPortion, newPace, type Portions } from '../../portions.ts';

/** Elements in which text is not read as HTML, or is not shown as it is elsewhere. */
const special = new Set(
  `frameset iframe listing math noembed noframes noscript plaintext script select style svg template textarea title
  xmp`.split(/\s+/),
);
/** Elements whose text is not said in one's own voice. */
const quoting = new Set(['blockquote', 'code', 'del', 'kbd', 'pre', 'q', 's', 'samp', 'strike', 'tt']);
/** Elements whose text stands in cells, or the other way round. */
const apart = new Set(['bdo', 'table']);

export type HtmlReader = {
  /** True from where on what is text and what is not cannot be told any more. */
  readonly isLost: () => boolean;
  /** True once spaces may count: within `<pre>`. */
  readonly isSpaced: () => boolean;
  /** True within an element that quotes. */
  readonly isQuoting: () => boolean;
  /** True within a table, or where text is turned round. */
  readonly isApart: () => boolean;
  /** True from where on nobody can tell whether text stands in an element that quotes, or in a cell. */
  readonly isUnsure: () => boolean;
  /** True from where on everything counts as it is written. */
  readonly isKept: () => boolean;
  /** From here on everything counts as it is written: readers may not agree about what it is. */
  keep(): void;
  /**
   * Reads what makes an element of its own: a paragraph, a list, a quote of Markdown. What is opened in it and not closed,
   * or closed and not opened, one browser takes along to what follows, and another does not.
   */
  readonly element: <T>(read: Portions<T>) => Portions<T>;
  /** Reads a tag that stands in a line. */
  tag(name: string, isClosing: boolean): void;
  /** Reads what may be tags in a text, of which nobody knows what they are. */
  maybe(text: string): Portions<void>;
  /** Reads a block, and gives it back without the comments in it. `isLast`: nothing follows it. */
  block(html: string, isLast: boolean): Portions<string>;
};

export function createHtmlReader(): HtmlReader {
  let [isLost, isKept, isSpaced, isUnsure] = [false, false, false, false];
  /** The elements that are open and quote, or stand apart, from the outermost: as long as that is sure. */
  const open: string[] = [];
  const counts = new Map<string, number>();
  let [quotes, aparts, lowest] = [0, 0, 0];
  const tag = (name: string, isClosing: boolean): void => {
    if (special.has(name)) isLost = true;
    if (name === 'pre') isSpaced = true;
    const isApart = apart.has(name);
    if (!isApart && !quoting.has(name)) return;
    const many = counts.get(name) ?? 0;
    // What is closed and was not open is passed over.
    if (isClosing && many === 0) return;
    const by = isClosing ? -1 : 1;
    counts.set(name, many + by);
    if (isApart) aparts += by;
    else quotes += by;
    if (!isClosing) open.push(name);
    else if (open.pop() !== name) isUnsure = true;
    lowest = Math.min(lowest, open.length);
  };
  return {
    isLost: () => isLost,
    isSpaced: () => isSpaced || isKept || isLost,
    isKept: () => isKept || isLost,
    isQuoting: () => quotes > 0 || isLost,
    isApart: () => aparts > 0,
    isUnsure: () => isUnsure,
    keep() {
      isKept = true;
    },
    *element(read) {
      const [depth, outside] = [open.length, lowest];
      lowest = depth;
      const made = yield* read;
      if (lowest < depth || open.length > depth) isUnsure = true;
      lowest = Math.min(lowest, outside);
      return made;
    },
    tag,
    *maybe(text) {
      const pace = newPace();
      const opened: string[] = [];
      for (const [, slash, written = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
        if (isPortion(pace)) yield;
        const name = written.toLowerCase();
        if (quoting.has(name) || apart.has(name)) {
          if (slash === '') opened.push(name);
          // One that is ended here, all within what nobody knows, leaves no trace in either case.
          else if (opened.pop() !== name) isUnsure = true;
        }
        tag(name, slash === '/');
      }
      if (opened.length > 0) isUnsure = true;
    },
    *block(html, isLast) {
      const kept: string[] = [];
      const pace = newPace();
      let from = 0;
      for (let at = html.indexOf('<'); at >= 0 && !isLost; at = html.indexOf('<', at)) {
        if (isPortion(pace)) yield;
        if (html.startsWith('<!--', at)) {
          const end = endOfComment(html, at);
          if (end === null) {
            if (isLast && !isKept && !isSpaced && isApart(html, at, html.length))
              return kept.join('') + html.slice(from, at);
            isLost = true;
          } else {
            if (end.isPlain && !isKept && !isSpaced && isApart(html, at, end.at)) {
              kept.push(html.slice(from, at));
              from = end.at;
            }
            at = end.at;
          }
        } else if (/[a-z]/i.test(html[at + (html[at + 1] === '/' ? 2 : 1)] ?? '')) {
          const end = endOfTag(html, at);
          tag(nameOfTag(html, at), html[at + 1] === '/');
          if (end < 0) isLost = true;
          at = end;
        } else if (/[!?/]/.test(html[at + 1] ?? '')) {
          at = html.indexOf('>', at);
          if (at < 0) isLost = true;
        } else at += 1;
      }
      return kept.join('') + html.slice(from);
    },
  };
}

/** True where what is before and after a comment stays apart without it. */
function isApart(html: string, from: number, to: number): boolean {
  return /^[\s>]?$/.test(html.slice(Math.max(0, from - 1), from)) && /^[\s<]?$/.test(html.slice(to, to + 1));
}

const commentEnd = /--!?>/g;

/** Where a comment ends; null: nowhere. Not plain: `<!-->`, or one that ends with `--!>`. */
export function endOfComment(
  html: string,
  at: number,
): { readonly at: number; readonly isPlain: boolean } | null {
  for (const short of ['<!-->', '<!--->'])
    if (html.startsWith(short, at)) return { at: at + short.length, isPlain: false };
  commentEnd.lastIndex = at + 4;
  const end = commentEnd.exec(html)?.[0];
  return end === undefined ? null : { at: commentEnd.lastIndex, isPlain: end === '-->' };
}

/** As much of a name as any that something is known of has. */
const tagName = /[^\s/>]{1,30}/y;

/** The name of the tag that begins there, in lower case. */
export function nameOfTag(html: string, at: number): string {
  tagName.lastIndex = at + (html[at + 1] === '/' ? 2 : 1);
  return tagName.exec(html)?.[0].toLowerCase() ?? '';
}

/** Where a tag ends, from its `<`; -1: nowhere. Quotes count behind a `=` alone. */
export function endOfTag(html: string, from: number): number {
  let isValue = false;
  for (let at = from + 1; at < html.length; at += 1) {
    const sign = html.charCodeAt(at);
    if (sign === 0x3e) return at + 1;
    if (isValue && (sign === 0x22 || sign === 0x27)) {
      at = html.indexOf(html.charAt(at), at + 1);
      if (at < 0) return -1;
    }
    if (sign === 0x3d) isValue = true;
    else if (isValue && !isSpace(sign)) isValue = false;
  }
  return -1;
}

const isSpace = (code: number): boolean =>
  code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code > 0x7f && /\s/.test(String.fromCharCode(code)));
