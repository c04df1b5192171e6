/** HTML as values: what stands in a template is text, whoever wrote it, unless it is HTML already. */
import { html as tagged, raw } from 'hono/html';

/** HTML that can stand on a page as it is. */
export type Html = Exclude<ReturnType<typeof tagged>, Promise<unknown>>;

/** What a template takes; null and false: nothing. */
export type Content = string | number | Html | null | false | readonly Content[];

/** No text on a page is longer, whatever somebody wrote: in characters. */
const mostCharacters = 2000;

/**
 * A template of HTML. Strings in it are shown as the text that they are, without what a reader would not see, and no
 * further than 2,000 characters; numbers, HTML and lists of them stand as they are. Attributes belong between double
 * quotes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const made = tagged(strings, ...values.map(legible));
  if (made instanceof Promise)
    throw new TypeError('A page waits for nothing: give it what is there already.');
  return made;
}

/** HTML from a string of ours, never from one that somebody else wrote. */
export const ours = (markup: string): Html => raw(markup);

/** The whole of a text, as it is: for what somebody writes on, in a form. */
export const whole = (text: string): Html =>
  ours(
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  );

const nothing = ours('');

const isHtml = (value: object): value is Html => 'isEscaped' in value;

function legible(value: Content): unknown {
  if (typeof value === 'string') return shortened(visible(value), mostCharacters);
  if (value === null || value === false) return nothing;
  if (typeof value === 'object' && !isHtml(value)) return value.map(legible);
  return value;
}

/** Control characters, and those that turn the direction of writing round; joiners stay, which some letters need. */
const unseen = /(?![\n\t\u200C\u200D])[\p{Cc}\p{Cf}\u2028\u2029]|\p{Cs}/gu;

/** Marks above and below a letter, of which a few are writing and many climb over the lines around. */
const towers = /(\p{M}{4})\p{M}+/gu;

/** A text without what hides, reverses or buries what is written. */
export const visible = (text: string): string => text.replaceAll(unseen, '').replaceAll(towers, '$1');

/** Shortens to at most `most` characters, the ellipsis included. */
export function shortened(text: string, most: number): string {
  // No more is read of a long text than may be shown.
  const characters = Array.from(text.length > most * 8 ? text.slice(0, most * 8) : text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** A name or a title that somebody chose: its direction of writing ends with it. */
export const named = (text: string, most = 160): Html =>
  html`<bdi>${shortened(visible(text).replaceAll(/\s+/g, ' ').trim(), most)}</bdi>`;

/** A link; where the address is none of the web's, its text alone. */
export function linked(text: Content, address: string): Html {
  const isWeb = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  return isWeb ? html`<a href="${address}" rel="noreferrer">${text}</a>` : html`${text}`;
}
