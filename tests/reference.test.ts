/** The pages of the reference list what there is in the code, and nothing else. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { helpOf } from '../src/arguments.ts';
import { subcommands } from '../src/cli/subcommands.ts';
import { settingNames } from '../src/environment/index.ts';
import { commandForms } from '../src/handoff/commands/command-forms.ts';
import { icons, statusName } from '../src/handoff/words/statuses.ts';
import { createMetrics } from '../src/metrics.ts';
import { bare } from './children.ts';

const root = new URL('../', import.meta.url).pathname;
const read = (page: string): string => readFileSync(join(root, 'docs/reference', page), 'utf8');

/** The cells of each row of a table that begins with code, or with a sign before it. */
const rowsOf = (page: string): readonly (readonly string[])[] =>
  read(page)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:---|[A-Z])/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const inCode = (cell = ''): readonly string[] =>
  Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = '']) => code);

test('settings.md has each setting, and no other', () => {
  const named = rowsOf('settings.md').flatMap(([cell]) => inCode(cell));
  expect(named.toSorted()).toEqual(settingNames.toSorted());
});

test('commands.md has each command, and no other', () => {
  const named = rowsOf('commands.md').flatMap(([cell]) => inCode(cell));
  const verbs = named.map((form) => /^\/([a-z-]+)/.exec(form)?.[1] ?? '');
  expect([...new Set(verbs)].toSorted()).toEqual(Object.keys(commandForms).toSorted());
});

test('statuses.md has each status in the words of the card, and no other', () => {
  const rows = rowsOf('statuses.md').map(([shown, name]) => ({ name: inCode(name)[0], shown }));
  const statuses = Object.entries(icons).map(([name, icon]) => ({
    name,
    shown: `${icon} ${statusName(name as keyof typeof icons)}`,
  }));
  const byName = (one: { name?: string | undefined }, other: { name?: string | undefined }): number =>
    String(one.name).localeCompare(String(other.name));
  expect(rows.toSorted(byName)).toEqual(statuses.toSorted(byName));
});

test('metrics.md has each metric, and no other; its alerts are about those', async () => {
  const metrics = createMetrics({
    eventNames: [],
    inbox: () => ({ metrics: () => Promise.reject(new Error('There is no store here.')) }),
    requests: () => ({}),
    requestsByUrgency: () => ({}),
    failures: () => ({}),
    moved: () => new Map(),
    jiraSites: [],
    budgets: () => new Map(),
    left: () => null,
    outages: () => [],
    now: () => 0,
  });
  const page = await metrics.text();
  metrics.stop();
  const names = Array.from(page.matchAll(/^# TYPE (\S+)/gm), ([, name = '']) => name);
  const [table = '', alerts = ''] = read('metrics.md').split('\n## Alerts\n');
  expect(table).not.toBe('');
  expect(
    rowsOf('metrics.md')
      .flatMap(([cell]) => inCode(cell))
      .toSorted(),
  ).toEqual(names.toSorted());
  const watched = Array.from(alerts.matchAll(/^ +expr: .*?(baton_\w+)/gm), ([, name = '']) => name);
  expect(watched.length).toBeGreaterThan(4);
  expect(watched.filter((name) => !names.includes(name))).toEqual([]);
});

describe('command-line.md', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const sections = read('command-line.md').split(/^## `/m).slice(1);
  const documented = sections.map((section): readonly [name: string, help: string | null] => [
    section.slice(0, section.indexOf('`')),
    /```text\n([^]*?)```/.exec(section)?.[1] ?? null,
  ]);
  const lines = new Map(
    Object.entries(scripts)
      .filter(
        ([, line]) => /\bnode .*src\/(?:main|cli|demo)\b/.test(line) && !line.includes('src/cli/baton.ts'),
      )
      .map(([name, line]) => [name === 'start' ? 'npm start' : `npm run ${name}`, line]),
  );
  const pages = new Map(subcommands.map(({ script }) => [script.name, helpOf(script)]));

  test('has each command for people who run Baton, and no other', () => {
    const theirs = [...lines.keys(), ...pages.keys(), 'baton complete'];
    expect(documented.map(([name]) => name).toSorted()).toEqual(theirs.toSorted());
  });

  test.each(documented.filter(([name]) => lines.has(name)))(
    'says of %s what it prints itself',
    (name, help) => {
      const env = { ...bare, PATH: [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter) };
      const line = `${lines.get(name) ?? 'false'} --help`;
      expect(execFileSync('sh', ['-c', line], { cwd: root, env, encoding: 'utf8', timeout: 240_000 })).toBe(
        help,
      );
    },
  );

  test.each([...pages])('says of %s what its page of help is', (name, page) => {
    expect(new Map(documented).get(name)).toBe(page);
  });
});
