/** Each line of walls.config.ts: what it forbids is planted and refused, and what it allows is planted and let through. */
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, expect, test } from 'vitest';

import { forbidden, libraries, options, parts, pure, rooms } from '../walls.config.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const house = realpathSync(mkdtempSync(join(tmpdir(), 'walls-')));
afterAll(() => rmSync(house, { recursive: true }));

/** Every way in which one file can ask for another. */
const ways: readonly ((from: string) => string)[] = [
  (from) => `import { it } from '${from}';\nexport const use = it;\n`,
  (from) => `import type { It } from '${from}';\nexport type Use = It;\n`,
  (from) => `import { type It } from '${from}';\nexport type Use = It;\n`,
  (from) => `import * as all from '${from}';\nexport const use = all;\n`,
  (from) => `import '${from}';\n`,
  (from) => `export { it } from '${from}';\n`,
  (from) => `export type { It } from '${from}';\n`,
  (from) => `export * from '${from}';\n`,
  (from) => `export const use = (): Promise<unknown> => import('${from}');\n`,
];

type Plant = { readonly file: string; readonly target: string; readonly rule: string | null };
const plants: Plant[] = [];

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), text);
};
const isFile = (part: string): boolean => part.endsWith('.ts');
const folderOf = (part: string): string => `src/${part}`;
const doorOf = (part: string): string => (isFile(part) ? `src/${part}` : `src/${part}/index.ts`);

/** A file in a part or a room that imports something, in each way in turn. @param rule null: it may */
function plant(place: string, target: string, rule: string | null): void {
  const number = plants.length;
  const file = `src/${place}/planted-${number}.ts`;
  const path =
    target.startsWith('src/') || target.startsWith('packages/') ? relative(dirname(file), target) : target;
  const from = path === target || path.startsWith('.') ? path : `./${path}`;
  write(file, (ways[number % ways.length] ?? String)(from));
  plants.push({ file, target, rule });
}

const allParts = Object.keys(parts);
const folders = allParts.filter((part) => !isFile(part));
const allRooms = Object.entries(rooms).flatMap(([part, names]) => names.map((name) => ({ part, name })));
const leaf = 'export const it = 1;\nexport type It = number;\n';

copyFileSync(join(root, 'package.json'), join(house, 'package.json'));
symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
for (const part of folders) write(doorOf(part), leaf);
// A part that is a file has all its plants in it.
for (const part of allParts.filter(isFile)) {
  const others = allParts.filter((other) => other !== part);
  write(
    doorOf(part),
    leaf + others.map((other) => `import type {} from './${relative('src', doorOf(other))}';\n`).join(''),
  );
  for (const other of others)
    plants.push({
      file: doorOf(part),
      target: doorOf(other),
      rule: (parts[part] ?? []).includes(other) ? null : `part:${part}`,
    });
}
for (const part of folders) write(`${folderOf(part)}/inner.ts`, leaf);
for (const { part, name } of allRooms)
  for (const file of ['index.ts', 'inner.ts']) write(`src/${part}/${name}/${file}`, leaf);
write('packages/sandbox/src/index.ts', leaf);
write('tests/helper.ts', leaf);

for (const part of folders) {
  const known = parts[part] ?? [];
  for (const other of allParts) {
    if (other === part) continue;
    const isKnown = known.includes(other);
    plant(part, doorOf(other), isKnown ? null : `part:${part}`);
    if (!isFile(other)) plant(part, `${folderOf(other)}/inner.ts`, `door:${other}`);
  }
  plant(part, 'packages/sandbox/src/index.ts', part === 'demo' ? null : 'sandbox-is-for-the-demo');
  plant(part, 'tests/helper.ts', 'no-tests');
  plant(part, 'vitest', part === 'demo' ? null : 'production-alone');
  plant(part, '@baton/sandbox', part === 'demo' ? null : 'sandbox-is-for-the-demo');
  plant(part, 'node:fs', pure.includes(part) ? `pure:${part}` : null);
  plant(part, `src/${part}/not-there.ts`, 'not-found');
  for (const [library, users] of Object.entries(libraries)) {
    const name = library === '@octokit' ? '@octokit/rest' : library;
    plant(part, name, users.includes(part) ? null : `library:${library}`);
  }
}
for (const [part, names] of Object.entries(rooms))
  for (const [floor, name] of names.entries()) {
    for (const [other, another] of names.entries())
      if (other !== floor)
        plant(
          `${part}/${name}`,
          `src/${part}/${another}/index.ts`,
          other < floor ? null : `room:${part}/${name}`,
        );
    const below = names[floor - 1];
    if (below !== undefined)
      plant(`${part}/${name}`, `src/${part}/${below}/inner.ts`, `door:${part}/${below}`);
    plant(`${part}/${name}`, `src/${part}/index.ts`, `room:${part}/${name}`);
    plant(part, `src/${part}/${name}/inner.ts`, `door:${part}/${name}`);
    // A room is a part of its part: what that may not import, it may not either.
    for (const other of allParts.filter((each) => each !== part && !(parts[part] ?? []).includes(each)))
      plant(`${part}/${name}`, doorOf(other), `part:${part}`);
  }
write('src/elsewhere/index.ts', "import { it } from '../lru-cache.ts';\nexport const use = it;\n");
write(
  'packages/sandbox/src/knowing.ts',
  "import type { It } from '../../../src/policy/index.ts';\nexport type Use = It;\n",
);
for (const [one, other] of ['ab', 'ba'] as const)
  write(
    `src/policy/circle-${one}.ts`,
    `import type { ${other} } from './circle-${other}.ts';\nexport type ${one} = { readonly other: ${other} };\n`,
  );

const output = (
  await cruise(['src', 'packages'], {
    ...options,
    baseDir: house,
    ruleSet: { forbidden },
    validate: true,
  } as ICruiseOptions)
).output as ICruiseResult;
const found = output.summary.violations.map(({ from, to, rule: { name } }) => ({ from, to, rule: name }));
const rulesOf = (file: string): readonly string[] =>
  found.filter(({ from }) => from === file).map(({ rule }) => rule);
/** The rules that a plant broke. Files that are parts import each other in circles here, which is told elsewhere. */
const broken = ({ file, target }: Pick<Plant, 'file' | 'target'>): readonly string[] =>
  found
    .filter(
      ({ from, to, rule }) =>
        from === file &&
        (!/^(src|packages|tests)\//.test(target) || to.endsWith(target) || rule === 'not-found'),
    )
    .map(({ rule }) => rule)
    .filter((rule) => rule !== 'no-circle');

test('what a line forbids is refused, in whatever way it is imported', () => {
  const refused = plants.filter(({ rule }) => rule !== null);
  const passed = refused.filter((each) => !broken(each).includes(each.rule ?? ''));
  expect(passed).toEqual([]);
  // Every rule was broken, in every way.
  const rules = new Set(found.map(({ rule }) => rule));
  expect(forbidden.map(({ name }) => name).filter((name) => !rules.has(name))).toEqual([]);
  expect(refused.length).toBeGreaterThan(ways.length * 50);
});

test('what a line allows is let through', () => {
  const allowed = plants.filter(({ rule }) => rule === null);
  expect(allowed.filter((each) => broken(each).length > 0)).toEqual([]);
  expect(allowed.length).toBeGreaterThan(ways.length * 10);
});

test('a folder that the tables do not name, the sandbox that knows Baton, and a circle of types are refused', () => {
  expect(rulesOf('src/elsewhere/index.ts')).toEqual(['unknown-part']);
  expect(rulesOf('packages/sandbox/src/knowing.ts')).toEqual(
    expect.arrayContaining(['sandbox-knows-nothing']),
  );
  expect(found.filter(({ rule }) => rule === 'no-circle').length).toBeGreaterThan(0);
});

test('each part and each room that the tables name is there', async () => {
  const { existsSync } = await import('node:fs');
  // What no other part may know is where people come in: it needs no door.
  const known = new Set(Object.values(parts).flat());
  const nameOf = (part: string): string => (known.has(part) ? doorOf(part) : folderOf(part));
  const named = [...allParts.map(nameOf), ...allRooms.map(({ part, name }) => `src/${part}/${name}`)];
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
