/** What `npm run bundle` makes: the same program in a few files, which runs alone, and counts only for its own sources. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startSandbox } from '@baton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { registerBaton, settingsFor } from '../baton.ts';
import { bare } from '../children.ts';
import { allOfThem, filesOfPages } from './page-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'baton-bundle-'));
const shipped = join(folder, 'shipped');
const clone = join(folder, 'clone');
afterAll(() => rmSync(folder, { recursive: true }));

const run = (cwd: string, ...words: string[]): string =>
  execFileSync(process.execPath, words, { cwd, env: bare, encoding: 'utf8' });

beforeAll(() => {
  run(root, 'config/bundle.ts', join(shipped, 'bundle'));
  for (const name of ['app.yml', 'package.json', 'config'])
    cpSync(join(root, name), join(shipped, name), { recursive: true });
  for (const name of ['src', 'config', 'app.yml', 'package.json', 'package-lock.json'])
    cpSync(join(root, name), join(clone, name), { recursive: true, preserveTimestamps: true });
  cpSync(join(shipped, 'bundle'), join(clone, 'bundle'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
});

test('no source but one asks where it is: what is built of it is elsewhere', () => {
  const asking = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && readFileSync(join(root, 'src', file), 'utf8').includes('import.meta'),
  );
  expect(asking).toEqual(['root.ts']);
});

test('it is a few files, and needs no package beside it', () => {
  // Each command brings a few.
  expect(readdirSync(join(shipped, 'bundle')).length).toBeLessThan(100);
  expect(run(shipped, 'bundle/program.js', 'version')).toMatch(/^Baton \d/);
  expect(run(shipped, 'bundle/main.js', '--help')).toBe(run(root, 'src/main.ts', '--help'));
});

test('no file of it loads what is for fetch alone', () => {
  const files = readdirSync(join(shipped, 'bundle')).filter((file) => file.endsWith('.js'));
  const importing = files.filter((file) =>
    /from "(node:)?http"/.test(readFileSync(join(shipped, 'bundle', file), 'utf8')),
  );
  expect(importing).toEqual([]);
});

test('it has the licenses of what is in it', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<
      Record<string, { readonly dev?: true; readonly optional?: true; readonly link?: true }>
    >;
  };
  const inside = Object.entries(packages).filter(
    ([path, { dev, optional, link }]) => path.startsWith('node_modules/') && !dev && !optional && !link,
  );
  const texts = readFileSync(join(shipped, 'bundle/LICENSES.txt'), 'utf8')
    .split(/^# (?=\S+ \d\S* \()/m)
    .slice(1);
  expect(texts).toHaveLength(inside.length);
  // Some packages say their license in package.json alone.
  expect(texts.filter((text) => text.length < 200).length).toBeLessThan(6);
});

test('it takes webhooks, and ends when it is told to', async () => {
  const github = await startSandbox({ checkAnswers: false });
  registerBaton(github);
  const baton = spawn(process.execPath, ['bundle/main.js'], {
    cwd: shipped,
    env: { ...bare, ...settingsFor(github), DATA_DIR: join(folder, 'data'), LOG_FORMAT: 'json' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(baton, 'exit');
  let said = '';
  const known = new Promise<void>((resolve) => {
    const take = (text: Buffer): void => {
      said += text.toString();
      if (said.includes('GitHub knows this App as baton')) resolve();
    };
    baton.stdout.on('data', take);
    baton.stderr.on('data', take);
  });
  await Promise.race([known, ended]);
  expect(said).toContain('Baton takes webhooks at');
  const [, url = ''] = /webhooks at (http:\/\/[^/]+)\/api/.exec(said) ?? [];
  expect(await filesOfPages(url)).toEqual(allOfThem);
  baton.kill('SIGTERM');
  expect([...(await ended), said]).toEqual([0, null, expect.not.stringContaining('ERR_')]);
  await github.close();
});

/** Whether a program is loaded from bundle/. */
const telling = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      if (url.endsWith('/bundle/program.js')) console.log('bundled');
      return next(url, context);
    },
  });`)}`;

test('in a clone, the demo plays from it', () => {
  expect(run(clone, '--import', telling, 'src/cli/baton.ts', 'demo')).toMatch(
    /^bundled\n[^]*All 13 steps came out as told/,
  );
});

test('in a clone it runs until a source changes', () => {
  const help = (): string => run(clone, '--import', telling, 'src/cli/baton.ts', 'version');
  expect(help()).toMatch(/^bundled\nBaton /);
  appendFileSync(join(clone, 'src/cli/version.ts'), '// Changed.\n');
  expect(help()).toMatch(/^Baton /);
});
