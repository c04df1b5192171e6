/** The course of one item: a lane for each gate, what it was when, and what happened. */
import { scaleUtc, type ScaleTime } from 'd3-scale';
import { Temporal } from 'temporal-polyfill/implementation';

import { day } from '../../durations.ts';
import { html, type Html } from '../html.ts';
import { at, figure, fitting, mostSeries, type About, type Drawing } from './figure.ts';

/** Instants are in milliseconds since the epoch. */
export type Span = {
  readonly from: number;
  readonly to: number;
  /** Which of `kinds` it was. */
  readonly kind: number;
};

export type Timeline = About & {
  /** An IANA name: by whose clocks times are shown. */
  readonly timezone: string;
  readonly from: number;
  readonly to: number;
  /** What a lane can be, in the order of their colours; at most as many as there are colours. */
  readonly kinds: readonly string[];
  readonly lanes: readonly { readonly label: string; readonly spans: readonly Span[] }[];
  /** What happened, oldest first. */
  readonly marks: readonly { readonly at: number; readonly what: string }[];
};

/** @throws RangeError where there are more kinds than colours */
export function timeline(chart: Timeline): Html {
  if (chart.kinds.length > mostSeries) throw new RangeError(`A chart has at most ${mostSeries} colours.`);
  const { kinds, lanes, marks, timezone, title } = chart;
  const spans = lanes.flatMap(({ label, spans: all }) =>
    all.map(({ from, to, kind }) => ({
      at: from,
      row: [
        dateIn(from, timezone),
        fitting(label, 600),
        `${kinds[kind] ?? ''}, until ${dateIn(to, timezone)}`,
      ],
    })),
  );
  const happened = marks.map(({ at: when, what }) => ({
    at: when,
    row: [dateIn(when, timezone), '', fitting(what, 2100)],
  }));
  return figure(chart, (width) => drawn(chart, width), {
    legend: kinds,
    figures: {
      caption: title,
      columns: [{ title: 'When' }, { title: 'Gate' }, { title: 'What' }],
      rows: [...spans, ...happened].toSorted((one, other) => one.at - other.at).map(({ row }) => row),
    },
  });
}

const laneHeight = 42;
const margin = { top: 4, right: 10, bottom: 24, left: 10 };

function drawn({ lanes, kinds, marks, from, to, timezone }: Timeline, width: number): Drawing {
  const marksAt = margin.top + lanes.length * laneHeight + 10;
  const bottom = marksAt + (marks.length > 0 ? 14 : 0);
  const local = (instant: number): number => instant + offsetAt(instant, timezone);
  const end = Math.max(to, from + 1);
  const x = scaleUtc([local(from), local(end)], [margin.left, width - margin.right]).clamp(true);
  const place = (instant: number): number => x(local(instant));
  const grid = ticksOf(x, { most: width < 500 ? 3 : 6, length: end - from }).map(({ left, text }) => {
    const { anchor, start } = inside(left, text, width);
    return html`<line class="grid" x1="${at(left)}" x2="${at(left)}" y1="${margin.top}" y2="${bottom}"/><text x="${at(start)}" y="${bottom + 16}" text-anchor="${anchor}">${text}</text>
`;
  });
  const drawnLanes = lanes.map(({ label, spans }, index) => {
    const top = margin.top + index * laneHeight;
    return html`<text class="label" x="${margin.left}" y="${top + 14}">${fitting(label, width - 2 * margin.left, 7.4)}</text>
${spans.map(({ from: begun, to: ended, kind }) => {
  const left = place(begun);
  return html`<rect class="s${kind} gap" x="${at(left)}" y="${top + 20}" width="${at(Math.max(1, place(ended) - left))}" height="14" rx="3"><title>${fitting(label, 600)}: ${kinds[kind] ?? ''}, ${dateIn(begun, timezone)} to ${dateIn(ended, timezone)}</title></rect>
`;
})}`;
  });
  const drawnMarks = marks.map(({ at: when, what }) => {
    const middle = at(place(when));
    return html`<path class="mark" d="M${middle} ${marksAt - 2}l4 8h-8z"><title>${dateIn(when, timezone)}: ${fitting(what, 1200)}</title></path>
`;
  });
  return { height: bottom + margin.bottom, content: html`${grid}${drawnLanes}${drawnMarks}` };
}

const zoned = (instant: number, timezone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.round(instant)).toZonedDateTimeISO(timezone);

const offsetAt = (instant: number, timezone: string): number =>
  zoned(instant, timezone).offsetNanoseconds / 1e6;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dateIn(instant: number, timezone: string): string {
  const at = zoned(instant, timezone);
  return `${at.day} ${months[at.month - 1]} ${at.year}, ${twice(at.hour)}:${twice(at.minute)}`;
}

const twice = (number: number): string => String(number).padStart(2, '0');

type Ticks = { readonly most: number; readonly length: number };

/** No text twice: of an axis of seconds, each minute is there once. */
function ticksOf(x: ScaleTime<number, number>, { most, length }: Ticks) {
  const texts = new Map<string, number>();
  for (const tick of x.ticks(most)) {
    const text = tickText(tick, length);
    if (!texts.has(text)) texts.set(text, x(tick));
  }
  return Array.from(texts, ([text, left]) => ({ text, left }));
}

/** A text at an edge of the picture ends there, instead of being cut off. */
function inside(middle: number, text: string, width: number) {
  const half = (text.length * 6.2) / 2;
  if (middle - half < 0) return { anchor: 'start', start: 0 };
  return middle + half > width ? { anchor: 'end', start: width } : { anchor: 'middle', start: middle };
}

/** @param tick local time, as if it were UTC. @param length of the axis, in milliseconds */
function tickText(tick: Date, length: number): string {
  const date = `${tick.getUTCDate()} ${months[tick.getUTCMonth()]}`;
  const days = length / day;
  if (days < 3) return `${date}, ${twice(tick.getUTCHours())}:${twice(tick.getUTCMinutes())}`;
  return days > 500 ? `${months[tick.getUTCMonth()]} ${tick.getUTCFullYear()}` : date;
}
