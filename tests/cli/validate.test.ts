/** `baton validate`: what is wrong in a policy, where, and what to do about it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { startSandbox, type Sandbox } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { framed } from '../../src/cli/validate/formats.ts';
import { typed, type Typed } from './typed.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-validate-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
const good = `roles:
  pm: [maria]
  engineer: [anton]
`;
const bad = `roles:
  pm: [maria]
  engineer: [anton]
gates:
  spec:
    preset: spec
    approve: pmm
`;
const run = (...words: string[]): Promise<Typed> => typed('validate', words);

test('a policy that can be used', async () => {
  const path = file('good.yml', good);
  expect(await run(path)).toEqual({
    code: 0,
    out: `${path} is valid. Roles: pm, engineer. Gates: spec, acceptance.`,
    said: '',
  });
  expect(JSON.parse((await run(path, '--json')).out)).toEqual({ file: path, isValid: true, problems: [] });
  expect(await run(path, '--format', 'github')).toEqual({ code: 0, out: '', said: '' });
});

test('a problem has its line, a caret under the place, and what to do', async () => {
  const path = file('bad.yml', bad);
  expect(await run(path)).toEqual({
    code: 1,
    out: `${path}:7:14 No role is named "pmm".
  7 |     approve: pmm
                   ^
  Did you mean "pm"?

1 problem.`,
    said: '',
  });
});

test.each([
  ['behind a tab', '\tpm: 1', 2, ['  1 |  pm: 1', '       ^']],
  ['behind a sign that a terminal would obey', 'a\u001b: 1', 5, ['  1 | a\\u{1b}: 1', '               ^']],
  [
    'in a long line',
    `${'x'.repeat(100)}y${'z'.repeat(100)}`,
    101,
    [`  1 | …${'x'.repeat(60)}y${'z'.repeat(59)}…`, `${' '.repeat(67)}^`],
  ],
  ['at the end of the line', 'pm:', 4, ['  1 | pm:', '         ^']],
])('the caret stands under its place %s', (_, line, column, shown) => {
  const problem = { file: 'roles.yml', line: 1, column, message: 'No.', hint: null };
  expect(framed([problem], `${line}\n`, false).slice(1, 3)).toEqual(shown);
});

test('a workflow and code scanning are given it in their forms', async () => {
  const path = file('bad,50%:.yml', bad);
  const annotated = (await run(path, '--format', 'github')).out;
  const escaped = path.replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
  expect(annotated).toBe(
    `::error file=${escaped},line=7,col=14,title=Baton policy::No role is named "pmm". Did you mean "pm"?`,
  );
  const { code, out } = await run(path, '--format', 'sarif');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Baton', rules: [{ id: 'policy' }] } },
        results: [
          {
            ruleId: 'policy',
            level: 'error',
            message: { text: 'No role is named "pmm". Did you mean "pm"?' },
            locations: [{ physicalLocation: { region: { startLine: 7, startColumn: 14 } } }],
          },
        ],
      },
    ],
  });
});

test('what is piped in, a file that is none, and one that is no text', async () => {
  expect((await typed('validate', ['-'], bad)).out).toContain('(stdin):7:14 No role is named "pmm".');
  expect(await run(join(folder, 'none.yml'))).toEqual({
    code: 2,
    out: '',
    said: `baton validate: ${join(folder, 'none.yml')} cannot be read: no such file or folder. Name the policy’s file, or write one: baton init.`,
  });
  const binary = await run(file('binary.yml', new Uint8Array([0xff, 0xfe, 0x00])));
  expect(binary.code).toBe(1);
  expect(binary.out).toContain('1 problem.');
});

describe('what a policy builds on', () => {
  let github: Sandbox;
  beforeAll(async () => {
    github = await startSandbox();
    github.organization('acme');
    github.user('maria');
    github.repository('acme/.github', {
      private: true,
      collaborators: { maria: 'read' },
      files: { '.github/roles.yml': good },
    });
    vi.stubEnv('GITHUB_API_URL', github.url);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await github.close();
  });
  const child = `extends: acme/.github\ngates:\n  spec: { preset: spec, approve: pm }\n`;

  test('is read from a folder of copies, and from nowhere outside of it', async () => {
    const path = file('child.yml', child);
    file('copies/acme/.github/.github/roles.yml', good);
    expect((await run(path, '--bases', join(folder, 'copies'))).code).toBe(0);
    const empty = await run(path, '--bases', join(folder, 'nothing'));
    expect(empty.code).toBe(1);
    expect(empty.out).toContain(`${path}:1:10`);
  });

  test('is read from GitHub with a token; without one, nothing is known to be wrong', async () => {
    const path = file('child.yml', child);
    vi.stubEnv('GH_TOKEN', github.token('maria'));
    expect((await run(path)).code).toBe(0);
    vi.stubEnv('GH_TOKEN', 'ghp_ended');
    expect(await run(path)).toMatchObject({ code: 3, out: '' });
    const elsewhere = file('elsewhere.yml', child.replace('acme/.github', 'acme/nowhere'));
    vi.stubEnv('GH_TOKEN', github.token('maria'));
    expect(await run(elsewhere)).toEqual({
      code: 3,
      out: '',
      said: 'baton validate: acme/nowhere, on which the policy builds, is not there, or GH_TOKEN cannot read it. Check the name and the token, or give a folder with copies: --bases FOLDER.',
    });
  });
});
