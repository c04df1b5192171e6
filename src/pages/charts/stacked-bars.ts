/** Bars along time, each put together from the parts of its series. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';

import { html, type Html } from '../html.ts';
import { at, figure, fitting, mostSeries, type About, type Drawing } from './figure.ts';
import { bare, quantity, ticksTo, type Unit } from './unit.ts';

export type StackedBars = About & {
  readonly unit: Unit;
  /** The names of the parts, from the ground up. */
  readonly series: readonly string[];
  /** From left to right, each with a value for every series. */
  readonly bars: readonly { readonly label: string; readonly values: readonly number[] }[];
  /** What the labels are: `Week from`. */
  readonly along: string;
};

/** More bars than these cannot be told apart on a phone. */
export const mostBars = 120;

/** @throws RangeError where there are more bars than `mostBars` */
export function stackedBars(given: StackedBars): Html {
  if (given.bars.length > mostBars) throw new RangeError(`A chart has at most ${mostBars} bars.`);
  const chart = withRest(given);
  const { unit, along } = given;
  return figure(chart, (width) => drawn(chart, width), {
    legend: chart.series,
    figures: {
      caption: given.title,
      columns: [{ title: along }, ...given.series.map((title) => ({ title, isNumber: true }) as const)],
      rows: given.bars.map(({ label, values }) => [label, ...values.map((value) => bare(value, unit))]),
    },
  });
}

/** Series beyond the last colour are drawn as one. */
function withRest(chart: StackedBars): StackedBars {
  if (chart.series.length <= mostSeries) return chart;
  const kept = mostSeries - 1;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    ...chart,
    series: [...chart.series.slice(0, kept), 'the rest'],
    bars: chart.bars.map(({ label, values }) => ({
      label,
      values: [...values.slice(0, kept), sum(values.slice(kept))],
    })),
  };
}

const height = 220;
const margin = { top: 8, right: 4, bottom: 24, left: 44 };

function drawn({ series, bars, unit }: StackedBars, width: number): Drawing {
  const most = Math.max(0, ...bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const ticks = ticksTo(most, unit, 4);
  const y = scaleLinear([0, ticks.at(-1) ?? 1], [height - margin.bottom, margin.top]);
  const x = scaleBand(bars.keys(), [margin.left, width - margin.right]).padding(0.2);
  const stacked = stack<(typeof bars)[number], number>()
    .keys(series.keys())
    .value(({ values }, index) => values[index] ?? 0)([...bars]);
  const grid = ticks.map(
    (tick) =>
      html`<line class="${tick === 0 ? 'axis' : 'grid'}" x1="${margin.left}" x2="${width - margin.right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/><text x="${margin.left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${bare(tick, unit)}</text>
`,
  );
  const parts = stacked.map((layer, index) =>
    layer.map(([from, to], bar) => {
      const label = bars[bar]?.label ?? '';
      const name = fitting(series[index] ?? '', 400);
      return (
        to > from &&
        html`<rect class="s${index} gap" x="${at(x(bar) ?? 0)}" y="${at(y(to))}" width="${at(x.bandwidth())}" height="${at(y(from) - y(to))}"><title>${label}, ${name}: ${quantity(to - from, unit)}</title></rect>
`
      );
    }),
  );
  const every = Math.max(1, Math.ceil(58 / x.step()));
  const labels = bars.map(({ label }, bar) => {
    const middle = (x(bar) ?? 0) + x.bandwidth() / 2;
    // The last one may have no room to its right.
    const isAtEnd = middle + 29 > width;
    return (
      bar % every === 0 &&
      html`<text x="${isAtEnd ? width : at(middle)}" y="${height - 6}" text-anchor="${isAtEnd ? 'end' : 'middle'}">${fitting(label, 90)}</text>
`
    );
  });
  return { height, content: html`${grid}${parts}${labels}` };
}
