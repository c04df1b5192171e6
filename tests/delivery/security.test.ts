/** The page about security: what it names is there. */
import { existsSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('SECURITY.md', root), 'utf8');

const rows = (page.split('## Threats')[1]?.split('\n## ')[0] ?? '')
  .split('\n')
  .filter((line) => /^\| (?!Threat |---)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );

test('each threat names what happens instead, and a test that is there', () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    expect(row).toHaveLength(3);
    const [threat = '', instead = '', tests = ''] = row;
    expect([threat, instead.length > 10]).toEqual([threat, true]);
    const named = [...tests.matchAll(/`(tests\/[^`]+\.test\.ts)`/g)].map(([, path = '']) => path);
    expect([threat, named.length > 0, tests.replaceAll(/`[^`]+`(, )?/g, '')]).toEqual([threat, true, '']);
    for (const path of named) expect([path, existsSync(new URL(path, root))]).toEqual([path, true]);
  }
});

test('a vulnerability is reported where GitHub takes it, and what the page links to is there', () => {
  expect(page).toContain('**Report a vulnerability**');
  expect(page).not.toMatch(/mailto:|\S@\S+\.\w/);
  for (const [, path = ''] of page.matchAll(/\]\((?!https:)([^)#]+)\)/g))
    expect([path, existsSync(new URL(path, root))]).toEqual([path, true]);
});
