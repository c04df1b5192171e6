/** Pages: self-contained, held to their stylesheet, and whatever others wrote is text on them. */
import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { durationText } from '../../src/durations.ts';
import { html, linked, mostBars, named, ranges, stackedBars, timeline } from '../../src/pages/index.ts';
import { pageAbout } from './page-about.ts';
import { ticksTo } from '../../src/pages/charts/unit.ts';

const day = 86_400_000;

const hostile: readonly (readonly [what: string, text: string])[] = [
  ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['the end of an attribute', '" onmouseover="alert(1)" x="'],
  ['the same with single quotes', `' onload='alert(1)`],
  ['the end of a title, a style and a drawing', '</title></style></svg></desc><iframe src="//evil.example">'],
  ['a comment', '--><!--<b>'],
  ['CDATA', ']]><script>alert(1)</script><![CDATA['],
  ['entities', '&lt;b&gt;&#x3c;script&#x3e;'],
  ['a template', '${alert(1)} {{constructor.constructor("alert(1)")()}}'],
];

/** What stands in tags, with the names of the elements. */
const elementsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name = '']) => name).toSorted();

describe('what others wrote is text', () => {
  test.each(hostile)('%s', (_, text) => {
    const page = pageAbout(text);
    expect(elementsOf(page)).toEqual(elementsOf(pageAbout('Spec')));
    expect(page.replaceAll(/="[^"]*"/g, '')).not.toMatch(/<script|<img|<iframe|<[^>]*\son\w+/i);
    // Nobody takes it for something else: it stands there, letter by letter.
    expect(page).toContain(html`<bdi>${text.replaceAll(/\s+/g, ' ')}</bdi>`.toString());
  });

  test('marks that turn writing round, control characters and halves of letters are left out', () => {
    const page = pageAbout('a\u202Egnp.exe\u2066\u200F\u0000\u001B[31m\uD800b\u200B');
    expect(page).toContain('<bdi>agnp.exe[31mb</bdi>');
    expect(page).not.toMatch(/[^\P{C}\n]/u);
  });

  test('letters that need joiners keep them, and writing from right to left ends with its name', () => {
    const name = 'می\u200Cخواهم';
    expect(named(name).toString()).toBe(`<bdi>${name}</bdi>`);
  });

  test('a tower of marks does not climb over the lines around', () => {
    expect(named(`a${'\u0301'.repeat(500)}`).toString()).toBe(`<bdi>a${'\u0301'.repeat(4)}</bdi>`);
  });

  test('60,000 characters are cut, and cost no more than a glance', () => {
    for (const text of ['x'.repeat(60_000), '<'.repeat(60_000), '👩‍👩‍👧'.repeat(8000), '\u0301'.repeat(60_000)]) {
      const begun = process.cpuUsage();
      const page = pageAbout(text);
      const { user } = process.cpuUsage(begun);
      expect(user / 1000).toBeLessThan(1000);
      expect([text.slice(0, 3), page.includes(text.slice(0, 4100)), page.length < 400_000]).toEqual([
        text.slice(0, 3),
        false,
        true,
      ]);
    }
  });

  test('links lead to the web alone', () => {
    for (const address of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//x', 'nothing'])
      expect(linked('here', address).toString()).toBe('here');
    expect(linked('here', 'https://github.com/a/b?x="&y').toString()).toBe(
      '<a href="https://github.com/a/b?x=&quot;&amp;y" rel="noreferrer">here</a>',
    );
  });
});

describe('a page', () => {
  const page = pageAbout('Spec');

  test('loads nothing and runs nothing: its policy lets it use its own stylesheet alone', () => {
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;">`,
    );
    expect(page).not.toMatch(/ style="|<link|<script|url\(|@import|src=/);
    expect(style).not.toContain('<');
    const addresses = [...page.matchAll(/https?:[^"<\s]*/g)].map(([address]) => address);
    expect(addresses).toEqual(['https://github.com/acme/shop/issues/1']);
  });

  test('follows light and dark, is for phones and paper, and says its language', () => {
    expect(page).toContain('prefers-color-scheme:dark');
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(page).toContain('@media print');
    expect(page).toContain('<html lang="en">');
  });

  test('every drawing has a title, what it shows, and its figures beside it', () => {
    const figures = [...page.matchAll(/<figure>([^]*?)<\/figure>/g)].map(([, content = '']) => content);
    expect(figures).toHaveLength(3);
    for (const figure of figures) {
      const drawings = [...figure.matchAll(/<svg class="chart[^>]*>(.{0,40})/g)];
      expect(drawings.map(([, begin]) => begin)).toEqual(
        Array.from({ length: 2 }, () => expect.stringMatching(/^<title>Spec<\/title><desc>Spec<\/desc>/)),
      );
      expect(figure).toMatch(/<details><summary>These figures as a table<\/summary>\n<div[^>]*><table>/);
    }
  });
});

describe('charts', () => {
  const bars = (count: number) => ({
    title: 'Waits',
    description: 'By week.',
    unit: { kind: 'count', one: 'wait', many: 'waits' } as const,
    along: 'Week',
    series: ['Spec', 'Launch'],
    bars: Array.from({ length: count }, (_, index) => ({ label: `W${index}`, values: [index, 1] })),
  });

  test('with nothing in them are charts all the same', () => {
    for (const chart of [
      stackedBars(bars(0)),
      stackedBars({ ...bars(1), bars: [{ label: 'W', values: [0, 0] }] }),
      ranges({
        title: 'Waits',
        description: 'None.',
        unit: { kind: 'duration' },
        of: 'Gate',
        counted: 'Waits',
        rows: [],
      }),
      timeline({
        title: 'An item',
        description: 'Nothing happened.',
        timezone: 'UTC',
        from: 5,
        to: 5,
        kinds: [],
        lanes: [],
        marks: [],
      }),
    ])
      expect(chart.toString()).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test('bars stand on each other, and are as high as they count', () => {
    const chart = stackedBars({ ...bars(1), bars: [{ label: 'W', values: [3, 1] }] }).toString();
    const [wide = ''] = chart.split('chart narrow');
    const rects = [
      ...wide.matchAll(/<rect class="s(\d) gap"[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"><title>([^<]*)/g),
    ].map(([, series, y, height, title]) => ({ series, y: Number(y), height: Number(height), title }));
    expect(rects).toEqual([
      { series: '0', y: 55, height: 141, title: 'W, Spec: 3 waits' },
      { series: '1', y: 8, height: 47, title: 'W, Launch: 1 wait' },
    ]);
  });

  test('have at most as many bars as can be told apart', () => {
    expect(() => stackedBars(bars(mostBars))).not.toThrow();
    expect(() => stackedBars(bars(mostBars + 1))).toThrow(RangeError);
  });

  test.each([
    [0, 'count', [0, 1]],
    [3, 'count', [0, 1, 2, 3]],
    [14, 'count', [0, 5, 10, 15]],
    [1234, 'count', [0, 500, 1000, 1500]],
    [0, 'duration', [0, 60_000]],
    [3 * 3_600_000, 'duration', [0, 3_600_000, 7_200_000, 10_800_000]],
    [9 * day, 'duration', [0, 5 * day, 10 * day]],
    [40_000 * day, 'duration', [0, 10_950 * day, 21_900 * day, 32_850 * day, 43_800 * day]],
  ] as const)('an axis to %d of %s', (most, kind, expected) => {
    const unit = kind === 'count' ? ({ kind, one: 'item', many: 'items' } as const) : ({ kind } as const);
    expect(ticksTo(most, unit, 4)).toEqual(expected);
  });
});

test.each([
  [0, '0 min'],
  [59_999, '< 1 min'],
  [60_000, '1 min'],
  [59.6 * 60_000, '1 h'],
  [5 * 3_600_000 + 20 * 60_000, '5 h 20 min'],
  [23.999 * 3_600_000, '1 d'],
  [3 * day + 4 * 3_600_000, '3 d 4 h'],
  [21 * day, '21 d'],
  [400.4 * day, '400 d'],
])('%d ms are %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});
