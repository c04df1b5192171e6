/** Pictures that many cards have: each is on the page once, and cards point at it. */
import { html, ours, type Html } from '../../pages/index.ts';
import { iconText } from '../site/index.ts';

const names = [
  'clock',
  'git-merge',
  'git-pull-request',
  'git-pull-request-closed',
  'issue-closed',
  'issue-opened',
  'person',
  'tag',
] as const;

export type Glyph = (typeof names)[number];

const made = new Map<Glyph, Html>(
  names.map((name) => [
    name,
    ours(`<svg class="icon" aria-hidden="true" focusable="false"><use href="#${name}"/></svg> `),
  ]),
);

export const glyph = (name: Glyph): Html => made.get(name) ?? ours('');

let sheet: Html | null = null;

/** All of them, to be put on the page before what points at them. */
export function glyphs(): Html {
  sheet ??= html`<svg class="hidden" aria-hidden="true" focusable="false">${names.map(symbolOf)}</svg>
`;
  return sheet;
}

function symbolOf(name: Glyph): Html {
  const svg = iconText(name);
  const inner = svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'));
  return ours(`<symbol id="${name}" viewBox="0 0 16 16">${inner}</symbol>`);
}
