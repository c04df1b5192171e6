/** What `baton` reads from the disk before it answers: that, and not what it does then, is what people wait for. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, expect, test } from 'vitest';

import { bare } from '../children.ts';

// The sources: the bundle is a few large files.
const command = fileURLToPath(new URL('../../src/cli/program.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'baton-loaded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mark = 'loaded ';
/** Tells each module as it is read, in the process that reads it. */
const telling = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      process._rawDebug('${mark}' + url);
      return next(url, context);
    },
  });`)}`;

type Loaded = { readonly code: number | null; readonly packages: readonly string[]; readonly own: number };

function loadedBy(...words: string[]): Loaded {
  const { status, stderr } = spawnSync(process.execPath, ['--import', telling, command, ...words], {
    env: bare,
    encoding: 'utf8',
  });
  const urls = stderr
    .split('\n')
    .filter((line) => line.startsWith(mark))
    .map((line) => line.slice(mark.length));
  const packages = urls.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  const own = urls.filter((url) => url.startsWith('file:') && !url.includes('/node_modules/')).length;
  return { code: status, packages: [...new Set(packages)].toSorted(), own };
}

test.each(['', '--help', 'explain --help', 'validate --no-such-option', 'no-such-command'])(
  'a page of help and a wrong argument need nothing of what a command does: baton %s',
  (line) => {
    const { packages, own } = loadedBy(...line.split(' ').filter(Boolean));
    expect(packages).toEqual(['commander']);
    // A few, and a page of help for each command.
    expect(own).toBeLessThan(30);
  },
);

test('the version', () => {
  expect(loadedBy('version')).toMatchObject({ code: 0, packages: ['commander', 'zod'] });
});

test('a policy that builds on no other is examined without what asks GitHub, and without a database', () => {
  const file = join(folder, 'roles.yml');
  writeFileSync(file, 'roles:\n  pm: [maria]\n  engineer: [anton]\n');
  expect(loadedBy('validate', file)).toMatchObject({
    code: 0,
    packages: ['commander', 'picomatch', 'temporal-polyfill', 'temporal-utils', 'yaml', 'zod'],
  });
});
