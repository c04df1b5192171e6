/** How far apart the usual and the slow are: for each row, from the median to the 90th percentile. */
import { scaleLinear } from 'd3-scale';

import { html, type Html } from '../html.ts';
import { at, figure, fitting, type About, type Drawing } from './figure.ts';
import { bare, quantity, ticksTo, type Unit } from './unit.ts';

export type RangeRow = {
  readonly label: string;
  readonly median: number;
  readonly p90: number;
  /** From how many it was reckoned. */
  readonly count: number;
};

export type Ranges = About & {
  readonly unit: Unit;
  readonly rows: readonly RangeRow[];
  /** What the labels are: `Gate`. */
  readonly of: string;
  /** What was counted: `waits`. */
  readonly counted: string;
};

/** A chart with a row for each label: a filled dot at the median, a hollow one at the 90th percentile. */
export function ranges(chart: Ranges): Html {
  const { title, of, counted, unit, rows } = chart;
  return figure(chart, (width) => drawn(chart, width), {
    legend: [],
    figures: {
      caption: title,
      columns: [
        { title: of },
        { title: 'Median', isNumber: true },
        { title: '90th percentile', isNumber: true },
        { title: counted, isNumber: true },
      ],
      rows: rows.map(({ label, median, p90, count }) => [
        fitting(label, 1200),
        bare(median, unit),
        bare(p90, unit),
        count,
      ]),
    },
  });
}

const rowHeight = 46;
const margin = { top: 4, right: 14, bottom: 24, left: 10 };

function drawn({ rows, unit }: Ranges, width: number): Drawing {
  const bottom = margin.top + rows.length * rowHeight;
  const ticks = ticksTo(Math.max(0, ...rows.map(({ p90 }) => p90)), unit, width < 500 ? 4 : 7);
  const x = scaleLinear([0, ticks.at(-1) ?? 1], [margin.left, width - margin.right]);
  const grid = ticks.map((tick, index) => {
    const anchor = index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle';
    const text = index === 0 ? margin.left : index === ticks.length - 1 ? width - 2 : x(tick);
    return html`<line class="${tick === 0 ? 'axis' : 'grid'}" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${margin.top}" y2="${bottom}"/><text x="${at(text)}" y="${bottom + 16}" text-anchor="${anchor}">${bare(tick, unit)}</text>
`;
  });
  const drawnRows = rows.map(({ label, median, p90, count }, index) => {
    const top = margin.top + index * rowHeight;
    const line = top + 32;
    const value = `${bare(median, unit)} – ${bare(p90, unit)}`;
    const room = width - margin.left - margin.right - value.length * 7.2 - 12;
    return html`<g>
<title>${fitting(label, 600)}: median ${quantity(median, unit)}, 90th percentile ${quantity(p90, unit)}, of ${count}</title>
<text class="label" x="${margin.left}" y="${top + 16}">${fitting(label, room, 7.4)}</text><text class="value" x="${width - margin.right}" y="${top + 16}" text-anchor="end">${value}</text>
<line class="l0" stroke-width="4" stroke-linecap="round" x1="${at(x(median))}" x2="${at(x(p90))}" y1="${line}" y2="${line}"/>
<circle class="hollow l0" stroke-width="2.5" cx="${at(x(p90))}" cy="${line}" r="5.5"/><circle class="s0" cx="${at(x(median))}" cy="${line}" r="6.5"/></g>
`;
  });
  return { height: bottom + margin.bottom, content: html`${grid}${drawnRows}` };
}
