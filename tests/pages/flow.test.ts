/** Flows: everything is drawn, nothing lies on anything else, and no text leaves its box. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { flow, type Flow, type FlowStep } from '../../src/pages/index.ts';
import { widthOf } from '../../src/pages/charts/measure.ts';

type Box = { x: number; y: number; width: number; height: number; inner: string };

/** The boxes and bars of a picture, in their order. */
const boxesIn = (page: string): readonly Box[] =>
  [
    ...page.matchAll(
      /<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" overflow="hidden">(.*?)<\/svg>/g,
    ),
  ].map(([, x, y, width, height, inner = '']) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
    inner,
  }));

const textsIn = (inner: string): readonly { as: string; x: number; y: number; text: string }[] =>
  [...inner.matchAll(/<text class="(\w+)" x="([\d.]+)" y="([\d.]+)">(.*?)<\/text>/g)].map(
    ([, as = '', x, y, text = '']) => ({
      as,
      x: Number(x),
      y: Number(y),
      text: text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&'),
    }),
  );

const letters = {
  name: { size: 14, isBold: true },
  key: { size: 12 },
  label: { size: 13 },
} as const;

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    '</text></svg><script>alert(1)</script>',
    '\u202Edesrever',
    'W'.repeat(5000),
    '﷽'.repeat(40),
    '𒐫'.repeat(30),
    'e' + '\u0301'.repeat(400),
    'اَلْعَرَبِيَّةُ '.repeat(9),
    '👩‍👩‍👧‍👦'.repeat(40),
    '',
  ),
);

const steps: fc.Arbitrary<FlowStep> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('box' as const),
      title: hostile,
      facts: fc.array(fc.record({ key: hostile, text: hostile }), { maxLength: 5 }),
      isFaint: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bar' as const), title: hostile }) },
);

const flows: fc.Arbitrary<Flow> = fc
  .array(steps, { minLength: 1, maxLength: 200, size: 'max' })
  .chain((all) => {
    const place = fc.nat(all.length - 1);
    const links = fc.array(fc.record({ from: place, to: place }), { maxLength: 60 });
    const shared = { title: hostile, description: fc.constant('About.'), listed: fc.constant('As a list') };
    return fc.record({ ...shared, steps: fc.constant(all), links, holds: links });
  });

test('whatever stands in it: all steps are there, one below the other, with their texts inside', () => {
  fc.assert(
    fc.property(flows, (given) => {
      const page = flow(given).toString();
      const [, , height = ''] = /viewBox="0 0 (\d+) ([\d.]+)"/.exec(page) ?? [];
      const boxes = boxesIn(page);
      expect(boxes).toHaveLength(given.steps.length);
      for (const [index, box] of boxes.entries()) {
        const next = boxes[index + 1];
        expect(box.y + box.height + 10).toBeLessThanOrEqual(next?.y ?? Number(height) + 10);
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(360);
        const texts = textsIn(box.inner);
        for (const { as, x, y, text } of texts) {
          const wide = widthOf(text, letters[as as keyof typeof letters]);
          const room = as === 'key' ? 76 : box.width - x - 5;
          expect([text, wide <= room]).toEqual([text, true]);
          expect(y + 3).toBeLessThanOrEqual(box.height);
        }
        // No two lines of text stand on each other, but a key beside its value.
        const heights = texts.filter(({ as }) => as !== 'key').map(({ y }) => y);
        for (const [line, y] of heights.entries())
          expect((heights[line + 1] ?? Infinity) - y).toBeGreaterThanOrEqual(15);
      }
      expect(page).not.toMatch(/<script|\u202E|NaN|undefined|Infinity/);
    }),
    { numRuns: 15 },
  );
});

test('lines lie beside the boxes, and none over another one', () => {
  fc.assert(
    fc.property(flows, (given) => {
      const page = flow(given).toString();
      const [first] = boxesIn(page);
      const edges = { left: first?.x ?? 0, right: (first?.x ?? 0) + (first?.width ?? 0) };
      for (const [, d = ''] of page.matchAll(/<path class="(?:link|hold[^"]*)" d="([^"]+)"/g)) {
        const xs = [...d.matchAll(/[MH]([\d.-]+)/g)].map(([, x]) => Number(x));
        for (const x of xs) expect([d, x <= edges.left || x >= edges.right]).toEqual([d, true]);
        for (const x of xs) expect([d, x >= 0 && x <= 360]).toEqual([d, true]);
      }
    }),
    { numRuns: 10 },
  );
});
