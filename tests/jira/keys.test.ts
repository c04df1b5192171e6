import fc from 'fast-check';
import { expect, test } from 'vitest';

import { keysIn, keysOf } from '../../src/jira/text/keys.ts';
import { runs } from '../night.ts';
import { cpuTime } from '../cpu.ts';

const projects = ['SHOP', 'SHOP2', 'MY_SHOP', 'R2D2', 'UTF', 'CVE', 'SHA', 'ISO'];

test.each<readonly [string, readonly string[]]>([
  ['SHOP-12 Discounts', ['SHOP-12']],
  ['Discounts (SHOP-12, SHOP-3), SHOP-12', ['SHOP-12', 'SHOP-3']],
  ['[SHOP-12]: x', ['SHOP-12']],
  ['feature/SHOP-12-discounts', ['SHOP-12']],
  ['feature_SHOP-12_discounts', ['SHOP-12']],
  ['fix-SHOP-12-3', ['SHOP-12']],
  ['https://acme.atlassian.net/browse/SHOP-12?x=1', ['SHOP-12']],
  ['#SHOP-12.', ['SHOP-12']],
  ['MY_SHOP-7', ['MY_SHOP-7']],
  ['SHOP2-7', ['SHOP2-7']],
  ['R2D2-7 and UTF-9', ['R2D2-7', 'UTF-9']],
  ['shop-12 Shop-12', []],
  ['OPS-12', []],
  ['YOUR_SHOP-12', []],
  ['xSHOP-12 ÄSHOP-12 9SHOP-12', []],
  ['SHOP-012 SHOP-0 SHOP- SHOP12 SHOP–12', []],
  ['SHOP-12a SHOP-12é SHOP-1.2', []],
  ['SHOP-12345678901', []],
  // Looks like SHOP-12.
  ['SHOP-1\u{200B}2 SHOP-1\u{2060}\u{AD}2', []],
  ['SHOP-1\u{200F} SHOP-2\u{200B}.', ['SHOP-1', 'SHOP-2']],
  ['\u{405}HOP-1 SHOP\u{2011}1 \u{FF33}HOP-1 SHOP-\u{FF11} SHOP-\u{661}', []],
  ['UTF-8, UTF-16, CVE-2024-3094, CVE-2024, SHA-256, ISO-8859-1, ISO-8601', []],
  ['', []],
])('%j', (text, keys) => {
  expect(keysIn(text, projects)).toEqual(keys);
});

test('in no project there are none', () => {
  expect(keysIn('SHOP-12', [])).toEqual([]);
  expect(keysIn('SHOP-12 S-1 .*-1', ['.*', '', 'shop', 'S'])).toEqual([]);
});

test('the title, then the branch, then the body if it is given', () => {
  const pull = { title: 'SHOP-2 and SHOP-1', branch: 'SHOP-3-SHOP-1' };
  expect(keysOf(pull, projects)).toEqual(['SHOP-2', 'SHOP-1', 'SHOP-3']);
  expect(keysOf({ ...pull, body: 'See SHOP-4.' }, projects)).toEqual([
    'SHOP-2',
    'SHOP-1',
    'SHOP-3',
    'SHOP-4',
  ]);
});

test('code and comments of a body name nothing', () => {
  const body = [
    'SHOP-1 `SHOP-2` [link](https://acme.test/browse/SHOP-3)',
    '```\nSHOP-4\n```',
    '    SHOP-5',
    '<!-- SHOP-6 -->',
    '<b>SHOP-7</b> text <!-- SHOP-8 --> SHOP-9',
    '~~~\nSHOP-10\n~~~',
    '> SHOP-11 ``SHOP-12``',
    '<!-- SHOP-13 never ends',
  ].join('\n\n');
  expect(keysOf({ title: '', branch: '', body }, projects)).toEqual([
    'SHOP-1',
    'SHOP-3',
    'SHOP-7',
    'SHOP-9',
    'SHOP-11',
  ]);
});

const anything = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'SHOPMY_-12 .`<!->\n'.split('')), maxLength: 60 }),
);

test('a key stands in the text as it is, and is one of the projects', () => {
  fc.assert(
    fc.property(anything, anything, (text, body) => {
      for (const key of keysOf({ title: text, branch: '', body }, projects)) {
        expect(text.includes(key) || body.includes(key)).toBe(true);
        expect(projects).toContain(key.replace(/-\d+$/, ''));
      }
    }),
    { numRuns: runs(1000) },
  );
});

test('a key between blanks is found, whatever stands around it', () => {
  const key = fc.tuple(fc.constantFrom('SHOP', 'MY_SHOP', 'R2D2'), fc.integer({ min: 1, max: 999_999 }));
  fc.assert(
    fc.property(anything, key, anything, (start, [project, number], end) => {
      expect(keysIn(`${start} ${project}-${number} ${end}`, projects)).toContain(`${project}-${number}`);
    }),
    { numRuns: runs(1000) },
  );
});

test('long texts take no time', () => {
  const start = cpuTime();
  for (const part of ['SHOP-', 'SHOP-1.2 ', '<!--', '`', 'MY_', '> ']) {
    keysOf(
      { title: part.repeat(20), branch: part.repeat(50), body: part.repeat(65_000 / part.length) },
      projects,
    );
  }
  expect(cpuTime() - start).toBeLessThan(10_000);
});
