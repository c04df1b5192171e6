/** What Baton writes into Jira: plain paragraphs with links, in which nothing means more than it says. */
import type { Portions } from '../../portions.ts';
import type { Paragraph } from '../shapes.ts';
import type { Flavour } from '../site.ts';

/** A long text, as a site takes it. */
export const toBody = (flavour: Flavour, paragraphs: readonly Paragraph[]): Portions<unknown> =>
  flavour === 'cloud' ? toAdf(paragraphs) : toWiki(paragraphs);

/** ADF, for Cloud. Atlassian: "Atlassian Document Format", nodes `paragraph`, `text` and `hardBreak`, mark `link`. */
export function* toAdf(paragraphs: readonly Paragraph[]): Portions<Readonly<Record<string, unknown>>> {
  const content: unknown[] = [];
  for (const paragraph of paragraphs) {
    const nodes: unknown[] = [];
    for (const words of paragraph) {
      const text = typeof words === 'string' ? words : words.text.replaceAll(/\s+/g, ' ');
      const href = typeof words === 'string' ? null : hrefOf(words.href);
      const marks = href === null ? {} : { marks: [{ type: 'link', attrs: { href } }] };
      for (const line of linesIn(text)) {
        if (line.isBroken) nodes.push({ type: 'hardBreak' });
        // There is no text node without text.
        if (line.text !== '') nodes.push({ type: 'text', text: line.text, ...marks });
        if (line.isPortion) yield;
      }
    }
    content.push({ type: 'paragraph', content: nodes });
  }
  return { version: 1, type: 'doc', content };
}

/** Wiki text, for Data Center. */
export function* toWiki(paragraphs: readonly Paragraph[]): Portions<string> {
  const written: string[] = [];
  for (const paragraph of paragraphs) {
    let said = '';
    for (const words of paragraph) {
      if (typeof words === 'string') {
        said += yield* escapeWiki(words);
        continue;
      }
      const href = hrefOf(words.href);
      // In a link's text these signs would end it, escaped or not, and so would a line break.
      const text = (yield* escapeWiki(words.text.replaceAll(/\s+/g, ' '))).replaceAll(/\\([[\]|])/g, entity);
      said +=
        href === null || text.trim() === ''
          ? text
          : `[${text}|${href.replaceAll(/[[\]|{}\\^`!*_]/g, percent)}]`;
    }
    written.push(said.replaceAll(/^(h[1-6]|bq)\./gm, '$1&#46;'));
  }
  return written.join('\n\n');
}

type Written = { readonly text: string; readonly isBroken: boolean; readonly isPortion: boolean };

/** The lines of a text; `isBroken`: there is one before it. */
function* linesIn(text: string): Generator<Written> {
  const breaks = /\r\n?|\n/g;
  let from = 0;
  for (let count = 1; ; count += 1) {
    const found = breaks.exec(text);
    yield {
      text: text.slice(from, found?.index),
      isBroken: count > 1,
      isPortion: count % linesInPortion === 0,
    };
    if (found === null) return;
    from = breaks.lastIndex;
  }
}

/**
 * Text that Jira shows as it is. A backslash makes these signs mean themselves (Atlassian: "Text Formatting
 * Notation", "Misc"), but not itself; for it, and for what begins smileys and entities, there are entities.
 */
export function* escapeWiki(text: string): Portions<string> {
  const plain = text.replaceAll(/\r\n?/g, '\n');
  let written = '';
  // A colon is looked at with what follows it.
  for (let from = 0; from < plain.length;) {
    const end = from + signsInPortion;
    const to = plain[end - 1] === ':' ? end + 1 : end;
    written += plain.slice(from, to).replaceAll(/[-#*_+?^~|%{}[\]()!@]|[&\\]|:(?=[DPp])/g, (sign) => {
      if (sign === '&') return '&amp;';
      return sign === '\\' || sign === ':' ? `&#${sign.charCodeAt(0)};` : `\\${sign}`;
    });
    from = to;
    if (from < plain.length) yield;
  }
  return written;
}

/** How much of a text is written in one portion: some tenths of a millisecond. */
const [signsInPortion, linesInPortion] = [2_000, 200];

function entity(_: string, sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}

/** Links lead to web pages, or nowhere. */
function hrefOf(href: string): string | null {
  const url = URL.parse(href);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null;
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
