/** `baton test`, as it is typed: a line for each example, the story of what is not as expected, and its exit codes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { typed, type Typed } from './typed.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
const policy = 'roles:\n  pm: [maria]\n  engineer: [anton]\n';
const good = `examples:
  - name: The spec comes first
    steps:
      - { by: maria, opens: issue }
      - { by: anton, assigns: anton }
      - expect: { assignees: [] }
`;
const bad = `${good}  - name: "The \\u001b[31mspec\\t<is> approved"
    steps:
      - { by: maria, opens: issue, title: "A \\u0007 bell" }
      - expect: { gates: { spec: approved } }
`;
const run = (...words: string[]): Promise<Typed> => typed('test', words);
const path = file('roles.yml', policy);

test('what is as expected', async () => {
  const examples = file('roles.test.yml', good);
  expect(await run(path)).toEqual({
    code: 0,
    out: `${examples}\n  ✓ The spec comes first\n1 example passed.`,
    said: '',
  });
  expect((await run(examples)).code).toBe(0);
  expect(await run(path, '--format', 'github')).toEqual({ code: 0, out: '', said: '' });
});

test('what is not: the story, the place, and why, without what a terminal would obey', async () => {
  const examples = file('bad.test.yml', bad);
  const { code, out } = await run(path, examples);
  expect(code).toBe(1);
  expect(out).toBe(`${examples}
  ✓ The spec comes first
  ✗ The \\u{1b}[31mspec\\u{9}<is> approved

✗ The \\u{1b}[31mspec\\u{9}<is> approved
  2026-01-05 09:00  maria opens the issue #1 “A \\u{7} bell”

${examples}:10:34 The gate "spec" of #1 is expected to be “approved”. It is “waiting for approval”.
  10 |       - expect: { gates: { spec: approved } }
                                        ^
  Waiting for maria to approve the spec, since 5 Jan, 09:00 UTC.
  pm still has to approve it.
  It blocks starting work and merging. pm (maria) prepares it. It’s for pm (maria) to approve.
  Next: To approve it, comment /approve spec or add the label spec:approved. If it needs work, comment /return spec and why.

1 of 2 examples failed.`);
});

test('programs, workflows and reports of tests', async () => {
  const examples = file('bad.test.yml', bad);
  expect(JSON.parse((await run(path, examples, '--json')).out)).toMatchObject({
    isGood: false,
    files: [
      {
        file: examples,
        policy: path,
        problems: [],
        examples: [
          { name: 'The spec comes first', isGood: true, met: 1, failure: null },
          {
            isGood: false,
            met: 0,
            failure: { line: 10, column: 34, actual: 'It is “waiting for approval”.' },
          },
        ],
      },
    ],
  });
  const { out } = await run(path, examples, '--format', 'github');
  expect(out.split('\n')).toHaveLength(1);
  expect(out).toContain(`::error file=${examples},line=10,col=34,title=Baton%3A The `);
  const report = (await run(path, examples, '--format', 'junit')).out;
  expect(report).toContain('<testsuites name="baton test" tests="2" failures="1" errors="0">');
  expect(report).toContain('&lt;is&gt; approved">');
  // No XML may hold it.
  expect(report).not.toContain('\u001b');
});

test('a problem in the examples, or in the policy: nothing is played', async () => {
  const examples = file('typo.test.yml', good.replace('assigns', 'asigns'));
  const { code, out } = await run(path, examples);
  expect(code).toBe(1);
  expect(out).toBe(`${examples}

${examples}:5:22 "asigns" is not a key of a step.
  5 |       - { by: anton, asigns: anton }
                           ^
  Did you mean "assigns"?

1 problem.
Nothing was played. 1 file could not be played.`);
  const broken = file('broken.yml', 'roles: { pm: [maria] }\ngates: { spec: { approve: pmm } }\n');
  file('broken.test.yml', good);
  expect(await run(broken)).toMatchObject({
    code: 1,
    out: expect.stringContaining('No role is named "pmm"'),
  });
  const report = (await run(broken, '--format', 'junit')).out;
  expect(report).toContain('<testsuites name="baton test" tests="1" failures="0" errors="1">');
});

test.each([
  ['no examples', [file('alone.yml', policy)], 'alone.test.yml, where the examples of'],
  ['no policy', [join(folder, 'none.yml')], 'there is no'],
  ['a folder', [path, file('x.test.yml/y', '').slice(0, -2)], 'cannot be read: it is a folder.'],
  ['no such file', [path, join(folder, 'none.test.yml')], 'cannot be read: no such file or folder.'],
  ['nothing here', [], 'there is no .github/roles.yml or .github/roles.yaml in this folder.'],
])('%s', async (_, words, said) => {
  const ended = await run(...words);
  expect(ended).toMatchObject({ code: 2, out: '' });
  expect(ended.said).toContain(said);
});

test('what is no text, and what never ends', async () => {
  const binary = file('binary.test.yml', new Uint8Array([0xff, 0xfe, 0x00]));
  expect(await run(path, binary)).toMatchObject({
    code: 1,
    out: expect.stringContaining('The file is too large, or not text.'),
  });
  const large = file('large.test.yml', '#'.repeat(2_000_000));
  expect((await run(path, large)).code).toBe(1);
});
