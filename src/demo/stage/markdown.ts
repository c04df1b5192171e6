/** Markdown as the pages render it, made a part of this one: links lead to what the page shows itself. */
import { html, markdown, ours, type Html } from '../../pages/index.ts';

/** Leads from an address of GitHub's to the page here that shows the same; null: there is none. */
export type Lead = (address: string) => string | null;

/**
 * @param lead where links to GitHub go: the sandbox has no pages of its own
 * @param level of its headings, whatever their size: one below the heading that it stands under
 */
export function rendered(text: string, lead: Lead, level: 2 | 3 | 4 = 4): Html {
  // What somebody wrote has no quotation mark and no angle bracket of its own in what was rendered.
  const made = markdown(text)
    .toString()
    .replaceAll(/ href="([^"]*)"/g, (whole, address: string) => {
      const here = lead(address);
      return here === null ? `${whole} rel="nofollow noreferrer"` : ` href="${here}"`;
    })
    .replaceAll(/<(\/?)h([1-6])>/g, (_, end: string, size: string) =>
      end === '' ? `<h${level} class="like-h${size}">` : `</h${level}>`,
    )
    .replaceAll(
      /(<code class="language-diff">)([^<]*)(<\/code>)/g,
      (_, begin: string, text_: string, end: string) =>
        [begin, ...text_.split(/(?<=\n)/).map(coloured), end].join(''),
    );
  return ours(made);
}

/** A line of a difference: it came, it went, or neither. */
function coloured(line: string): string {
  if (line.startsWith('+')) return `<ins>${line}</ins>`;
  return line.startsWith('-') ? `<del>${line}</del>` : line;
}

/** A sentence of ours, with code between backticks. */
export const told = (sentence: string): Html =>
  html`${sentence.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;

/** What somebody wrote, for such a sentence: it cannot end the code that it stands in. */
export const inCode = (text: string): string =>
  `\`${text.replaceAll('`', '’').replaceAll(/\s+/g, ' ').slice(0, 80)}\``;
