/** `baton` as a process, on whatever people and scripts do to it: exit codes, one sentence, and nothing half done. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { subcommands } from '../../src/cli/subcommands.ts';
import { bare } from '../children.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'src/cli/baton.ts');
const folder = mkdtempSync(join(tmpdir(), 'baton-bad-'));
beforeAll(() => {
  mkdirSync(join(folder, 'folder'));
  mkdirSync(join(folder, 'data'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'broken.yml'), 'roles: [');
  writeFileSync(join(folder, 'bytes.yml'), Buffer.from([0xff, 0xfe, 0]));
  writeFileSync(join(folder, 'good.yml'), 'roles:\n  pm: [maria]\n  engineer: [anton]\n');
  writeFileSync(join(folder, 'data/baton.sqlite'), 'This is no database.');
  writeFileSync(join(folder, 'bin/baton'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, {
    mode: 0o755,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const password = 'hunter2-is-secret';
const env = { ...bare, HOME: folder };

function baton(words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    env: { ...env, ...more },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, out: stdout, said: stderr };
}

/** What it says of itself: one line, with what to do; no trace of the code, and no secret. */
function isOneSentence(said: string): void {
  expect(said).toMatch(/^(baton|Baton|Nothing was moved|DATA|APP_ID|DATABASE_URL)[^\n]+\n$/);
  expect(said).not.toMatch(/\n\s+at |node:internal|\[object|undefined/);
  expect(said).not.toContain(password);
}

const rows: readonly (readonly [readonly string[], 2 | 3, RegExp, Readonly<Record<string, string>>?])[] = [
  [['validat'], 2, /unknown command 'validat' \(Did you mean validate\?\)/],
  [['validate', 'none.yml'], 2, /none\.yml cannot be read: no such file or folder\. Name the policy’s file/],
  [['validate', 'folder', '--json'], 2, /folder cannot be read: it is a folder/],
  [['validate', '--formt', 'json'], 2, /Did you mean --format\?/],
  [['validate'], 2, /there is no \.github\/roles\.yml .*baton init/],
  [['init', '--preset', 'nope', '--stdout'], 2, /no preset "nope"\. The presets are default,/],
  [['init'], 2, /Go to a clone of your repository, or print the policy: baton init --stdout/],
  [['explain'], 2, /say which issue or pull request: acme\/shop#12/],
  [['explain', 'acme'], 2, /names no issue or pull request/],
  [['explain', 'acme/shop#1'], 2, /Set GH_TOKEN, or sign in with: gh auth login/],
  [['doctor', '--json'], 2, /needs the settings of the service .* or a token/],
  [['doctor', 'acme/shop'], 2, /APP_ID must be the number/, { APP_ID: 'x', PRIVATE_KEY: password }],
  [['export', '--since', 'yesterday'], 2, /--since must be a day such as/],
  [['export'], 3, /the database can’t be read \(file is not a database\)\. See that DATA_DIR/],
  [['export', '--json'], 3, /there is no database .*\. See that DATA_DIR/, { DATA_DIR: 'nowhere' }],
  [
    ['export'],
    3,
    /127\.0\.0\.1:1 cannot be used/,
    { DATABASE_URL: `postgres://b:${password}@127.0.0.1:1/b` },
  ],
  [['dead-letters', '--json'], 3, /file is not a database/],
  [['dead-letters', 'show'], 2, /show needs a key/],
  [['move-store'], 2, /DATABASE_URL is missing/],
  [['move-store', '--json'], 3, /cannot be used/, { DATABASE_URL: `postgres://b:${password}@127.0.0.1:1/b` }],
  [['capacity', '--webhooks', 'many'], 2, /It must be a whole number/],
  [['serve'], 2, /Baton cannot start\. .*PORT/, { PORT: 'http', APP_ID: '7' }],
  [['web'], 2, /needs DATABASE_URL/],
  [['work', 'extra'], 2, /too many arguments/],
  [['demo', '--serve', '--json'], 2, /without --json/],
  [['demo', '--port', '3000'], 2, /--port is for --serve/],
  [['version', '--jsn'], 2, /Did you mean --json\?/],
  [['complete'], 2, /name your shell, bash, zsh, fish, powershell/],
  [['complete', 'tcsh'], 2, /name your shell/],
];

describe('one sentence on the error output, nothing on the other, and a code for', () => {
  const all = rows.map(([words, code, sentence, more = {}]) => ({ words, code, sentence, more }));
  test.each(all)('baton $words', ({ words, code, sentence, more }) => {
    const ended = baton(words, more);
    expect(ended).toEqual({ code, out: '', said: expect.stringMatching(sentence) });
    isOneSentence(ended.said);
  });
  test('each command is among them', () => {
    const tried = new Set(rows.map(([[name = '']]) => `baton ${name}`));
    const known = ['demo', 'init', 'validate', 'explain', 'doctor', 'serve', 'web', 'work', 'dead-letters'];
    for (const name of [...known, 'export', 'move-store', 'capacity', 'version'])
      expect([name, tried.has(`baton ${name}`)]).toEqual([name, true]);
  });
});

test('a policy that is broken, or no text, is a finding', () => {
  for (const file of ['broken.yml', 'bytes.yml']) {
    const { code, out, said } = baton(['validate', file, '--json']);
    expect([code, said, JSON.parse(out)]).toEqual([1, '', expect.objectContaining({ isValid: false })]);
  }
});

test.each([['version'], ['--help'], ['capacity', '--json'], ['validate', 'good.yml'], ['complete', 'bash']])(
  'a full disk behind baton %s',
  (...words) => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [program, ...words], {
      cwd: folder,
      env,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/could not be written: the disk is full\./)]);
    isOneSentence(stderr);
  },
);

const inBash = (script: string) => {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    env: { ...env, PATH: [join(folder, 'bin'), env.PATH].join(delimiter) },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, said: stderr };
};

test('who reads may have seen enough, and may not look at all', () => {
  expect(inBash('set -o pipefail; baton --help | head -1')).toEqual({
    code: 0,
    out: 'Usage: baton <command>\n',
    said: '',
  });
  expect(inBash('baton nope 2>&-')).toEqual({ code: 2, out: '', said: '' });
  expect(inBash('baton version >&-').said).not.toMatch(/\n\s+at /);
});

test('no colours where nobody looks, nor with NO_COLOR', () => {
  for (const more of [{}, { NO_COLOR: '1' }, { FORCE_COLOR: '0' }])
    for (const words of [['validate', 'broken.yml'], ['--help'], ['capacity']])
      expect(baton(words, more).out).not.toContain('\u001b');
});

test('Ctrl+C in a question ends it with 130, and nothing is written', async () => {
  const clone = join(folder, 'clone');
  mkdirSync(clone);
  spawnSync('git', ['init', '--quiet'], { cwd: clone });
  spawnSync('git', ['remote', 'add', 'origin', 'https://github.com/acme/shop.git'], { cwd: clone });
  const child = spawn(process.execPath, [program, 'init'], {
    cwd: clone,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.kill('SIGINT');
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  // It may not even have begun to listen.
  expect(code ?? signal).toSatisfy((end: unknown) => end === 130 || end === 'SIGINT');
  expect(readdirSync(clone)).toEqual(['.git']);
});

describe('bash completes', () => {
  const complete = (...words: string[]): readonly string[] => {
    const typed = ['baton', ...words].map((word) => `'${word}'`).join(' ');
    const { out, said } = inBash(
      `source <(baton complete bash); source <(baton complete bash); COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _baton; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
    expect(said).toBe('');
    return out.split('\n').filter((line) => line !== '');
  };

  test('every command', () => {
    const names = subcommands.map(({ script }) => script.name.slice('baton '.length));
    expect(complete('')).toEqual(expect.arrayContaining(names));
    expect(complete('val')).toEqual(['validate']);
  });

  test('options', () => {
    expect(complete('validate', '--f')).toEqual(['--format']);
    expect(complete('export', '--')).toEqual(expect.arrayContaining(['--since', '--until', '--repository']));
  });

  test('nothing that it does not know, so that bash goes on with files; and what is typed is not run', () => {
    expect(complete('validate', 'go')).toEqual([]);
    complete('validate', '$(touch was-run)', '');
    expect(readdirSync(folder)).not.toContain('was-run');
  });
});
