/** How the package is built: nothing imports in a circle, types included, and a folder is entered by its door. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);
const imports = new Map(
  files.map((path) => [
    path,
    [...readFileSync(join(source, path), 'utf8').matchAll(/(?:from|import\() *'(\.[^']+)'/g)].map(
      ([, to = '']) => normalize(join(dirname(path), to)),
    ),
  ]),
);

/** Circles among what each file imports, as paths of files that end where they began. */
function circles(of: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start >= 0) found.push([...above.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const next of of.get(path) ?? []) walk(next, [...above, path]);
    done.add(path);
  };
  for (const path of of.keys()) walk(path, []);
  return found;
}

test('a circle is found, and a file that is imported twice is none', () => {
  const few = new Map([
    ['a', ['b', 'c']],
    ['b', ['c']],
    ['c', ['d']],
    ['d', ['b']],
  ]);
  expect(circles(few)).toEqual(['b → c → d → b']);
});

test('nothing imports itself, by whatever way', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(circles(imports)).toEqual([]);
});

test('a folder is entered by its door, and one without a door from beside it alone', () => {
  const doors = new Set(files.filter((path) => path.endsWith('/index.ts')).map(dirname));
  const past = [...imports].flatMap(([from, all]) =>
    all
      .filter((to) => {
        const folder = dirname(to);
        const owner = doors.has(folder) ? folder : dirname(folder);
        return owner !== '.' && !from.startsWith(`${owner}/`) && to !== `${folder}/index.ts`;
      })
      .map((to) => `${from} → ${to}`),
  );
  expect(past).toEqual([]);
});
