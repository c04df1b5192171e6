import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../src/policy/index.ts';
import { effort } from '../effort.ts';

const long = 60_000;
const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

const tricks: Readonly<Record<string, string>> = {
  'an alias bomb': `a: &a [x, x]\n${lines(25, (i) => `k${i}: &k${i} [*a, *a, *a, *a]`)}`,
  'a reference to itself': 'roles: &a {pm: *a}',
  'brackets that are never closed': '['.repeat(long),
  'braces that are never closed': '{'.repeat(long),
  'lists in lists on one line': '- '.repeat(long / 2),
  'lists in lists on many lines': lines(320, (i) => `${' '.repeat(i)}-`),
  'keys of keys of keys': '? '.repeat(long / 2),
  'maps in maps': lines(320, (i) => `${' '.repeat(i)}a:`),
  'deep approvers': `roles: {pm: [a]}\ngates: {a: {approve: ${'{any: ['.repeat(4_000)}pm${']}'.repeat(4_000)}}}`,
  'ten thousand keys': lines(8_000, (i) => `k${i}:`),
  'two thousand unknown keys': lines(1_900, (i) => `k${i}: 1`),
  'one key a thousand times': lines(1_900, () => 'roles: 1'),
  'two thousand gates in one circle': `roles: {pm: [a]}\ngates:\n${lines(600, (i) => `  g${i}: {approve: pm, after: [g${(i + 1) % 600}]}`)}`,
  'gates that all wait for all': `roles: {pm: [a]}\ngates:\n${lines(40, (i) => `  g${i}: {approve: pm, after: [${lines(40, (j) => `g${j}`).replaceAll('\n', ', ')}]}`)}`,
  'two thousand logins that are none': `roles: {pm: [${lines(3_000, (i) => `a-${i}/b/c`).replaceAll('\n', ', ')}]}`,
  'comments alone': '#\n'.repeat(long / 2),
  'tabs alone': '\t\n'.repeat(long / 2),
  'commas alone': `[${','.repeat(long)}`,
  'quotation marks alone': '"'.repeat(long),
  'escapes that are none': `a: "${'\\x'.repeat(long / 2)}"`,
  'anchors alone': '&a '.repeat(long / 3),
  'tags alone': '!a '.repeat(long / 3),
  'documents alone': '---\n'.repeat(long / 4),
  'colons alone': 'a: '.repeat(long / 3),
  'a very long key': `? ${'k'.repeat(long)}\n: 1`,
  'a very long text': `roles: {pm: ["${'x'.repeat(long)}"]}`,
  'a role with a very long name': `roles: {${'r'.repeat(1_000)}: []}\ngates: {a: {approve: ${'s'.repeat(long)}}}`,
  'a megabyte': 'roles: {pm: [a]}\n'.repeat(62_000),
  'a hundred megabytes': 'x'.repeat(100_000_000),
  'half a pair of surrogates': 'roles: {pm: ["\u{d800}"]}',
  'stars in one path': `roles: {pm: [a], engineer: [b]}\nexempt: {paths: ["${'*a'.repeat(90)}"]}`,
  'only line ends of old': 'roles:\r  pm: [a, b c]\r',
};

describe('tricks get a clear answer at once', () => {
  test.each(Object.entries(tricks))('%s', (_, text) => {
    const { made: result, took } = effort(() => readPolicy(text, 'roles.yml'));
    expect(result.kind).toBe('problems');
    if (result.kind !== 'problems') return;
    for (const { line, column, message, hint } of result.problems) {
      expect({
        line: line >= 1,
        column: column >= 1,
        isShort: message.length + (hint ?? '').length < 600,
      }).toEqual({
        line: true,
        column: true,
        isShort: true,
      });
    }
    // What it takes is some milliseconds; the bound is for slow machines.
    expect(took).toBeLessThan(1_000);
  });
});
