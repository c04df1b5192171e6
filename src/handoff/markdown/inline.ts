/**
 * What is no text within a paragraph or a heading: code, tags, HTML comments. Read in one pass; what two readers of
 * Markdown may not agree about is doubtful, and from there on nothing is left out.
 * GitHub Flavored Markdown Spec, "Inlines".
 */
import { isPortion, newPace, type Portions } from '../../portions.ts';
import { tagAt } from './tags.ts';

export type Span = {
  readonly from: number;
  readonly to: number;
  /** `aside`: where a link leads, and its title. `doubt`: anything. */
  readonly kind: 'code' | 'comment' | 'tag' | 'link' | 'aside' | 'doubt';
  /** Of tags: their names. */
  readonly name: string;
};

/** Backticks in a row: GitHub looks for the end of as many. */
const mostBackticks = 80;
/** Where a link leads, and its title, where nothing in them can be anything else. */
const simpleTail = /\((?:[^\s()<>"'\\`[\]]|\([^\s()<>"'\\`[\]]*\))*(?: "[^"\n<>\\`]*")?\)/y;
const autolink = /<(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]{1,100}@[\w.-]{1,200})>/iy;

const [backtick, less, backslash, opening, closing] = [0x60, 0x3c, 0x5c, 0x5b, 0x5d];

const mayHold = /[`<\\[\]]/;

/** The spans of a text, in order, none within another. */
export function* spansIn(text: string): Portions<readonly Span[]> {
  const found: Span[] = [];
  if (!mayHold.test(text)) return found;
  const pace = newPace();
  const backticks = text.includes('`') ? yield* backticksIn(text) : null;
  const lastClosing = text.lastIndexOf(']');
  const lastEnd = text.lastIndexOf('-->');
  let brackets = 0;
  for (let at = 0; at < text.length;) {
    const from = at;
    at += 1;
    switch (text.charCodeAt(from)) {
      case backslash:
        at += 1;
        break;
      case backtick: {
        if (isPortion(pace)) yield;
        const length = runAt(text, from);
        at = from + length;
        const end = length > mostBackticks ? text.length : (backticks?.after(length, at) ?? -1);
        if (end < 0) break;
        found.push({ from, to: end, kind: length > mostBackticks ? 'doubt' : 'code', name: '' });
        at = end;
        break;
      }
      case opening:
        if (from < lastClosing) brackets += 1;
        break;
      case closing: {
        if (isPortion(pace)) yield;
        brackets = Math.max(0, brackets - 1);
        if (text[at] !== '(') break;
        simpleTail.lastIndex = at;
        const isSimple = simpleTail.test(text);
        at = isSimple ? simpleTail.lastIndex : text.length;
        found.push({ from, to: at, kind: isSimple ? 'aside' : 'doubt', name: '' });
        break;
      }
      case less: {
        if (isPortion(pace)) yield;
        const span = angleAt(text, from, lastEnd);
        if (span === null) break;
        const { to, name } = span;
        // A comment in the name of a link may be a part of that name.
        found.push({ from, to, kind: span.kind === 'comment' && brackets > 0 ? 'doubt' : span.kind, name });
        at = to;
        break;
      }
      default:
    }
  }
  return found;
}

function runAt(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === backtick) at += 1;
  return at - from;
}

type Backticks = { readonly after: (length: number, from: number) => number };

/** Where backticks stand, by how many; asked for in order, each is passed once. */
function* backticksIn(text: string): Portions<Backticks> {
  const byLength = new Map<number, number[]>();
  const pace = newPace();
  for (let from = text.indexOf('`'); from >= 0;) {
    if (isPortion(pace)) yield;
    const length = runAt(text, from);
    const known = byLength.get(length);
    if (known === undefined) byLength.set(length, [from]);
    else known.push(from);
    from = text.indexOf('`', from + length);
  }
  const next = new Map<number, number>();
  return {
    after(length, from) {
      const places = byLength.get(length) ?? [];
      let at = next.get(length) ?? 0;
      while (at < places.length && (places[at] ?? 0) < from) at += 1;
      next.set(length, at);
      const place = places[at];
      return place === undefined ? -1 : place + length;
    },
  };
}

/** What begins with `<`; null: nothing does. `lastEnd`: where the last comment may end. */
function angleAt(text: string, at: number, lastEnd: number): Pick<Span, 'kind' | 'to' | 'name'> | null {
  if (!/[\w.+!/?-]/.test(text.charAt(at + 1))) return null;
  const rest = text.slice(at, at + 4);
  if (rest === '<!--') {
    if (lastEnd < at + 2) return null;
    const end = text.indexOf('-->', at + 4);
    const words = end < 0 ? null : text.slice(at + 4, end);
    // The versions of CommonMark do not agree about others.
    const isPlain = words !== null && !/^-?>/.test(words) && !words.includes('--') && !words.endsWith('-');
    return isPlain
      ? { kind: 'comment', to: end + 3, name: '' }
      : { kind: 'doubt', to: text.length, name: '' };
  }
  if (rest.startsWith('<!') || rest.startsWith('<?')) return { kind: 'doubt', to: text.length, name: '' };
  const tag = tagAt(text, at);
  if (tag === 'unsure') return { kind: 'doubt', to: text.length, name: '' };
  if (tag !== null) return { kind: 'tag', to: tag.end, name: tag.name.toLowerCase() };
  autolink.lastIndex = at;
  return autolink.test(text) ? { kind: 'link', to: autolink.lastIndex, name: '' } : null;
}
