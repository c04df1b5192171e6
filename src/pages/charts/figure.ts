/** What every chart has around it: its title, what it shows, a legend, and the same figures as a table. */
import { html, named, ours, shortened, visible, type Html } from '../html.ts';
import { table, type Table } from '../parts.ts';
import { seriesColours } from '../style.ts';

export type About = {
  readonly title: string;
  /** What is to be seen, in a sentence; read aloud in place of the picture. */
  readonly description: string;
};

/** A drawing in the units of its width. */
export type Drawing = { readonly height: number; readonly content: Html };

/** Drawn twice: letters stay as large on a phone as they are on a desk. */
const widths = { wide: 790, narrow: 358 } as const;

/** How many series have a colour of their own. */
export const mostSeries = seriesColours.light.length;

/**
 * A chart with all that belongs to it.
 * @param legend the names of the series, in the order of their colours
 * @param draw the picture, so many units wide
 */
export function figure(
  { title, description }: About,
  draw: (width: number) => Drawing,
  { legend, figures }: { readonly legend: readonly string[]; readonly figures: Table },
): Html {
  return html`<figure>
<figcaption><strong>${named(title)}</strong><span>${description}</span></figcaption>
${legend.length > 0 && legendOf(legend)}${Object.entries(widths).map(([name, width]) => picture(name, width, { title, description, drawing: draw(width) }))}
<details><summary>These figures as a table</summary>
${table(figures)}
</details>
</figure>
`;
}

function picture(
  name: string,
  width: number,
  { title, description, drawing }: About & { readonly drawing: Drawing },
): Html {
  const { height, content } = drawing;
  return html`<svg class="chart ${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${shortened(title, 200)}. ${description}"><title>${shortened(title, 200)}</title><desc>${description}</desc>
${content}
</svg>
`;
}

const legendOf = (names: readonly string[]): Html =>
  html`<ul class="legend">
${names.map((name, index) => html`<li>${swatch(index)}${named(name, 80)}</li>`)}
</ul>
`;

const swatch = (index: number): Html =>
  ours(
    `<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><rect class="s${index}" width="12" height="12" rx="2"/></svg>`,
  );

/** A coordinate, to a tenth of a unit. */
export const at = (coordinate: number): number => Math.round(coordinate * 10) / 10;

/** Letters of East Asia and pictures take the room of two. */
const broad =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]|\p{Emoji_Presentation}/u;

/**
 * As much of a name as there is room for; a picture cannot break lines.
 * @param room in units. @param letter how many units a letter takes on average
 */
export function fitting(name: string, room: number, letter = 7): string {
  const text = visible(name.slice(0, 1000)).replaceAll(/\s+/g, ' ').trim();
  let used = 0;
  let fits = '';
  for (const character of text) {
    used += /\p{M}/u.test(character) ? 0 : broad.test(character) ? 2 * letter : letter;
    if (used > room) return `${Array.from(fits).slice(0, -1).join('').trimEnd()}…`;
    fits += character;
  }
  return fits;
}
