/**
 * What is no text within a paragraph or a heading: code, tags, HTML comments. Read in one pass; what two readers of
 * Markdown may not agree about is doubtful, and from there on nothing is left out.
 * GitHub Flavored Markdown Spec, "Inlines".
 */
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

/** The spans of a text, in order, none within another. */
export function spansOf(text: string): readonly Span[] {
  const found: Span[] = [];
  const backticks = backticksIn(text);
  const lastClosing = text.lastIndexOf(']');
  const lastEnd = text.lastIndexOf('-->');
  let brackets = 0;
  const search = /[`<\\[\]]/g;
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    const at = match.index;
    const push = (kind: Span['kind'], to: number, name = ''): void => {
      found.push({ from: at, to, kind, name });
      search.lastIndex = to;
    };
    switch (match[0]) {
      case '\\':
        search.lastIndex = at + 2;
        break;
      case '`': {
        const length = runAt(text, at);
        const end = length > mostBackticks ? -1 : backticks.after(length, at + length);
        if (length > mostBackticks) push('doubt', text.length);
        else if (end >= 0) push('code', end);
        else search.lastIndex = at + length;
        break;
      }
      case '[':
        if (at < lastClosing) brackets += 1;
        break;
      case ']': {
        brackets = Math.max(0, brackets - 1);
        if (text[at + 1] !== '(') break;
        simpleTail.lastIndex = at + 1;
        if (simpleTail.test(text)) push('aside', simpleTail.lastIndex);
        else push('doubt', text.length);
        break;
      }
      default: {
        const span = angleAt(text, at, lastEnd);
        if (span === null) break;
        // A comment in the name of a link may be a part of that name.
        push(span.kind === 'comment' && brackets > 0 ? 'doubt' : span.kind, span.to, span.name);
      }
    }
  }
  return found;
}

function runAt(text: string, from: number): number {
  let at = from;
  while (text[at] === '`') at += 1;
  return at - from;
}

/** Where backticks stand, by how many; asked for in order, each is passed once. */
function backticksIn(text: string): { readonly after: (length: number, from: number) => number } {
  const byLength = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const known = byLength.get(run.length);
    if (known === undefined) byLength.set(run.length, [index]);
    else known.push(index);
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
