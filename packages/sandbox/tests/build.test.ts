/** The package as it would be published: JavaScript below node_modules, with its own dependencies and nothing else. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'baton-sandbox-build-'));
const installed = join(home, 'node_modules/@baton/sandbox');

type Manifest = {
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
};
const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

beforeAll(async () => {
  await run(process.execPath, [fileURLToPath(new URL('../tools/build.ts', import.meta.url)), installed]);
  for (const name of Object.keys(manifestIn(installed).dependencies ?? {})) {
    const place = join(home, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), place);
  }
  symlinkSync(join(root, 'node_modules/@types'), join(home, 'node_modules/@types'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('it asks for what the code imports, and is no longer private', () => {
  const { dependencies, devDependencies, private: isPrivate } = manifestIn(installed);
  expect(Object.keys(dependencies ?? {})).toEqual([
    '@octokit/graphql-schema',
    'ajv',
    'ajv-formats',
    'graphql',
    'yaml',
    'zod',
  ]);
  expect([devDependencies, isPrivate]).toEqual([undefined, undefined]);
});

test('it plays a GitHub and a Jira', async () => {
  writeFileSync(
    join(home, 'use.mjs'),
    `import { startSandbox } from '@baton/sandbox';
import { startJira } from '@baton/sandbox/jira';
const github = await startSandbox();
github.user('maria');
const headers = { authorization: 'Bearer ' + github.token('maria') };
const query = JSON.stringify({ query: '{ viewer { login } }' });
const rest = await (await fetch(github.url + '/user', { headers })).json();
const graphql = await (await fetch(github.url + '/graphql', { method: 'POST', headers, body: query })).json();
const jira = await startJira({ flavour: 'cloud' });
console.log(JSON.stringify([rest.login, graphql, jira.flavour, github.misfits]));
await jira.close();
await github.close();
`,
  );
  const { stdout } = await run(process.execPath, ['use.mjs'], { cwd: home });
  expect(JSON.parse(stdout)).toEqual(['maria', { data: { viewer: { login: 'maria' } } }, 'cloud', []]);
});

test('it starts by its name', async () => {
  const [path = ''] = Object.values(manifestIn(installed).bin);
  const { stdout } = await run(join(installed, path), ['--help'], {
    env: { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
  });
  expect(stdout).toMatch(/^baton-sandbox \[OPTIONS\]\n/);
});

test('its declarations are enough for TypeScript', async () => {
  writeFileSync(
    join(home, 'use.mts'),
    `import { startSandbox, type Sandbox } from '@baton/sandbox';
const github: Sandbox = await startSandbox();
const { number }: { readonly number: number } = github.as('maria').openIssue('maria/shop', { title: 'Coupons' });
// @ts-expect-error: a sandbox has no such thing.
github.nothing(number);
`,
  );
  const settings = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, ...settings, '--ignoreConfig', 'use.mts'], { cwd: home });
});
