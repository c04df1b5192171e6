/** What Baton writes into Jira: plain paragraphs with links, in which nothing means more than it says. */
import type { Paragraph } from '../shapes.ts';
import type { Flavour } from '../site.ts';

/** A long text, as a site takes it. */
export const toBody = (flavour: Flavour, paragraphs: readonly Paragraph[]): unknown =>
  flavour === 'cloud' ? toAdf(paragraphs) : toWiki(paragraphs);

/** ADF, for Cloud. Atlassian: "Atlassian Document Format", nodes `paragraph`, `text` and `hardBreak`, mark `link`. */
export function toAdf(paragraphs: readonly Paragraph[]): Readonly<Record<string, unknown>> {
  const content = paragraphs.map((paragraph) => ({
    type: 'paragraph',
    content: paragraph.flatMap((words) => {
      const text = typeof words === 'string' ? words : words.text.replaceAll(/\s+/g, ' ');
      const href = typeof words === 'string' ? null : hrefOf(words.href);
      const marks = href === null ? {} : { marks: [{ type: 'link', attrs: { href } }] };
      // There is no text node without text.
      return text
        .split(/(\r\n?|\n)/)
        .filter((part) => part !== '')
        .map((part) =>
          /^[\r\n]/.test(part) ? { type: 'hardBreak' } : { type: 'text', text: part, ...marks },
        );
    }),
  }));
  return { version: 1, type: 'doc', content };
}

/** Wiki text, for Data Center. */
export function toWiki(paragraphs: readonly Paragraph[]): string {
  return paragraphs
    .map((paragraph) =>
      paragraph
        .map((words) => {
          if (typeof words === 'string') return escapeWiki(words);
          const href = hrefOf(words.href);
          // In a link's text these signs would end it, escaped or not, and so would a line break.
          const text = escapeWiki(words.text.replaceAll(/\s+/g, ' ')).replaceAll(/\\([[\]|])/g, entity);
          return href === null || text.trim() === ''
            ? text
            : `[${text}|${href.replaceAll(/[[\]|{}\\^`!*_]/g, percent)}]`;
        })
        .join('')
        .replaceAll(/^(h[1-6]|bq)\./gm, '$1&#46;'),
    )
    .join('\n\n');
}

/**
 * Text that Jira shows as it is. A backslash makes these signs mean themselves (Atlassian: "Text Formatting
 * Notation", "Misc"), but not itself; for it, and for what begins smileys and entities, there are entities.
 */
export function escapeWiki(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/[-#*_+?^~|%{}[\]()!@]|[&\\]|:(?=[DPp])/g, (sign) => {
    if (sign === '&') return '&amp;';
    return sign === '\\' || sign === ':' ? `&#${sign.charCodeAt(0)};` : `\\${sign}`;
  });
}

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
