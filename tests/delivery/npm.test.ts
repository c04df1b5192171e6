/** The package that `npm pack` makes: what is in it, and that it runs where nothing else is. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { bare } from '../children.ts';
import { credentials } from '../web/nowhere.ts';
import { allOfThem, filesOfPages } from './page-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'baton-npm-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const own = json(join(root, 'package.json')) as Manifest;
const installed = join(home, 'node_modules', own.name);

type Packed = { readonly size: number; readonly unpackedSize: number; readonly filename: string };
let packed: Packed;
let files: readonly string[];

beforeAll(() => {
  const told = execFileSync('npm', ['pack', '--json', '--pack-destination', home], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: [join(root, 'node_modules/.bin'), bare.PATH].join(delimiter) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const answer: unknown = JSON.parse(told.slice(told.search(/^[[{]/m)));
  // npm 12 answers with an object by the names of packages.
  [packed] = Object.values(answer as Record<string, Packed>) as [Packed];
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(home, packed.filename), '--strip-components=1', '-C', installed]);
  files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1));
  const { packages } = json(join(root, 'package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: true; readonly link?: true }>>;
  };
  const production = Object.entries(packages).filter(
    ([path, { dev, link }]) => path.lastIndexOf('node_modules/') === 0 && dev !== true && link !== true,
  );
  for (const [path] of production) {
    if (path.startsWith('node_modules/node-')) continue;
    mkdirSync(dirname(join(home, path)), { recursive: true });
    symlinkSync(join(root, path), join(home, path));
  }
});

/** A link keeps its place, so that a package finds those beside it here, and not those of the tests. */
const baton = (...words: string[]): readonly string[] => [
  '--preserve-symlinks',
  join(installed, own.bin['baton'] ?? ''),
  ...words,
];
function ran(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, baton(...words), {
    cwd: home,
    env: { PATH: bare.PATH },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, said: stderr };
}

describe('what is in it', () => {
  test('the program as JavaScript, its configuration and its pages: no source, sandbox, demo, test or picture', () => {
    const folders = new Set(files.map((file) => file.replace(/\/.*/, '')));
    expect([...folders].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'app.yml',
      'config',
      'dist',
      'docs',
      'package.json',
    ]);
    expect(
      files.filter((file) => /(?<!\.d)\.ts$|\.(png|svg|map)$|(^|\/)(demo|tests|packages)\//.test(file)),
    ).toEqual([]);
    for (const folder of ['presets', 'output'])
      expect(readdirSync(join(installed, 'config', folder))).toEqual(
        readdirSync(join(root, 'config', folder)),
      );
  });

  test('it is small', () => {
    expect(packed.size).toBeLessThan(1_200_000);
    expect(packed.unpackedSize).toBeLessThan(5_000_000);
  });

  test('it brings along the packages that it imports, in the versions that it was tested with, and no Node', () => {
    const manifest = json(join(installed, 'package.json')) as Manifest;
    expect(manifest.private).toBeUndefined();
    expect(manifest.engines).toEqual({ node: '>=24' });
    expect(manifest.optionalDependencies).toBeUndefined();
    for (const [name, version] of Object.entries(manifest.dependencies))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
    const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
    const [, listed = ''] = /It depends on ([^\n]+)\./.exec(page) ?? [];
    const named = Array.from(listed.matchAll(/`([^`]+)`/g), ([, name = '']) => name);
    expect(named.toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
    const [, size, unpacked, count] =
      /The package is ([\d.]+) MB, ([\d.]+) MB unpacked\..* (\d+) packages take \d+ MB/.exec(page) ?? [];
    const { packages } = json(join(root, 'package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly dev?: true; readonly link?: true }>>;
    };
    const brought = Object.entries(packages).filter(
      ([path, { dev, link }]) =>
        /^node_modules\/(?!node-(linux|darwin|win)-)/.test(path) && dev !== true && link !== true,
    );
    expect(Number(count)).toBe(brought.length);
    expect(Math.abs(Number(size) - packed.size / 1e6)).toBeLessThan(0.1);
    expect(Math.abs(Number(unpacked) - packed.unpackedSize / 1e6)).toBeLessThan(0.3);
  });
});

describe('installed where nothing else is', () => {
  test('it says what it can do, and which version it is', () => {
    expect(ran('--help')).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage: baton <command>\n/) });
    expect(ran('version').out).toBe(`Baton ${own.version} (Node ${process.version})\n`);
    const script = readFileSync(join(installed, own.bin['baton'] ?? ''), 'utf8');
    expect(script).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('it examines a policy', () => {
    writeFileSync(join(home, 'roles.yml'), 'roles:\n  pm: [maria]\n  enginer: []\n');
    expect(ran('validate', 'roles.yml')).toMatchObject({
      code: 1,
      out: expect.stringContaining('roles.yml:3:'),
    });
  });

  test('the demo says where it is', () => {
    expect(ran('demo')).toMatchObject({
      code: 2,
      said: expect.stringMatching(/^baton demo: .*npm run demo\.\n$/),
    });
  });

  test('Probot finds the app in it', () => {
    const script = `for (const each of ['', '/taking']) console.log(typeof (await import('${own.name}/probot' + each)).default)`;
    const words = ['--preserve-symlinks', '--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, words, { cwd: home, encoding: 'utf8' })).toBe(
      'function\nfunction\n',
    );
  });

  test('it serves, and ends when it is told to', async () => {
    const child = spawn(process.execPath, baton('serve'), {
      cwd: home,
      env: {
        PATH: bare.PATH,
        ...credentials,
        PORT: '0',
        HOST: '127.0.0.1',
        DATA_DIR: join(home, 'data'),
        LOG_FORMAT: 'json',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    await expect.poll(() => said, { timeout: 240_000 }).toContain('Baton takes webhooks at');
    const [, url = ''] = /webhooks at (http:\/\/[^/]+)\/api/.exec(said) ?? [];
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await filesOfPages(url)).toEqual(allOfThem);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });
});
