/** A page with all that there is, about something with a name that anybody may have chosen. */
import {
  html,
  linked,
  named,
  pageOf,
  ranges,
  section,
  stackedBars,
  table,
  tiles,
  timeline,
} from '../../src/pages/index.ts';

const day = 86_400_000;

export function pageAbout(name: string): string {
  return pageOf({
    title: name,
    lead: html`About ${named(name)}.`,
    content: [
      tiles([{ value: '2 d', label: name, note: name }]),
      section(name, html`<p>${name}</p>`),
      table({
        caption: name,
        columns: [{ title: name }, { title: 'Days', isNumber: true }],
        rows: [[linked(named(name), 'https://github.com/acme/shop/issues/1'), 3]],
      }),
      stackedBars({
        title: name,
        description: name,
        unit: { kind: 'count', one: 'item', many: 'items' },
        along: name,
        series: Array.from({ length: 9 }, (_, index) => `${name}${index}`),
        bars: [{ label: name, values: [1, 2, 3, 4, 5, 6, 7, 8, 9] }],
      }),
      ranges({
        title: name,
        description: name,
        unit: { kind: 'duration' },
        of: name,
        counted: name,
        rows: [{ label: name, median: day, p90: 3 * day, count: 4 }],
      }),
      timeline({
        title: name,
        description: name,
        timezone: 'Europe/Berlin',
        from: 0,
        to: 9 * day,
        kinds: [name],
        lanes: [{ label: name, spans: [{ from: 0, to: 3 * day, kind: 0 }] }],
        marks: [{ at: day, what: name }],
      }),
    ],
    foot: name,
  });
}
