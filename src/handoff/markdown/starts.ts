/**
 * What a line can begin with, each told from the rest of the line after its indentation.
 * GitHub Flavored Markdown Spec, "Leaf blocks" and "Container blocks". Nothing here goes over a line more than once.
 */
import { tagAt } from './tags.ts';

const [space, tab] = [0x20, 0x09];

const signs = new Set(Array.from('>#`~<=-*_[+:|0123456789', (sign) => sign.charCodeAt(0)));

/** Whether a line may begin anything with that sign. */
export const begins = (code: number): boolean => signs.has(code);

/** Whether spaces and tabs alone stand there. */
export function blank(text: string, from: number, to = text.length): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== space && code !== tab) return false;
  }
  return true;
}

/** How often a sign stands there, one after the other. */
function runOf(text: string, sign: string, from = 0): number {
  let at = from;
  while (text[at] === sign) at += 1;
  return at - from;
}

/** `## Title ##`; null: it is none. */
export function headingIn(rest: string): { readonly depth: number; readonly text: string } | null {
  if (!rest.startsWith('#')) return null;
  const depth = runOf(rest, '#');
  const next = rest[depth];
  if (depth > 6 || (next !== undefined && next !== ' ' && next !== '\t')) return null;
  const text = trimmed(rest.slice(depth));
  let end = text.length;
  while (end > 0 && text[end - 1] === '#') end -= 1;
  const isClosed = end < text.length && (end === 0 || text[end - 1] === ' ' || text[end - 1] === '\t');
  return { depth, text: isClosed ? trimmed(text.slice(0, end)) : text };
}

/** Without spaces and tabs at its ends; other white space stays. */
export function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && (text[from] === ' ' || text[from] === '\t')) from += 1;
  while (to > from && (text[to - 1] === ' ' || text[to - 1] === '\t')) to -= 1;
  return text.slice(from, to);
}

export type Fence = { readonly sign: string; readonly length: number; readonly info: string };

export function fenceIn(rest: string): Fence | null {
  const sign = rest[0];
  if (sign !== '`' && sign !== '~') return null;
  const length = runOf(rest, sign);
  const info = trimmed(rest.slice(length));
  return length < 3 || (sign === '`' && info.includes('`')) ? null : { sign, length, info };
}

export const endsFence = (rest: string, { sign, length }: Fence): boolean => {
  const found = runOf(rest, sign);
  return found >= length && blank(rest, found);
};

/** The line below a heading: its rank; null: it is none. */
export function underlineIn(rest: string): 1 | 2 | null {
  const sign = rest[0];
  if ((sign !== '=' && sign !== '-') || !blank(rest, runOf(rest, sign))) return null;
  return sign === '=' ? 1 : 2;
}

/** `***`, `- - -`. */
export function isRule(rest: string): boolean {
  const sign = rest[0];
  if (sign !== '*' && sign !== '-' && sign !== '_') return false;
  let count = 0;
  for (let at = 0; at < rest.length; at += 1) {
    if (rest[at] === sign) count += 1;
    else if (rest[at] !== ' ' && rest[at] !== '\t') return false;
  }
  return count >= 3;
}

/** `-`, `1.`: `sort` tells lists apart that stand one after the other. */
export type Marker = {
  readonly length: number;
  readonly sort: string;
  readonly number: number | null;
  readonly isEmpty: boolean;
};

export function markerIn(rest: string): Marker | null {
  let digits = 0;
  while (digits < 10 && isDigit(rest.charCodeAt(digits))) digits += 1;
  const sign = rest[digits] ?? '';
  if (digits > 9 || !(digits === 0 ? '-+*' : '.)').includes(sign) || sign === '') return null;
  const length = digits + 1;
  const after = rest[length];
  if (after !== undefined && after !== ' ' && after !== '\t') return null;
  const number = digits === 0 ? null : Number(rest.slice(0, digits));
  return { length, sort: sign, number, isEmpty: blank(rest, length) };
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** `[^label]: `, with which a footnote begins: its length; 0: it is none. */
export function footnoteIn(rest: string): number {
  if (!rest.startsWith('[^')) return 0;
  const end = rest.indexOf(']', 2);
  if (end < 3 || rest[end + 1] !== ':' || /[\s[]/.test(rest.slice(2, end))) return 0;
  return end + 2;
}

/** The kinds of HTML blocks ("HTML blocks", start conditions 1 to 7): what ends each; null: a blank line. */
export type HtmlEnd = readonly string[] | null;
/**
 * `isWeak`: it does not interrupt a paragraph (condition 7). `isDoubtful`: versions of the specification do not agree.
 * `unsure`: nor can be told what GitHub makes of it.
 */
export type HtmlStart =
  | { readonly end: HtmlEnd; readonly isWeak: boolean; readonly isDoubtful: boolean }
  | 'unsure'
  | null;

const sure = (end: HtmlEnd): HtmlStart => ({ end, isWeak: false, isDoubtful: false });

const verbatim = ['</script>', '</pre>', '</style>', '</textarea>'];
const blockTags = new Set(
  `address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
  fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main
  menu menuitem nav noframes ol optgroup option p param section source summary table tbody td tfoot th thead title tr track
  ul`.split(/\s+/),
);
/** Tags that are of one kind in one version of the specification, and of another in the next. */
const movedTags = new Set(['source']);
const newTags = new Set(['search', 'textarea']);

export function htmlIn(rest: string): HtmlStart {
  if (!rest.startsWith('<')) return null;
  if (rest.startsWith('<!--')) return sure(['-->']);
  if (rest.startsWith('<?')) return sure(['?>']);
  if (rest.startsWith('<![CDATA[')) return sure([']]>']);
  if (rest.startsWith('<!')) {
    if (/^[A-Z]/.test(rest[2] ?? '')) return sure(['>']);
    return /^[a-z]/.test(rest[2] ?? '') ? 'unsure' : null;
  }
  const [, slash, name, after] = /^<(\/?)([a-z][a-z0-9-]{0,30})([\s/>]|$)/i.exec(rest.slice(0, 40)) ?? [];
  const lower = name?.toLowerCase() ?? '';
  if (newTags.has(lower)) return 'unsure';
  if (slash === '' && after !== '/' && ['script', 'pre', 'style'].includes(lower)) return sure(verbatim);
  if (blockTags.has(lower)) {
    const isEnded = after !== '/' || rest[(slash?.length ?? 0) + lower.length + 2] === '>';
    if (isEnded) return { end: null, isWeak: false, isDoubtful: movedTags.has(lower) };
  }
  const tag = tagAt(rest, 0);
  if (tag === 'unsure') return 'unsure';
  const isAlone = tag !== null && blank(rest, tag.end);
  return isAlone ? { end: null, isWeak: true, isDoubtful: movedTags.has(lower) } : null;
}

/** How many cells a row of a table has; null: GitHub and the specification may not agree. */
export function cellsIn(line: string): number | null {
  const row = trimmed(line);
  let [cells, from] = [1, row.startsWith('|') ? 1 : 0];
  for (; from < row.length; from += 1) {
    if (row[from] === '\\') {
      if (row[from + 1] === '\\' && row[from + 2] === '|') return null;
      from += 1;
    } else if (row[from] === '|' && from < row.length - 1) cells += 1;
  }
  return cells;
}

/** The row below a table's head. */
export function isDelimiterRow(rest: string): boolean {
  if (!/^[-:|]/.test(rest)) return false;
  const row = trimmed(rest);
  const cells = row.slice(row.startsWith('|') ? 1 : 0, row.endsWith('|') ? -1 : undefined).split('|');
  return cells.every((cell) => isDelimiter(trimmed(cell)));
}

function isDelimiter(cell: string): boolean {
  const from = cell.startsWith(':') ? 1 : 0;
  const dashes = runOf(cell, '-', from);
  return dashes > 0 && (from + dashes === cell.length || cell.slice(from + dashes) === ':');
}
