import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describePolicy, checkPolicyFile, readPolicy, type Policy } from '../../src/policy/index.ts';
import { runs } from '../night.ts';

const folder = new URL('../../config/presets/', import.meta.url);
const presets = readdirSync(folder)
  .filter((name) => !name.endsWith('.test.yml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const file = {
  repository: 'acme/shop',
  path: '.github/roles.yml',
  url: 'https://github.com/acme/shop',
  hasLastGood: true,
};

/** Whatever is done to a text, the answer is a policy or problems at places that exist. */
function answers(text: string): void {
  const result = readPolicy(text, file.path);
  checkPolicyFile(result, file);
  if (result.kind === 'policy') {
    describePolicy(result.policy);
    expect(wrongWith(result.policy)).toEqual([]);
    return;
  }
  expect(result.problems.length).toBeGreaterThan(0);
  const lines = text.replace(/^\u{feff}/u, '').split(/\r\n?|\n/);
  for (const problem of result.problems) {
    expect(problem.line).toBeLessThanOrEqual(lines.length);
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.column).toBeGreaterThanOrEqual(1);
    expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1] ?? '').length + 1);
    expect(`${problem.message}${problem.hint ?? ''}`).not.toMatch(/\p{Cc}/u);
    expect(problem.message).not.toMatch(/undefined|\[object/);
  }
}

/** What must hold for every policy, whoever wrote it. */
function wrongWith({ roles, gates }: Policy): readonly string[] {
  const names = new Set(roles.map(({ name }) => name));
  const known = new Set(gates.map(({ name }) => name));
  const labels = gates.flatMap(({ label }) => (label === null ? [] : [label.toLowerCase()]));
  return [
    ...roles
      .filter((role) => role.members.length === 0 && role.permission === null)
      .map(({ name }) => `empty ${name}`),
    ...gates
      .filter(({ preparedBy }) => !names.has(preparedBy))
      .map(({ name }) => `prepared by nobody: ${name}`),
    ...gates
      .filter(({ after }) => !after.every((other) => known.has(other)))
      .map(({ name }) => `after: ${name}`),
    ...(new Set(labels).size === labels.length ? [] : ['labels']),
    ...(gates.length === 0 || roles.length === 0 ? ['nothing'] : []),
  ];
}

const words = [
  'roles',
  'gates',
  'pm',
  'engineer',
  'spec',
  'acceptance',
  'approve',
  'blocks',
  'after',
  'label',
  'any',
  'all',
  'count',
  'preset',
  'mode',
  'warn',
  'start',
  'merge',
  'close',
  'exempt',
  'work',
  'true',
  'null',
  '7',
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  ', ',
  '- ',
  '\n',
  '\n  ',
  '\n    ',
  '\t',
  '"',
  "'",
  '@',
  '*',
  '&a',
  '*a',
  '!',
  '#',
  '|',
  '>',
  '? ',
  '<<',
  '---\n',
  '%',
  '`',
  '\\',
  '\r\n',
  '\0',
  '\u{feff}',
  '\u{202e}',
  '👩‍💻',
  '__proto__',
  'constructor',
  'é',
  ' ',
];
const word = fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 3 }));

const edit = fc.record({ at: fc.nat(), drop: fc.nat({ max: 12 }), put: fc.array(word, { maxLength: 3 }) });

const mutated = fc
  .tuple(fc.constantFrom(...presets), fc.array(edit, { minLength: 1, maxLength: 6 }))
  .map(([preset, edits]) => {
    // Comments are most of a preset, and mutations of them say little.
    let text = preset.replaceAll(/^ *#.*\n/gm, '');
    for (const { at, drop, put } of edits) {
      const from = at % (text.length + 1);
      text = text.slice(0, from) + put.join('') + text.slice(from + drop);
    }
    return text;
  });

/** Whole lines moved, doubled and dropped: closer to what people do. */
const shuffled = fc.constantFrom(...presets).chain((preset) => {
  const lines = preset.split('\n').filter((line) => !/^ *#/.test(line));
  return fc
    .array(fc.tuple(fc.nat({ max: lines.length - 1 }), fc.nat({ max: 4 })), { minLength: 1, maxLength: 30 })
    .map((picks) =>
      picks.map(([line, indent]) => ' '.repeat(indent * 2) + (lines[line] ?? '').trim()).join('\n'),
    );
});

const anything = fc.array(word, { maxLength: 40 }).map((parts) => parts.join(''));

describe('any text is a policy, or has problems at places that exist', () => {
  test('presets with letters changed', () => {
    fc.assert(fc.property(mutated, answers), { numRuns: runs(3_000) });
  });
  test('lines of presets in any order', () => {
    fc.assert(fc.property(shuffled, answers), { numRuns: runs(1_500) });
  });
  test('words of the language in any order', () => {
    fc.assert(fc.property(anything, answers), { numRuns: runs(1_500) });
  });
  test('JSON of any shape', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => answers(json)),
      { numRuns: runs(500) },
    );
  });
});

describe('reading', () => {
  test('line ends and a byte order mark change nothing but the text', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        fc.pre(!text.includes('\r') && !text.startsWith('\u{feff}'));
        const plain = readPolicy(text, 'f');
        expect(readPolicy(`\u{feff}${text.replaceAll('\n', '\r\n')}`, 'f')).toEqual(plain);
      }),
      { numRuns: runs(300) },
    );
  });

  test('each problem is told once, in the order of the file', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const result = readPolicy(text, 'f');
        if (result.kind === 'policy') return;
        const places = result.problems.map(({ line, column }) => line * 100_000 + column);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        const told = result.problems.map((problem) => JSON.stringify(problem));
        expect(new Set(told).size).toBe(told.length);
      }),
      { numRuns: runs(500) },
    );
  });
});
