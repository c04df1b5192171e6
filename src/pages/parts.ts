/** What pages are put together from, beside charts. */
import { html, named, type Content, type Html } from './html.ts';

/** A part of a page under its heading. */
export const section = (title: string, content: Content): Html =>
  html`<section><h2>${named(title)}</h2>
${content}
</section>
`;

export type Tile = { readonly value: string; readonly label: string; readonly note?: string };

/** The few figures that a reader wants first. */
export const tiles = (all: readonly Tile[]): Html =>
  html`<ul class="tiles">
${all.map(
  ({ value, label, note }) =>
    html`<li><b>${value}</b><span>${named(label)}</span>${note !== undefined && html`<small>${note}</small>`}</li>
`,
)}</ul>
`;

export type Column = { readonly title: string; readonly isNumber?: true };

export type Table = {
  /** What is in it; read aloud, and shown above it. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Content[])[];
};

/** A table, which scrolls by itself where the screen is narrower. */
export function table({ caption, columns, rows }: Table): Html {
  const classOf = (index: number): Html | false => columns[index]?.isNumber === true && html` class="n"`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, index) => html`<th scope="col"${classOf(index)}>${named(title)}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([first = '', ...others]) =>
    html`<tr><th scope="row"${classOf(0)}>${first}</th>${others.map((cell, index) => html`<td${classOf(index + 1)}>${cell}</td>`)}</tr>
`,
)}</tbody>
</table></div>
`;
}
