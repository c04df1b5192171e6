/** Colours of charts: seen on the page, and told apart by everybody. */
import { expect, test } from 'vitest';

import { ground, seriesColours } from '../../src/pages/style.ts';

type Three = readonly [number, number, number];
type Matrix = readonly [Three, Three, Three];

/** What people see who lack one kind of cone: Machado, Oliveira and Fernandes, 2009, at full severity. */
const sights: Readonly<Record<string, Matrix>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const through = ([one, two, three]: Matrix, [a, b, c]: Three): Three => {
  const row = ([x, y, z]: Three): number => x * a + y * b + z * c;
  return [row(one), row(two), row(three)];
};

/** Linear light of `#rrggbb`. */
function lightOf(colour: string): Three {
  const part = (from: number): number => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

/** Oklab, in which equal distances look alike. */
function seen(light: Three): Three {
  const cones = through(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  );
  const [l, m, s] = cones;
  return through(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(Math.max(0, l)), Math.cbrt(Math.max(0, m)), Math.cbrt(Math.max(0, s))],
  );
}

const luminance = ([r, g, b]: Three): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** By WCAG 2.2; graphics need 3. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [one, other].map((each) => luminance(lightOf(each))).toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const modes = ['light', 'dark'] as const;

test.each(modes)('%s: each series is three times as bright or as dark as the page', (mode) => {
  for (const colour of seriesColours[mode])
    expect([colour, contrast(colour, ground[mode]) >= 3]).toEqual([colour, true]);
});

test.each(modes.flatMap((mode) => Object.keys(sights).map((sight) => [mode, sight] as const)))(
  '%s: with the sight of %s, no two series look alike',
  (mode, sight) => {
    const matrix = sights[sight] ?? sights['all']!;
    const colours = seriesColours[mode].map((colour) => ({
      colour,
      place: seen(through(matrix, lightOf(colour))),
    }));
    for (const one of colours)
      for (const other of colours) {
        if (one === other) continue;
        const apart = Math.hypot(
          one.place[0] - other.place[0],
          one.place[1] - other.place[1],
          one.place[2] - other.place[2],
        );
        expect([one.colour, other.colour, apart > 0.12]).toEqual([one.colour, other.colour, true]);
      }
  },
);
