/** Each word of the glossary stands there once, and in the code where the glossary says. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

const rows = read('docs/glossary.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:Word|---)/.test(line))
  .map((line) => {
    const [word = '', , where = ''] = line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim());
    return { word, places: [...where.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place) };
  });

const filesIn = (place: string): readonly string[] =>
  statSync(`${root}${place}`).isDirectory()
    ? globSync('**/*.ts', { cwd: `${root}${place}` }).map((file) => `${place}${file}`)
    : [place];

/** The names and texts in a file, without its comments. */
const codeOf = (file: string): string => read(file).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** Spelled as in prose, as the name of a type or a value, or with hyphens. */
const spelled = (word: string): RegExp => new RegExp(word.split(/[ -]/).join('[ -]?'), 'i');

test('the words are in order, each once', () => {
  const words = rows.map(({ word }) => word);
  expect(words.length).toBeGreaterThan(50);
  expect(words).toEqual([...new Set(words)].toSorted((one, other) => one.localeCompare(other)));
});

test('each word says where it lives', () => {
  expect(rows.filter(({ places }) => places.length === 0)).toEqual([]);
});

test.each(rows.flatMap(({ word, places }) => places.map((place) => [word, place] as const)))(
  '“%s” is found in %s',
  (word, place) => {
    expect(
      filesIn(place).some((file) => spelled(word).test(basename(file)) || spelled(word).test(codeOf(file))),
    ).toBe(true);
  },
);

/** Words for which the field, or the policy, has another one. */
const retired: Readonly<Record<string, string>> = {
  breach: 'violation',
  exception: 'waiver',
};

test('the core has no second word for what has a name', () => {
  const found = ['src/handoff/', 'src/policy/'].flatMap(filesIn).flatMap((file) =>
    Object.keys(retired)
      .filter((word) => new RegExp(word, 'i').test(read(file)))
      .map((word) => `${file}: ${word} is ${retired[word]}`),
  );
  expect(found).toEqual([]);
});
