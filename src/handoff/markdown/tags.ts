/**
 * Tags in Markdown, by the grammar of the GitHub Flavored Markdown Spec, "Raw HTML". Each is read once, up to a length
 * that no tag of a person's has.
 */

export type Tag = { readonly name: string; readonly end: number };

/** Longer is nobody's tag; whether it is one is not found out. */
const longest = 4_000;

const tagName = /[a-z][a-z0-9-]{0,100}/iy;

/** The tag that begins there; null: none does; `unsure`: it is too long to tell. */
export function tagAt(text: string, from: number): Tag | 'unsure' | null {
  const slash = text[from + 1] === '/' ? '/' : '';
  const begin = from + 1 + slash.length;
  tagName.lastIndex = begin;
  if (!tagName.test(text)) return null;
  let at = tagName.lastIndex;
  if (at - from >= 100) return 'unsure';
  const name = text.slice(begin, at);
  const most = from + longest;
  for (;;) {
    if (at > most) return 'unsure';
    const spaced = overSpace(text, at, most);
    const sign = text[spaced];
    if (sign === '>') return { name, end: spaced + 1 };
    if (sign === '/' && slash === '') return text[spaced + 1] === '>' ? { name, end: spaced + 2 } : null;
    if (slash === '/' || spaced === at || sign === undefined || !/[a-z_:]/i.test(sign)) return null;
    at = spaced;
    while (at <= most && /[\w.:-]/.test(text[at] ?? '')) at += 1;
    const equals = overSpace(text, at, most);
    if (text[equals] !== '=') continue;
    const value = overSpace(text, equals + 1, most);
    const quote = text[value];
    if (quote === '"' || quote === "'") {
      const end = text.slice(value + 1, most).indexOf(quote);
      if (end < 0) return text.length > most ? 'unsure' : null;
      at = value + end + 2;
    } else {
      at = value;
      while (at <= most && /[^\s"'=<>`]/.test(text[at] ?? ' ')) at += 1;
      if (at === value) return null;
    }
  }
}

function overSpace(text: string, from: number, most: number): number {
  let at = from;
  while (at <= most && (text[at] === ' ' || text[at] === '\t' || text[at] === '\n')) at += 1;
  return at;
}
