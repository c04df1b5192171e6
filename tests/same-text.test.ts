/** Names are compared without regard to case by one function, and kept by one key. */
import { globSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { includesText, sameText, textKey } from '../src/same-text.ts';

test('the case does not matter, everything else does', () => {
  expect(sameText('Octo-Org/Shop', 'octo-org/shop')).toBe(true);
  expect(sameText('octo-org/shop', 'octo-org/shop ')).toBe(false);
  expect(includesText(['bug', 'Approved'], 'approved')).toBe(true);
  expect(includesText(['bug', 'Approved'], 'approve')).toBe(false);
  expect(new Set(['Maria', 'maria', 'MARIA'].map(textKey))).toEqual(new Set(['maria']));
});

/** Text in one case, compared with something: on either side, over lines, by a locale, or looked up in a list. */
const folded = String.raw`\??\.to(?:Locale)?(?:Lower|Upper)Case\(\w*\)`;
const operand = String.raw`(?:[\w$]|\??\.|\[[^\]]*\]|\([^()]*\))+`;
const compared = [
  new RegExp(String.raw`${folded}\)?\s*[!=]==?`),
  new RegExp(String.raw`[!=]==?\s*\(?\s*${operand}?${folded}`),
  new RegExp(String.raw`\.(?:includes|indexOf|lastIndexOf)\(\s*${operand}${folded}`),
  new RegExp(String.raw`\.(?:get|set|has|delete)\(\s*${operand}${folded}`),
  /\.localeCompare\([^;]*sensitivity/,
];
const isCompared = (code: string): boolean => compared.some((each) => each.test(code));

test.each([
  'one.toLowerCase() === other.toLowerCase()',
  'one.toUpperCase() !== other',
  'gate.label?.toLowerCase() === label',
  "name === gateIn(words[0] ?? '').toLowerCase()",
  'a === b.c?.name.toLowerCase()',
  'one.login.toLowerCase() ===\n      other.login',
  '(one ?? two).toLocaleLowerCase() == other',
  'names.includes(name.toLowerCase())',
  'byName.get(label.name.toLowerCase())',
  'known.delete(repository.toLowerCase())',
  "one.localeCompare(other, undefined, { sensitivity: 'base' }) === 0",
])('a comparison of its own is found: %s', (code) => {
  expect(isCompared(code)).toBe(true);
});

test.each([
  'sameText(one, other)',
  'known.get(textKey(name))',
  'const name = first.toLowerCase();',
  'return a === b ? name.toLowerCase() : name;',
])('and what is none is let through: %s', (code) => {
  expect(isCompared(code)).toBe(false);
});

test('nothing compares names in one case by itself', () => {
  const src = new URL('../src/', import.meta.url).pathname;
  const found = globSync('**/*.ts', { cwd: src }).filter(
    (file) => file !== 'same-text.ts' && isCompared(readFileSync(`${src}${file}`, 'utf8')),
  );
  expect(found).toEqual([]);
});
