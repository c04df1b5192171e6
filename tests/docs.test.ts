/** Links between the pages of the documentation lead somewhere, and the commands that they name exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { formatProblem, readPolicy } from '../src/policy/index.ts';
import { underlined } from './policy/editors.ts';

const root = new URL('../', import.meta.url).pathname;
const pages = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const read = (page: string): string => readFileSync(join(root, page), 'utf8');
const withoutCode = (text: string): string =>
  text.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** GitHub: headings become anchors in small letters, without signs, with hyphens for spaces; a second one is numbered. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const found = new Set<string>();
  for (const [, title = ''] of text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const anchor = title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    found.add(times === 0 ? anchor : `${anchor}-${times}`);
  }
  return found;
}

test.each(pages)('%s: every link leads somewhere', (page) => {
  const text = read(page);
  const wrong: string[] = [];
  for (const [, to = ''] of withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(to)) continue;
    const [path = '', anchor] = to.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    const isThere = existsSync(join(root, target));
    if (!isThere || (anchor !== undefined && !anchorsOf(read(target)).has(anchor))) wrong.push(to);
  }
  expect(wrong).toEqual([]);
});

test('every npm script that is named exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Record<string, string> };
  const named = pages.flatMap((page) =>
    Array.from(read(page).matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g), ([, script = '']) => script),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});

test('every page of how-to guides is in their list', () => {
  const list = read('docs/how-to/README.md');
  const guides = readdirSync(join(root, 'docs/how-to')).filter((name) => name !== 'README.md');
  expect(guides.filter((name) => !list.includes(`](${name})`))).toEqual([]);
});

test('the decisions are numbered, dated, in their list, and a page each', () => {
  const names = readdirSync(join(root, 'docs/adr')).filter((name) => name !== 'README.md');
  const rows = [...read('docs/adr/README.md').matchAll(/^\| (\d+) \| ([\d-]{10}) \| \[(.+)\]\((.+)\) \|$/gm)];
  expect(rows.map(([, , , , name]) => name)).toEqual(names.toSorted());
  for (const [index, [, number, date, title, name = '']] of rows.entries()) {
    const page = read(join('docs/adr', name));
    expect([name, number]).toEqual([
      expect.stringMatching(`^${String(index + 1).padStart(4, '0')}-`),
      String(index + 1),
    ]);
    expect(page.split('\n')[0]).toBe(`# ${number}. ${title}`);
    expect(page).toContain(`\nDecided on ${date}.`);
    const parts = Array.from(page.matchAll(/^## (.+)$/gm), ([, heading]) => heading);
    expect([name, parts]).toEqual([
      name,
      ['Situation', 'Decision', 'What follows', 'We would decide again if'],
    ]);
    expect([name, page.split('\n').length < 60]).toEqual([name, true]);
  }
});

test('the lines of the log that the page about debugging explains are those that the code writes', () => {
  const code = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join('src', name)))
    .join('\n');
  const [, table = ''] = read('docs/how-to/debug-one-evaluation.md').split('| The line | What it means |');
  const lines = Array.from(table.matchAll(/^\| `([^`]+)` \|/gm), ([, line = '']) => line);
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter((line) => !code.includes(`'${line}'`))).toEqual([]);
});

/** Fenced blocks of a language, without the indentation of the list that they stand in. */
function blocksIn(page: string, language: string): readonly string[] {
  const fences = new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^\\1\`\`\`$`, 'gm');
  return Array.from(read(page).matchAll(fences), ([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

const guides = pages.filter((page) => /^(README\.md|docs\/(tutorial\.md|how-to\/|explanation\/))/.test(page));

/** Not a policy, but a workflow, or a step of one. */
const isWorkflow = (text: string): boolean => /^ *- uses: |^jobs:$/m.test(text);
const policiesIn = (page: string): readonly string[] =>
  blocksIn(page, 'yaml').filter((text) => !isWorkflow(text));

test.each(guides.filter((page) => policiesIn(page).length > 0))(
  '%s: each policy is one, as it stands, for Baton and for editors',
  (page) => {
    const policies = policiesIn(page);
    const wrong = policies.flatMap((text, index) => {
      const repository = /^extends: (\S+)$/m.exec(text)?.[1];
      // Where one builds on another, that is the one before it.
      const path = '.github/roles.yml';
      const bases =
        repository === undefined
          ? []
          : [{ kind: 'file' as const, repository, path, text: policies[index - 1] ?? '' }];
      const result = readPolicy(text, path, { repository: 'acme/shop', bases });
      return [...(result.kind === 'policy' ? [] : result.problems.map(formatProblem)), ...underlined(text)];
    });
    expect(wrong).toEqual([]);
  },
);

test('every page of documentation says in its first lines for whom it is', () => {
  const texts = pages.filter((page) => page.startsWith('docs/') && !page.startsWith('docs/adr/0'));
  const silent = texts.filter(
    (page) => !/^For |^Each page is one task/m.test(read(page).split('\n').slice(0, 4).join('\n')),
  );
  expect(silent).toEqual([]);
});

test('the map leads to each kind of page, and each page of a kind is in its list', () => {
  for (const kind of ['how-to', 'reference', 'explanation']) {
    expect(read('docs/README.md')).toContain(`](${kind}/README.md)`);
    const names = readdirSync(join(root, 'docs', kind)).filter((name) => name !== 'README.md');
    expect(names.filter((name) => !read(`docs/${kind}/README.md`).includes(`](${name})`))).toEqual([]);
  }
});

test('the glossary has each word once, in order, and says where it lives', () => {
  const rows = [...read('docs/glossary.md').matchAll(/^\| ([a-z][\w -]*) \| (.+) \| (.+) \|$/gm)];
  const words = rows.map(([, word = '']) => word);
  expect(words.length).toBeGreaterThan(60);
  expect(words).toEqual([...new Set(words)].toSorted());
  const places = rows.flatMap(([, , , where = '']) =>
    Array.from(where.matchAll(/`([^`]+)`/g), ([, path = '']) => path),
  );
  expect(places.length).toBeGreaterThanOrEqual(words.length);
  expect(places.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
