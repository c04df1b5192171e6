/** The page about the package: its examples run as they stand, and its lists are those of the code. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { mutations } from '../src/graphql/mutations/index.ts';
import { playedRoutes } from '../src/jira/rest/router.ts';
import { playedEvents } from '../src/jira/webhooks/payload.ts';
import { playedOperations } from '../src/rest/router.ts';
import { playedWebhooks } from '../src/webhooks/played.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));
const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const fenced = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );

test.each(fenced('ts').map((code) => [/^const \w+.*$/m.exec(code)?.[0] ?? '', code]))(
  'the example with `%s` prints what it says',
  async (_, code) => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module-typescript', '--eval', code],
      { cwd: folder },
    );
    const said = [...code.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line = '']) => line);
    expect(said.length).toBeGreaterThan(0);
    expect({ printed: stdout.trimEnd().split('\n'), stderr }).toEqual({ printed: said, stderr: '' });
  },
);

test('it has five examples', () => {
  expect(fenced('ts')).toHaveLength(5);
});

test('it lists the routes that are played, and no other', () => {
  expect(fenced('text').map((text) => text.trimEnd().split('\n'))).toEqual([
    [...playedOperations],
    Object.keys(playedRoutes),
  ]);
});

test.each([
  ['GraphQL mutations', Object.keys(mutations)],
  ['Webhooks of GitHub', Object.keys(playedWebhooks)],
  ['Webhooks of Jira', [...playedEvents]],
])('it lists the %s that are played, and no other', (what, played) => {
  const line = page.split('\n').find((one) => one.startsWith(`${what} that are played: `)) ?? '';
  expect([...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(played);
});

test('what it links to is there', () => {
  for (const [, path = ''] of page.matchAll(/\]\((?!https?:)([^)#]+)\)/g))
    expect([path, readFileSync(new URL(`../${path}`, import.meta.url), 'utf8').length > 0]).toEqual([
      path,
      true,
    ]);
});
