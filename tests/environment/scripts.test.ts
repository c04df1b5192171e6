/** Every script of package.json, as people call it: it says what it takes, and answers what it does not know in one line. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { bare } from '../children.ts';
import { oneOf } from '../night.ts';

const root = new URL('../../', import.meta.url).pathname;
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** Tools of others, which have help of their own. */
const tools = ['vitest', 'tsc', 'oxlint', 'oxfmt', 'knip', 'depcruise'];
/** What npm runs by itself, and what that runs: nobody types them. */
const byNpm = ['prepare', 'prepack', 'build'];
const ours = Object.entries(scripts).filter(
  ([name, command]) => !tools.includes(command.split(' ')[0] ?? '') && !byNpm.includes(name),
);

/** Where no script may leave anything: it is refused before it begins. */
const folder = mkdtempSync(join(tmpdir(), 'baton-scripts-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** As npm does: through the shell, with the words at the end. */
function run(command: string, ...words: string[]): Promise<Ended> {
  const env = {
    ...bare,
    PATH: [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
  };
  return new Promise((resolve) => {
    const line = [command, ...words].join(' ');
    execFile('sh', ['-c', line], { cwd: root, env, timeout: 240_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
    );
  });
}

test('each is a program of ours, or a tool that has help of its own', () => {
  const known =
    /^(?:[A-Z_]+=\S+ )?(?:exec )?node (?:--[\w-]+=\d+ )*(?:src|tests|config|docs)\/[\w/-]+\.ts(?: [a-z-]+)?$/;
  expect(ours.filter(([, command]) => !known.test(command))).toEqual([]);
  expect(ours.length).toBeGreaterThan(10);
});

describe.each(ours)('%s', (name, command) => {
  const [, subcommand] = / src\/cli\/baton\.ts ([a-z-]+)$/.exec(command) ?? [];
  const isBaton = command.endsWith('src/cli/baton.ts');
  const usual = name === 'start' ? 'npm start' : `npm run ${name}`;
  const called = isBaton ? 'baton' : subcommand === undefined ? usual : `baton ${subcommand}`;
  const help = called.startsWith('npm ') ? `${called} -- --help` : `${called} --help`;

  test('says what it takes', async () => {
    const { code, out, err } = await run(command, '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [first, empty, what] = out.split('\n');
    expect(first).toMatch(new RegExp(`^Usage: ${called}( .+)?$`));
    expect(empty).toBe('');
    expect(what).toMatch(/^[A-Z].{20,}[.:]?$/);
    expect(out).toMatch(/^ {2}-h, --help +Prints this page/m);
  });

  test('answers an option and a word that it does not know with one line, and does nothing', async () => {
    // A start of each takes a second of work.
    const at = ours.findIndex(([each]) => each === name);
    const wrongs = oneOf(2, ['--nonsense', 'nonsense'], at);
    const all = await Promise.all(wrongs.map(async (wrong) => ({ wrong, ...(await run(command, wrong)) })));
    for (const { wrong, code, out, err } of all) {
      expect({ wrong, code, out }).toEqual({ wrong, code: 2, out: '' });
      expect(err).toMatch(new RegExp(`^${called}: [^\\n]*nonsense[^\\n]* See ${help}\\.\\n$`));
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});
