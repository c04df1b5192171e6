/** What comes after what, from top to bottom: boxes that say what they are, bars for what happens, and lines between them. */
import { html, named, ours, shortened, type Html } from '../html.ts';
import { at, type About } from './figure.ts';
import { lanesOf, type FlowLink, type Lane } from './lanes.ts';
import { linesIn, type Letters } from './measure.ts';

export type Flow = About & {
  /** From top to bottom. */
  readonly steps: readonly FlowStep[];
  /** What comes after what, by places among the steps; drawn to the left. */
  readonly links: readonly FlowLink[];
  /** What waits for what; drawn to the right. */
  readonly holds: readonly FlowLink[];
  /** What the list under the picture is called. */
  readonly listed: string;
};

export type Fact = { readonly key: string; readonly text: string };

export type FlowStep =
  /** `isFaint`: it stops nothing. */
  | {
      readonly kind: 'box';
      readonly title: string;
      readonly facts: readonly Fact[];
      readonly isFaint: boolean;
    }
  | { readonly kind: 'bar'; readonly title: string };

/** Narrow enough for a phone; on a desk it stands beside its words. */
const width = 360;
/** How many lines run side by side; those beyond are left to the words in the boxes. */
const mostLanes = { left: 4, right: 4 };
const laneWidth = 9;
const gap = 16;
const padding = 11;
const keyWidth = 76;
const title: Letters = { size: 14, isBold: true };
const key: Letters = { size: 12 };
const text: Letters = { size: 13 };
const titleHeight = 19;
const lineHeight = 17;
const barHeight = 28;

/** A picture of a flow, and the same as a list. */
export function flow(given: Flow): Html {
  const { title: name, description, steps, listed } = given;
  const { height, content, isWhole } = drawn(given);
  const more = isWhole ? '' : ' Some lines are left out; each box says what it comes after.';
  return html`<figure class="flow">
<figcaption><strong>${named(name)}</strong><span>${description}${more}</span></figcaption>
<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${shortened(name, 200)}. ${description}"><title>${shortened(name, 200)}</title>
${content}
</svg>
<details><summary>${listed}</summary>
<ol>
${steps.map(inWords)}</ol>
</details>
</figure>
`;
}

const inWords = (step: FlowStep): Html =>
  step.kind === 'bar'
    ? html`<li>${named(step.title)}</li>
`
    : html`<li><strong>${named(step.title)}</strong>
<ul>${step.facts.map(({ key, text: said }) => html`<li>${key}: ${named(said, 1000)}</li>`)}</ul></li>
`;

type Placed = {
  readonly step: FlowStep;
  readonly top: number;
  readonly height: number;
  readonly rows: readonly Row[];
};
type Row = {
  readonly y: number;
  readonly text: string;
  readonly as: 'name' | 'key' | 'label';
  readonly x: number;
};

type Sides = { readonly left: number; readonly right: number };

function drawn({ steps, links, holds }: Flow): { height: number; content: Html; isWhole: boolean } {
  const left = lanesOf(links, 'from', mostLanes.left);
  const right = lanesOf(holds, 'to', mostLanes.right);
  const sides: Sides = { left: roomFor(left.lanes) + 1, right: width - roomFor(right.lanes) - 1 };
  let top = 2;
  const all = steps.map((step): Placed => {
    const placed = place(step, top, sides);
    top += placed.height + gap;
    return placed;
  });
  return {
    height: Math.max(1, top - gap + 2),
    isWhole: left.isWhole && right.isWhole,
    content: html`${left.lanes.map((lane) => linkLine(lane, all, sides.left))}${right.lanes.map((lane) => holdLine(lane, all, sides.right))}${all.map((each) => box(each, sides))}`,
  };
}

const roomFor = (lanes: readonly Lane[]): number => {
  const most = Math.max(-1, ...lanes.map(({ lane }) => lane));
  return most === -1 ? 0 : 12 + most * laneWidth;
};

function place(step: FlowStep, top: number, { left, right }: Sides): Placed {
  const room = right - left - 2 * padding;
  if (step.kind === 'bar') {
    const [line = ''] = linesIn(step.title, room, 1, title);
    return { step, top, height: barHeight, rows: [{ y: 19, x: padding, text: line, as: 'name' }] };
  }
  const rows: Row[] = [];
  let y = padding - 4;
  for (const line of linesIn(step.title, room, 2, title)) {
    y += titleHeight;
    rows.push({ y: y - 4, x: padding, text: line, as: 'name' });
  }
  for (const { key: name, text: said } of step.facts) {
    y += 2;
    const [first = ''] = linesIn(name, keyWidth - 6, 1, key);
    rows.push({ y: y + 13, x: padding, text: first, as: 'key' });
    const lines = linesIn(said, room - keyWidth, 3, text);
    for (const line of lines.length > 0 ? lines : ['']) {
      y += lineHeight;
      rows.push({ y: y - 4, x: padding + keyWidth, text: line, as: 'label' });
    }
  }
  return { step, top, height: y + padding - 2, rows };
}

/** A drawing of its own: what would come out wider than was reckoned ends where the box does. */
function box({ step, top, height, rows }: Placed, { left, right }: Sides): Html {
  const within = right - left;
  const kind = step.kind === 'bar' ? 'bar' : step.isFaint ? 'box faint' : 'box';
  return html`<svg x="${at(left)}" y="${at(top)}" width="${at(within)}" height="${at(height)}" overflow="hidden"><rect class="${kind}" x="0.75" y="0.75" width="${at(within - 1.5)}" height="${at(height - 1.5)}" rx="${step.kind === 'bar' ? height / 2 - 1 : 7}"/>${rows.map(({ x, y, text: line, as }) => html`<text class="${as}" x="${at(x)}" y="${at(y)}">${line}</text>`)}</svg>
`;
}

/** Where lines leave a step, and where they come to it. */
const leaving = ({ top, height, step }: Placed): number =>
  top + (step.kind === 'bar' ? height / 2 : height - 11);
const coming = ({ top, height, step }: Placed): number => top + (step.kind === 'bar' ? height / 2 : 18);

function linkLine({ lane, from, to }: Lane, all: readonly Placed[], edge: number): Html {
  const x = edge - 8 - lane * laneWidth;
  const source = all[from[0] ?? 0];
  if (source === undefined) return ours('');
  const begin = leaving(source);
  return html`${to.map((index) => {
    const target = all[index];
    if (target === undefined) return null;
    const end = coming(target);
    return html`<path class="link" d="${corner(edge, begin, x, end)}H${at(edge - 5)}"/><path class="mark" d="M${at(edge)} ${at(end)}l-6 -3.5v7z"/>
`;
  })}`;
}

function holdLine({ lane, from, to }: Lane, all: readonly Placed[], edge: number): Html {
  const x = edge + 8 + lane * laneWidth;
  const target = all[to[0] ?? 0];
  if (target === undefined) return ours('');
  const end = coming(target);
  return html`${from.map((index) => {
    const source = all[index];
    return (
      source !== undefined &&
      html`<path class="hold l${lane % 6}" d="${corner(edge, source.top + source.height / 2 + lane * 7, x, end)}H${at(edge)}"/>
`
    );
  })}<circle class="s${lane % 6}" cx="${at(edge)}" cy="${at(end)}" r="4"/>
`;
}

/** From an edge out to a lane, along it, and to the height at which it turns back; the corners are round. */
function corner(edge: number, begin: number, x: number, end: number): string {
  const out = x < edge ? -1 : 1;
  const down = end < begin ? -1 : 1;
  const round = Math.min(5, Math.abs(end - begin) / 2, Math.abs(x - edge));
  return `M${at(edge)} ${at(begin)}H${at(x - out * round)}Q${at(x)} ${at(begin)} ${at(x)} ${at(begin + down * round)}V${at(end - down * round)}Q${at(x)} ${at(end)} ${at(x - out * round)} ${at(end)}`;
}
